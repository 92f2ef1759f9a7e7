// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli;

import io.github.ckptctl.cli.Command.Result;
import io.github.ckptctl.cluster.FlinkCluster;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Test of the agent's jar under other names than its own, and deleted while the JobManager runs.
 */
@Tag("full")
class AgentIdentityITCase {

    private static final Duration SOON = Duration.ofMinutes(2);

    @TempDir Path directory;

    @Test
    void knowsTheAgentByAnyNameOfItsJarAndWithoutIt() throws Exception {
        // given: a link to a renamed jar, in a directory with a blank
        Path built = Path.of(System.getProperty("ckptctl.agent.jar", "")).normalize();
        Path renamed = Files.copy(built, directory.resolve("monitoring.jar"));
        Path blank = Files.createDirectory(directory.resolve("two words"));
        Path link = Files.createSymbolicLink(blank.resolve("link.jar"), renamed);
        try (FlinkCluster cluster = FlinkCluster.builder().agent(link, "jolokia.port=0").start()) {
            String pid = Long.toString(cluster.jobManagerPid());
            awaitAgent(pid);

            // when
            Result atWork = check(1, new Command().run("doctor", "--pid", pid));
            detach(pid);
            Result detached = check(1, new Command().run("doctor", "--pid", pid));

            // then
            assertThat(atWork.out()).contains("is at work in JVM " + pid).doesNotContain("started");
            assertThat(detached.out())
                    .contains("it was started with -javaagent:" + link + "=jolokia.port=0")
                    .contains("but no agent is at work");

            // when: an upgrade deletes it, and the same version exists elsewhere
            Files.delete(link);
            Files.delete(renamed);
            Result deleted = check(1, new Command().run("doctor", "--pid", pid));
            Path second = Files.copy(built, directory.resolve("second.jar"));
            Result attached = check(0, attach(pid, second));

            // then
            assertThat(deleted.out())
                    .contains("the agent has been in it, but no agent is at work")
                    .contains("whose jar is gone: " + link);
            assertThat(attached.out()).contains("is at work in Flink");

            // when: nothing of this version is left
            detach(pid);
            Files.delete(second);
            Path newer = AgentJars.as("99.0.0", built, directory.resolve("newer.jar"));
            Result refused = check(1, attach(pid, newer));

            // then: it reports so at once, and which one would work
            assertThat(refused.err())
                    .contains("is not at work: " + renamed + " is not there any more")
                    .contains(newer + " is of version 99.0.0 now")
                    .contains("has to be there, or the JVM to be restarted with another one");
            assertThat(cluster.jobManager().isAlive()).isTrue();
            assertThat(check(0, attach(pid, Files.copy(built, second))).out())
                    .contains("is at work in Flink");
        }
    }

    private static Result attach(String pid, Path jar) {
        return new Command().run("attach", pid, "--agent", jar.toString());
    }

    private static void detach(String pid) {
        check(0, new Command().run("detach", "--pid", pid, "--yes"));
        await("it to go")
                .atMost(SOON)
                .until(() -> new Command().run("jobs", "--pid", pid).code() == 4);
    }

    private static void awaitAgent(String pid) {
        await("the agent")
                .atMost(SOON)
                .until(() -> new Command().run("jobs", "--pid", pid).code() == 0);
    }

    private static Result check(int code, Result result) {
        assertThat(result.code())
                .as("ckptctl %s%n%s%n%s", result.command(), result.out(), result.err())
                .isEqualTo(code);
        return result;
    }
}
