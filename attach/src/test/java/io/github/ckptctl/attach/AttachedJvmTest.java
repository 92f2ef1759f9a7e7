// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.attach;

import org.junit.jupiter.api.Test;

import javax.management.remote.JMXConnector;

import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class AttachedJvmTest {

    @Test
    void reachesAJvmOfTheSameUser() throws Exception {
        try (TestJvm other = TestJvm.start()) {
            // when
            try (AttachedJvm jvm = AttachedJvm.to(other.pid(), false);
                    JMXConnector connector = jvm.jmx()) {
                // then
                assertThat(connector.getMBeanServerConnection().getMBeanCount()).isPositive();
                assertThat(jvm.systemProperty("java.version"))
                        .contains(System.getProperty("java.version"));
            }
            assertThat(RunningJvm.all()).extracting(RunningJvm::pid).contains(other.pid());
            assertThat(RunningJvm.of(other.pid()).mainClass()).isEqualTo(TestJvm.class.getName());
        }
    }

    @Test
    void leavesAJvmOfAnotherUserAlone() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can start one");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "there is no setpriv");
        try (TestJvm other = TestJvm.startAsNobody()) {
            // then
            assertThatThrownBy(() -> AttachedJvm.to(other.pid(), false))
                    .isInstanceOf(AttachException.class)
                    .hasMessageContaining("is that of uid " + TestJvm.NOBODY)
                    .hasMessageContaining("runs as uid 0")
                    .hasMessageContaining("nothing was done")
                    .hasMessageContaining("--other-user");

            // and: nobody has asked it for a listener
            assertThat(Path.of("/tmp/.java_pid" + other.pid())).doesNotExist();

            // when: it is told to
            try (AttachedJvm jvm = AttachedJvm.to(other.pid(), true)) {
                // then
                assertThat(jvm.systemProperty("user.name")).isPresent();
            }
        }
    }

    @Test
    void saysWhatIsMissingWhereThereIsNoJvm() {
        assertThatThrownBy(() -> AttachedJvm.to("1999999999", false))
                .isInstanceOf(AttachException.class)
                .hasMessageContaining("JVM 1999999999 cannot be attached to")
                .hasMessageContaining("under the same user");
    }
}
