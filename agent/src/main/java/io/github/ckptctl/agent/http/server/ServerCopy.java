// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.server;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.spi.HttpServerProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Second copy of the JDK's HTTP server in this JVM, whose limits are the endpoint's own.
 *
 * <p>The JDK's server reads its limits from system properties, once in a JVM: when the first server
 * is created. That is often another's: Flink's Prometheus reporter and jmx_exporter have one each,
 * and set some of the properties for it. So the classes of {@code sun.net.httpserver} are defined
 * once more, from the JDK's own bytes. These read the properties while the values here are set, for
 * that moment only: values that other code has set do not apply here, nor do these apply elsewhere;
 * those that an operator has put on the JVM's command line do apply. A provider of servers that
 * others have named for the JVM does not apply either.
 *
 * <p>Everything that this package refers to is exported by {@code java.base} or {@code
 * jdk.httpserver} (JDK 11 to 25). Any thread.
 */
final class ServerCopy extends ClassLoader {

    /** Limits of the server: system properties that it reads, and their values for it. */
    static final Map<String, String> LIMITS =
            new TreeMap<>(
                    Map.of(
                            // without it a kept-alive request waits for a delayed acknowledgement
                            "sun.net.httpserver.nodelay", "true",
                            // seconds
                            "sun.net.httpserver.maxReqTime", "10",
                            "sun.net.httpserver.maxRspTime", "30",
                            "sun.net.httpserver.idleInterval", "10",
                            // bytes
                            "sun.net.httpserver.maxReqHeaderSize", "16384",
                            "jdk.httpserver.maxConnections", "1000"));

    private static final Logger LOG = LoggerFactory.getLogger(ServerCopy.class);

    private static final String COPIED = "sun.net.httpserver.";
    private static final String READS_LIMITS = COPIED + "ServerConfig";
    private static final String PROVIDER = COPIED + "DefaultHttpServerProvider";

    static {
        registerAsParallelCapable();
    }

    private final Module origin;

    private ServerCopy(Module origin) {
        super("ckptctl-http", ClassLoader.getPlatformClassLoader());
        this.origin = origin;
    }

    /** Returns the provider of servers with these limits: one for all endpoints. */
    static HttpServerProvider provider() {
        return Holder.PROVIDER;
    }

    /**
     * Returns the provider of servers with these limits; if no copy can be made, the JVM's own
     * provider, with a warning that its limits are not these.
     *
     * @param origin the module that the classes are in
     */
    static HttpServerProvider of(Module origin) {
        try {
            ServerCopy copy = new ServerCopy(origin);
            copy.readLimits();
            copy.nameUnknown();
            return Class.forName(PROVIDER, true, copy)
                    .asSubclass(HttpServerProvider.class)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            LOG.warn(
                    "The HTTP endpoint shares this JVM's HTTP server, and with it the limits that"
                            + " others have set or left out ({}): it may be slow, and slow clients"
                            + " may keep its threads; expected {}",
                    e.toString(),
                    LIMITS);
            return HttpServerProvider.provider();
        }
    }

    /**
     * Returns the effective limits: an operator's on the JVM's command line take precedence over
     * these.
     *
     * @param jvmArguments the arguments that the JVM was started with
     */
    static Map<String, String> limits(List<String> jvmArguments) {
        Map<String, String> limits = new TreeMap<>(LIMITS);
        for (String argument : jvmArguments) {
            int equals = argument.indexOf('=');
            if (argument.startsWith("-D") && equals > 0) {
                limits.replace(argument.substring(2, equals), argument.substring(equals + 1));
            }
        }
        return limits;
    }

    private void readLimits() throws ClassNotFoundException {
        Map<String, String> before = new HashMap<>();
        limits(ManagementFactory.getRuntimeMXBean().getInputArguments())
                .forEach((name, value) -> before.put(name, System.setProperty(name, value)));
        try {
            Class.forName(READS_LIMITS, true, this);
        } finally {
            before.forEach(
                    (name, value) -> {
                        if (value == null) {
                            System.clearProperty(name);
                        } else {
                            System.setProperty(name, value);
                        }
                    });
        }
    }

    private void nameUnknown() throws ClassNotFoundException {
        List<String> unknown = unknown();
        if (!unknown.isEmpty()) {
            LOG.warn(
                    "The HTTP server of this Java ({}) does not know {}; a later update does",
                    System.getProperty("java.version"),
                    String.join(", ", unknown));
        }
    }

    /** Returns those limits whose names this JDK's server does not have. */
    List<String> unknown() throws ClassNotFoundException {
        String known = new String(bytes(READS_LIMITS), StandardCharsets.ISO_8859_1);
        try {
            // the class that reads them with the rights of the JDK, up to 23
            known += new String(bytes(READS_LIMITS + "$1"), StandardCharsets.ISO_8859_1);
        } catch (ClassNotFoundException e) {
            // they are all in the one class
        }
        String names = known;
        return LIMITS.keySet().stream()
                .filter(name -> !names.contains(name))
                .collect(Collectors.toList());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(COPIED)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            if (known != null) {
                return known;
            }
            byte[] bytes = bytes(name);
            // with the rights of the agent, if there is a policy
            return defineClass(
                    name, bytes, 0, bytes.length, ServerCopy.class.getProtectionDomain());
        }
    }

    private byte[] bytes(String name) throws ClassNotFoundException {
        try (InputStream stream = origin.getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (stream == null) {
                throw new ClassNotFoundException(name);
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    /** Holder of the provider, created when the first endpoint opens. */
    private static final class Holder {
        private static final HttpServerProvider PROVIDER = of(HttpServer.class.getModule());
    }
}
