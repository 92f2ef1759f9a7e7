// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.jmx;

import io.github.ckptctl.mbeans.LoginNeed;
import io.github.ckptctl.mbeans.OtherDoor;

import javax.management.MBeanServer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.function.Supplier;

/**
 * Other doors: access paths to the beans of this JVM that are not the agent's own, as far as they
 * can be detected: the JDK's remote JMX, Flink's own JMX server, another Jolokia. None of them
 * knows the agent's users and roles.
 *
 * <p>Checked again each time, since others come and go: system properties, domains of beans, and
 * Flink's information. Any thread.
 */
public final class OtherDoors {

    private static final String ALL = "com.sun.management.";
    private static final String REMOTE = ALL + "jmxremote.";
    private static final String PORT = REMOTE + "port";

    /** The system property that a Jolokia agent sets. */
    private static final String JOLOKIA_URL = "jolokia.agent";

    private static final String JOLOKIA_DOMAIN = "jolokia";

    private final MBeanServer server;
    private final JmxAccess access;
    private final Supplier<OptionalInt> flinkPort;

    /**
     * @param access the access that callers over plain JMX have
     * @param flinkPort returns the port of Flink's own JMX server, if it runs
     */
    public OtherDoors(MBeanServer server, JmxAccess access, Supplier<OptionalInt> flinkPort) {
        this.server = server;
        this.access = access;
        this.flinkPort = flinkPort;
    }

    /** Returns the doors that currently exist. */
    public List<OtherDoor> present() {
        List<OtherDoor> doors = new ArrayList<>();
        Properties management = management();
        String port = management.getProperty(PORT);
        if (port != null) {
            String host = management.getProperty(REMOTE + "host", "*");
            doors.add(door("remote JMX (" + PORT + ")", host + ":" + port, login(management)));
        }
        flinkPort
                .get()
                .ifPresent(
                        flinks ->
                                doors.add(
                                        door(
                                                "Flink's JMX server (jmx.server.port, or port of a"
                                                        + " JMX reporter)",
                                                "*:" + flinks,
                                                LoginNeed.NONE)));
        String jolokia = System.getProperty(JOLOKIA_URL, "");
        if (!jolokia.isEmpty() || Arrays.asList(server.getDomains()).contains(JOLOKIA_DOMAIN)) {
            doors.add(door("another Jolokia in this JVM", jolokia, LoginNeed.UNKNOWN));
        }
        return doors;
    }

    private OtherDoor door(String name, String address, LoginNeed login) {
        return new OtherDoor(name, address, login, !access.isReadOnly());
    }

    private static LoginNeed login(Properties management) {
        boolean noPassword = "false".equals(management.getProperty(REMOTE + "authenticate"));
        boolean noTls = "false".equals(management.getProperty(REMOTE + "ssl"));
        boolean noCertificate =
                noTls || !"true".equals(management.getProperty(REMOTE + "ssl.need.client.auth"));
        return noPassword && noCertificate ? LoginNeed.NONE : LoginNeed.REQUIRED;
    }

    /**
     * Returns the properties of the JDK's own agent: those of its file, overridden by the JVM's.
     */
    private static Properties management() {
        Properties all = new Properties();
        String file = System.getProperty(ALL + "config.file");
        if (file != null) {
            try (InputStream stream = Files.newInputStream(Paths.get(file))) {
                all.load(stream);
            } catch (IOException | IllegalArgumentException e) {
                // a JVM does not start with a file that it cannot read
            }
        }
        Properties jvm = System.getProperties();
        jvm.stringPropertyNames().stream()
                .filter(name -> name.startsWith(ALL))
                .forEach(name -> all.setProperty(name, jvm.getProperty(name, "")));
        return all;
    }
}
