// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli;

import io.github.ckptctl.cli.Command.Result;
import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.FlinkClusterBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Test of real JobManagers that the attach API does not list, or that cannot be attached to. */
@Tag("full")
class HiddenJvmsITCase {

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String JOB_MANAGER = "StandaloneSessionClusterEntrypoint";
    private static final String NO_DATA = "-XX:+PerfDisableSharedMem";
    private static final String NO_ATTACH = "-XX:+DisableAttachMechanism";
    private static final String NAMELESS = "1234567";

    @TempDir Path directory;

    @Test
    void namesTheWayToAJobManagerThatForbidsAttaching() throws Exception {
        // given
        int port = freePort();
        try (FlinkCluster cluster =
                FlinkCluster.builder()
                        .agent(agent(), "jolokia.port=" + port)
                        .jobManagerJvmOption(NO_DATA)
                        .jobManagerJvmOption(NO_ATTACH)
                        .start()) {
            awaitHttp(cluster);
            String pid = Long.toString(cluster.jobManagerPid());

            // when
            Result jobs = check(4, new Command().run("jobs", "--pid", pid));
            Result attach = check(1, new Command().run("attach", pid, "--agent", agent() + ""));
            Result doctor = check(1, new Command().run("doctor"));

            // then: the cause, and a remedy that works as it is printed
            assertThat(jobs.err())
                    .contains("JVM " + pid + " cannot be attached to")
                    .contains("was started with -XX:+DisableAttachMechanism; nothing was done");
            assertThat(attach.err()).contains("was started with -XX:+DisableAttachMechanism");
            assertThat(doctor.out())
                    .contains(JOB_MANAGER + " cannot be attached to: it was started with")
                    .contains("it was started with the agent: -javaagent:" + agent());
            Matcher way = Pattern.compile("--url (\\S+) --token-file (\\S+)").matcher(jobs.err());
            assertThat(way.find()).as(jobs.err()).isTrue();
            assertThat(way.group(1)).isEqualTo("http://127.0.0.1:" + port + "/jolokia/");
            check(
                    0,
                    new Command().run("jobs", "--url", way.group(1), "--token-file", way.group(2)));

            // and: it was not made to print its threads
            assertThat(cluster.jobManager().output()).content().doesNotContain("thread dump");
        }
    }

    @Test
    void leavesATaskManagerAloneThatIsNotListed() {
        try (FlinkCluster cluster =
                FlinkCluster.builder()
                        .taskManagerLauncher(
                                "env", "JAVA_TOOL_OPTIONS=" + NO_DATA + " " + NO_ATTACH)
                        .start()) {
            // when
            String pid = Long.toString(cluster.taskManagers().get(0).pid());
            Result attach = check(2, new Command().run("attach", pid, "--agent", agent() + ""));
            Result doctor = check(1, new Command().run("doctor", "--pid", pid));

            // then
            assertThat(attach.err()).contains("TaskManagerRunner, not a JobManager; nothing was");
            assertThat(doctor.out()).contains("TaskManagerRunner, not a JobManager");
            assertThat(cluster.taskManagers().get(0).output())
                    .content()
                    .doesNotContain("thread dump")
                    .doesNotContain("ckptctl");
        }
    }

    @Test
    void findsTheJobManagerOfAUserWithoutAName() throws Exception {
        assumeRoot();
        // given: as OpenShift starts it, except that it may read the jars of the user who runs the
        // test
        try (FlinkCluster cluster =
                FlinkCluster.builder()
                        .jobManagerLauncher(
                                "sh",
                                "-c",
                                "chown -R "
                                        + NAMELESS
                                        + " . && chmod 755 . && exec setpriv --reuid "
                                        + NAMELESS
                                        + " --regid 0 --clear-groups --inh-caps=+dac_read_search"
                                        + " --ambient-caps=+dac_read_search \"$@\"",
                                "sh")
                        .start()) {
            String pid = Long.toString(cluster.jobManagerPid());

            // when: as root, and as the user itself
            Result root = check(1, new Command().run("doctor"));
            Result rootAttaches =
                    check(1, new Command().run("attach", pid, "--agent", agent() + ""));
            Command user =
                    new Command()
                            .with("HOME", "/")
                            .as("setpriv", "--reuid", NAMELESS, "--regid", "0", "--clear-groups");
            Result attached = user.run("attach", pid, "--agent", agent() + "", "-o", "json");
            Result doctor = user.run("doctor", "--pid", pid);

            // then
            assertThat(root.out())
                    .contains("JVM " + pid, JOB_MANAGER, "is that of uid " + NAMELESS);
            assertThat(rootAttaches.err())
                    .contains("is that of uid " + NAMELESS + ", and this command runs as uid 0")
                    .contains("--other-user");
            check(0, attached);
            assertThat(attached.json().getAsJsonObject().get("Pid").getAsString()).isEqualTo(pid);
            assertThat(doctor.out()).contains("is at work in JVM " + pid);
            assertThat(cluster.jobManager().output()).content().doesNotContain("thread dump");
        }
    }

    @Test
    void entersAJobManagerWithATmpOfItsOwn() throws Exception {
        assumeRoot();
        // given: systemd's PrivateTmp; the cluster's own files are below /tmp too and stay
        Path jar = Files.copy(agent(), directory.resolve("agent.jar"));
        Path kept = Files.createTempDirectory(Path.of("/var/tmp"), "ckptctl-kept");
        try (FlinkCluster cluster = withPrivateTmp(kept).start()) {
            String pid = Long.toString(cluster.jobManagerPid());

            // when
            Result doctor = check(1, new Command().run("doctor"));
            String[] attach = {"attach", pid, "--agent", jar.toString()};
            Result attached = check(0, new Command().run(attach));

            // then: it is found and reached, although it does not see the jar
            assertThat(doctor.out()).contains("JVM " + pid + " is ", JOB_MANAGER);
            assertThat(attached.out()).contains("is at work in Flink");
            assertThat(Path.of("/proc", pid, "root/tmp")).isDirectoryNotContaining("glob:**.jar");

            // and: once more
            check(0, new Command().run("detach", "--pid", pid, "--yes"));
            await("it to go")
                    .atMost(SOON)
                    .until(() -> new Command().run("jobs", "--pid", pid).code() == 4);
            assertThat(check(0, new Command().run(attach)).out()).contains("is at work in Flink");
            check(0, new Command().run("jobs", "--pid", pid));
            assertThat(cluster.jobManager().output()).content().doesNotContain("thread dump");
            assertThat(Files.isSymbolicLink(Path.of("/tmp/.java_pid" + pid))).isFalse();
        } finally {
            Files.delete(kept);
        }
    }

    private static FlinkClusterBuilder withPrivateTmp(Path kept) {
        return FlinkCluster.builder()
                .jobManagerLauncher(
                        "unshare",
                        "--mount",
                        "sh",
                        "-c",
                        "d=$PWD && mount --bind $d "
                                + kept
                                + " && mount -t tmpfs tmpfs /tmp && mkdir -p $d && mount --bind "
                                + kept
                                + " $d && cd $d && exec \"$@\"",
                        "sh");
    }

    private static void assumeRoot() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can do this");
        Process trial =
                new ProcessBuilder("unshare", "--mount", "setpriv", "--reuid", NAMELESS, "true")
                        .start();
        assumeTrue(trial.waitFor() == 0, "namespaces or other users are not allowed here");
    }

    private static Path agent() {
        return Path.of(System.getProperty("ckptctl.agent.jar", "")).normalize();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void awaitHttp(FlinkCluster cluster) {
        await("the endpoint")
                .atMost(SOON)
                .until(() -> cluster.jobManager().logText().contains("HTTP at "));
    }

    private static Result check(int code, Result result) {
        assertThat(result.code())
                .as("ckptctl %s%n%s%n%s", result.command(), result.out(), result.err())
                .isEqualTo(code);
        return result;
    }
}
