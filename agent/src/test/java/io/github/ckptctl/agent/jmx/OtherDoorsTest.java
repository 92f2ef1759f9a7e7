// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.jmx;

import io.github.ckptctl.mbeans.LoginNeed;
import io.github.ckptctl.mbeans.OtherDoor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.timer.Timer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Properties;

import static org.assertj.core.api.Assertions.assertThat;

class OtherDoorsTest {

    private static final String REMOTE = "com.sun.management.jmxremote.";

    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private final Properties before = (Properties) System.getProperties().clone();

    @AfterEach
    void restore() {
        System.setProperties(before);
    }

    @Test
    void areNoneInAJvmWithoutThem() {
        assertThat(doors(JmxAccess.OPEN, OptionalInt.empty())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "true, true, , REQUIRED",
        ", , , REQUIRED",
        "false, true, , NONE",
        "false, false, true, NONE",
        "false, true, true, REQUIRED"
    })
    void holdRemoteJmxAndWhetherItAsksWhoComes(
            String authenticate, String ssl, String clientCertificate, LoginNeed expected) {
        // given
        System.setProperty(REMOTE + "port", "9010");
        set("authenticate", authenticate);
        set("ssl", ssl);
        set("ssl.need.client.auth", clientCertificate);

        // then
        assertThat(doors(JmxAccess.OPEN, OptionalInt.empty()))
                .containsExactly(
                        new OtherDoor(
                                "remote JMX (com.sun.management.jmxremote.port)",
                                "*:9010",
                                expected,
                                true));
    }

    @Test
    void holdRemoteJmxThatAFileTurnsOn(@TempDir Path directory) throws Exception {
        // given
        Path file =
                Files.writeString(
                        directory.resolve("management.properties"),
                        REMOTE + "port=9010\n" + REMOTE + "authenticate=true\n");
        System.setProperty("com.sun.management.config.file", file.toString());
        System.setProperty(REMOTE + "authenticate", "false");
        System.setProperty(REMOTE + "host", "127.0.0.1");

        // then
        assertThat(doors(JmxAccess.readOnly("jmx.changes=false"), OptionalInt.empty()))
                .singleElement()
                .satisfies(
                        door -> {
                            assertThat(door.getAddress()).isEqualTo("127.0.0.1:9010");
                            assertThat(door.getLogin()).isEqualTo(LoginNeed.NONE);
                            assertThat(door.isChangesAllowed()).isFalse();
                        });
    }

    @Test
    void holdFlinksServerAndAJolokia() throws Exception {
        // given
        server.registerMBean(new Timer(), new ObjectName("jolokia:type=Config,agent=1"));
        System.setProperty("jolokia.agent", "http://127.0.0.1:8778/jolokia");

        // then
        assertThat(doors(JmxAccess.OPEN, OptionalInt.of(8789)))
                .extracting(OtherDoor::getAddress)
                .containsExactly("*:8789", "http://127.0.0.1:8778/jolokia");
    }

    @Test
    void holdAJolokiaThatSaysNothingOfItsAddress() throws Exception {
        // given
        server.registerMBean(new Timer(), new ObjectName("jolokia:type=Config"));

        // then
        assertThat(doors(JmxAccess.OPEN, OptionalInt.empty()))
                .containsExactly(
                        new OtherDoor("another Jolokia in this JVM", "", LoginNeed.UNKNOWN, true));
    }

    private List<OtherDoor> doors(JmxAccess access, OptionalInt flinkPort) {
        return new OtherDoors(server, access, () -> flinkPort).present();
    }

    private static void set(String name, String value) {
        if (value != null) {
            System.setProperty(REMOTE + name, value);
        }
    }
}
