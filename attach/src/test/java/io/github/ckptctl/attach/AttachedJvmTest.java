// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.attach;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import javax.management.remote.JMXConnector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class AttachedJvmTest {

    private static final String NO_DATA = "-XX:+PerfDisableSharedMem";
    private static final String NO_ATTACH = "-XX:+DisableAttachMechanism";

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
                assertThat(AttachedJvm.hasLoaded(connector, TestJvm.class.getName()))
                        .contains(true);
                assertThat(AttachedJvm.hasLoaded(connector, "java.util.zip.Deflater2"))
                        .contains(false);
            }
            assertSeen(other);
        }
    }

    @Test
    void reachesAndSeesAJvmWithoutPerformanceData() throws Exception {
        try (TestJvm other = TestJvm.start(NO_DATA)) {
            assertThat(PerformanceData.commands()).doesNotContainKey(other.pid());
            assertSeen(other);
            assertReached(other, false);
        }
    }

    @Test
    void reachesAndSeesAJvmOfAUserWithoutAName() throws Exception {
        try (TestJvm other = TestJvm.startAs(TestJvm.NAMELESS)) {
            assertThat(PerformanceData.commands()).doesNotContainKey(other.pid());
            assertSeen(other);
            assertReached(other, true);
        }
    }

    @Test
    void reachesAndSeesAJvmWithATmpOfItsOwn() throws Exception {
        try (TestJvm other = TestJvm.startWithPrivateTmp()) {
            assertSeen(other);
            assertReached(other, false);
            assertThat(other.output()).as("asked in its own /tmp").doesNotContain("thread dump");
            assertThat(Path.of("/tmp/.java_pid" + other.pid())).doesNotExist();
            assertThat(Files.isSymbolicLink(Path.of("/tmp/.java_pid" + other.pid()))).isFalse();
        }
    }

    @Test
    void reachesAndSeesAJvmInAContainer() throws Exception {
        try (TestJvm other = TestJvm.startInContainer()) {
            assertThat(ProcessFiles.of(other.pid()).ownPid()).isEqualTo("1");
            assertSeen(other);
            assertReached(other, false);
        }
    }

    @Test
    void reachesAJvmThatHandlesNoSignals() throws Exception {
        // it would end at a SIGQUIT, and listens from its start on
        try (TestJvm other = TestJvm.start("-Xrs")) {
            assertThat(ProcessFiles.of(other.pid()).catchesQuit()).contains(false);
            assertReached(other, false);
        }
    }

    private static void assertSeen(TestJvm other) {
        assertThat(VisibleJvms.now().all()).extracting(RunningJvm::pid).contains(other.pid());
        assertThat(RunningJvm.of(other.pid()).mainClass()).isEqualTo(TestJvm.class.getName());
        assertThat(RunningJvm.of(other.pid()).kind()).isEqualTo(JvmKind.UNKNOWN);
    }

    private static void assertReached(TestJvm other, boolean ofAnyUser) throws Exception {
        try (AttachedJvm jvm = AttachedJvm.to(other.pid(), ofAnyUser);
                JMXConnector connector = jvm.jmx()) {
            assertThat(connector.getMBeanServerConnection().getMBeanCount()).isPositive();
        }
    }

    @Test
    void leavesAJvmOfAnotherUserAlone() throws Exception {
        try (TestJvm other = TestJvm.startAs(TestJvm.NOBODY)) {
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
    void asksNothingOfAJvmThatForbidsIt() throws Exception {
        try (TestJvm other = TestJvm.start(NO_DATA, NO_ATTACH)) {
            assertForbidden(other);
        }
        try (TestJvm other =
                TestJvm.start(Map.of("JAVA_TOOL_OPTIONS", "-Da=b " + NO_ATTACH), NO_DATA)) {
            assertForbidden(other);
        }
        try (TestJvm other = TestJvm.start(Map.of("JDK_JAVA_OPTIONS", NO_DATA + " " + NO_ATTACH))) {
            assertForbidden(other);
        }
    }

    private static void assertForbidden(TestJvm other) throws IOException {
        assertThatThrownBy(() -> AttachedJvm.to(other.pid(), false))
                .isInstanceOf(AttachException.class)
                .hasMessageContaining("was started with -XX:+DisableAttachMechanism")
                .hasMessageContaining("nothing was done");
        // a JVM that is sent a SIGQUIT prints all of its threads
        assertThat(other.output()).doesNotContain("Full thread dump");
        assertThat(VisibleJvms.now().all()).extracting(RunningJvm::pid).contains(other.pid());
    }

    @Test
    void namesTheWayOverHttpWhereThereIsAnAgent(@TempDir Path directory) throws Exception {
        try (TestJvm other = TestJvm.startWithPrivateTmp(NO_ATTACH)) {
            // given
            RunningJvm jvm = RunningJvm.of(other.pid());
            assertThat(jvm.overHttp()).isEmpty();

            // when: its token lies in a /tmp that this process does not share
            Path tmp = Path.of("/proc", other.pid(), "root/tmp");
            Path token = Files.writeString(tmp.resolve("ckptctl-" + other.pid() + ".token"), "x");

            // then
            assertThat(jvm.overHttp())
                    .contains("--url http://127.0.0.1:8778/jolokia/ --token-file " + token);
            assertThatThrownBy(() -> AttachedJvm.to(other.pid(), false))
                    .hasMessageContaining("Use HTTP instead: --url")
                    .hasMessageContaining("--token-file " + token);

            // and
            Files.setAttribute(token, "unix:uid", TestJvm.NOBODY);
            assertThat(jvm.tokenFile()).as("another user's").isEmpty();
        }

        // and: where its options say so
        Path jar = TestAgent.ours(directory.resolve("agent.jar"));
        Path token = Files.writeString(directory.resolve("token"), "x");
        String options = "jolokia.port=4711,jolokia.tokenFile=" + token;
        try (TestJvm other = TestJvm.start("-javaagent:" + jar + "=" + options)) {
            assertThat(RunningJvm.of(other.pid()).overHttp())
                    .contains("--url http://127.0.0.1:4711/jolokia/ --token-file " + token);
        }
    }

    @Test
    void saysThatAnotherNetworkIsInTheWay() throws Exception {
        try (TestJvm other = TestJvm.startWithOwnNetwork()) {
            assertThatThrownBy(() -> AttachedJvm.to(other.pid(), false))
                    .hasMessageContaining("has a network of its own")
                    .hasMessageContaining("nsenter --all --target " + other.pid());
        }
    }

    @Test
    void saysThatItMayNotLookAtTheFilesOfAnother() throws Exception {
        try (TestJvm other = TestJvm.startWithPrivateTmp()) {
            // when: as root in a debug container, which is not allowed what root is
            Process caller =
                    new ProcessBuilder(
                                    "setpriv",
                                    "--bounding-set",
                                    "-sys_ptrace",
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-cp",
                                    "target/classes:target/test-classes",
                                    ObstacleProgram.class.getName(),
                                    other.pid())
                            .redirectErrorStream(true)
                            .start();
            String said = new String(caller.getInputStream().readAllBytes(), UTF_8);

            // then
            assertThat(said)
                    .contains("it has a file system of its own")
                    .contains("into which this command may not look")
                    .contains("nsenter --all --target " + other.pid());
            assertThat(other.output()).doesNotContain("thread dump");
        }
    }

    @Test
    void saysThatOtherUsersProcessesAreHidden() throws Exception {
        TestJvm.assumeUnshare("--mount");
        // when: in a container whose first process is root's
        Process caller =
                new ProcessBuilder(
                                "unshare",
                                "--mount",
                                "--pid",
                                "--fork",
                                "--kill-child",
                                "sh",
                                "-c",
                                "mount -t proc -o hidepid=2 proc /proc && setpriv --reuid 65534"
                                        + " --regid 65534 --clear-groups \"$@\"; true",
                                "sh",
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                "target/classes:target/test-classes",
                                ObstacleProgram.class.getName())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(caller.getInputStream().readAllBytes(), UTF_8);

        // then
        assertThat(said)
                .contains(
                        "none of the 0 other JVMs that uid 65534 sees here is known to be a JobManager")
                .contains("hides the processes of other users (hidepid)");
    }

    @Test
    void saysWhatIsMissingWhereThereIsNoJvm() throws Exception {
        assertThatThrownBy(() -> AttachedJvm.to("1999999999", false))
                .isInstanceOf(AttachException.class)
                .hasMessageContaining("JVM 1999999999 cannot be attached to")
                .hasMessageContaining("under the same user");

        // and: a process that a SIGQUIT would end
        Process sleep = new ProcessBuilder("sleep", "600").start();
        try {
            assertThatThrownBy(() -> AttachedJvm.to(Long.toString(sleep.pid()), false))
                    .hasMessageContaining("there is no JVM in this process")
                    .hasMessageContaining("nothing was done");
            assertThat(sleep.isAlive()).isTrue();
        } finally {
            sleep.destroyForcibly();
        }
    }

    @Test
    @Timeout(120)
    void waitsForNoPipeThatIsNamedAsAJar(@TempDir Path directory) throws Exception {
        // given: a shell that passes for a JVM
        Path pipe = directory.resolve("pipe");
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no bash");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
        String option = "-javaagent:" + pipe + "=\u001b[2J";
        String run = "exec -a java sh -s -- \"$@\"";
        Process other = new ProcessBuilder("bash", "-c", run, "bash", option, "@" + pipe).start();
        try {
            String pid = Long.toString(other.pid());
            ProcessFiles files = ProcessFiles.of(pid);
            Awaitility.await("it to be called java")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> files.commandLine().contains("-s"));

            // when
            RunningJvm found =
                    VisibleJvms.now().all().stream()
                            .filter(jvm -> jvm.pid().equals(pid))
                            .findFirst()
                            .orElseThrow();

            // then
            assertThat(found.agents()).hasSize(1);
            assertThat(found.agents().get(0).jar()).isEqualTo(AgentOption.Jar.ANOTHER);
            assertThat(found.agents().get(0).toString()).endsWith("=?[2J");
            assertThatThrownBy(() -> AttachedJvm.to(pid, false))
                    .hasMessageContaining("there is no JVM in this process");
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent.jar", "renamed by somebody.jar"})
    void loadsAJarUnderAnyName(String name, @TempDir Path directory) throws Exception {
        try (TestJvm other = TestJvm.start();
                AttachedJvm jvm = AttachedJvm.to(other.pid(), false)) {
            // when
            Path jar = TestAgent.ours(directory.resolve(name));
            jvm.load(jar, "value=x");

            // then
            assertThat(jvm.systemProperty(TestAgent.PROPERTY)).contains("value=x");
        }
    }

    @Test
    void rejectsAPathThatAJvmWouldCut(@TempDir Path directory) throws Exception {
        try (TestJvm other = TestJvm.start();
                AttachedJvm jvm = AttachedJvm.to(other.pid(), false)) {
            Path jar = TestAgent.ours(directory.resolve("a=b.jar"));
            assertThatThrownBy(() -> jvm.load(jar, ""))
                    .hasMessageContaining("has a '=' in its path")
                    .hasMessageContaining("nothing was done");
        }
    }

    @Test
    void loadsACopyWhereTheOtherJvmDoesNotSeeTheJar(@TempDir Path directory) throws Exception {
        try (TestJvm other = TestJvm.startWithPrivateTmp();
                AttachedJvm jvm = AttachedJvm.to(other.pid(), false)) {
            // given: in a /tmp that the other one does not see
            Path jar = TestAgent.ours(directory.resolve("agent.jar"));

            // when
            jvm.load(jar, "there");

            // then
            assertThat(jvm.systemProperty(TestAgent.PROPERTY)).contains("there");
            assertThat(Path.of("/proc", other.pid(), "root/tmp"))
                    .isDirectoryNotContaining("glob:**.jar");
        }
    }

    @Test
    void knowsTheAgentsThatAJvmWasStartedWithByTheirJars(@TempDir Path directory) throws Exception {
        // given: ours under another name, behind a link and a path with a blank; and another one
        Path jars = Files.createDirectory(directory.resolve("two words"));
        Path ours = TestAgent.ours(jars.resolve("monitoring.jar"));
        Path link = Files.createSymbolicLink(directory.resolve("link.jar"), ours);
        Path another = TestAgent.another(directory.resolve("ckptctl-agent.jar"));
        Path deleted = TestAgent.ours(directory.resolve("ckptctl-agent-0.0.1.jar"));
        try (TestJvm other =
                TestJvm.start(
                        "-javaagent:" + link + "=a=b",
                        "-javaagent:" + another,
                        "-javaagent:" + deleted)) {
            // when
            Files.delete(deleted);

            // then
            List<AgentOption> agents = RunningJvm.of(other.pid()).agents();
            assertThat(agents).hasSize(3);
            assertThat(agents.get(0).jar()).isEqualTo(AgentOption.Jar.OURS);
            assertThat(agents.get(0).options()).isEqualTo("a=b");
            assertThat(agents.get(0)).hasToString("-javaagent:" + link + "=a=b");
            assertThat(agents.get(1).jar()).isEqualTo(AgentOption.Jar.ANOTHER);
            assertThat(agents.get(2).jar()).isEqualTo(AgentOption.Jar.GONE);
            assertThat(AgentJarFile.at(ours).map(AgentJarFile::version))
                    .contains(TestAgent.VERSION);
        }
    }
}
