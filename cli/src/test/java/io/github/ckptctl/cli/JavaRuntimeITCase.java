// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli;

import io.github.ckptctl.cli.Command.Result;
import io.github.ckptctl.cluster.FreePort;
import io.github.ckptctl.cluster.JavaRuntime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Test of the built command, and of the agent's jar as a program, on Java runtimes without each
 * module that they do not require: a function that needs it reports so in a sentence, everything
 * else works.
 */
@Tag("full")
class JavaRuntimeITCase {

    /**
     * Modules that the jars refer to, and those that the JDK looks up by name to connect to MBeans.
     */
    private static final Set<String> ALL =
            Set.of(
                    "java.base",
                    "java.instrument",
                    "java.management",
                    "java.management.rmi",
                    "java.net.http",
                    "java.sql",
                    "java.xml",
                    "jdk.attach",
                    "jdk.httpserver",
                    "jdk.management.agent");

    private static final Path AGENT =
            Path.of(System.getProperty("ckptctl.agent.jar", "")).normalize();
    private static final String TOKEN = "0123456789abcdefghijklmnopqrstuvwxyz";

    /** Id of a process that cannot exist: Linux has no such number. */
    private static final String NO_PROCESS = "4194999";

    @TempDir Path directory;

    private final String closed = "http://127.0.0.1:" + FreePort.onLoopback();

    @BeforeEach
    void skipWithoutJlink() {
        assumeTrue(JavaRuntime.canBeLinked(), "this Java links no runtimes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.instrument",
                "java.logging",
                "java.management",
                "java.management.rmi",
                "java.net.http",
                "java.sql",
                "java.xml",
                "jdk.attach",
                "jdk.httpserver",
                "jdk.management.agent"
            })
    void saysWhatIsMissing(String missing) throws Exception {
        // given
        Command ckptctl = on(JavaRuntime.without(missing, ALL));
        boolean attaches =
                JavaRuntime.without(missing, ALL)
                        .containsAll(Set.of("java.management.rmi", "jdk.attach"));

        // then: over HTTP
        Result jobs = ckptctl.run("jobs", "--url", closed);
        assertSentence(jobs, 4, missing.equals("java.net.http") ? "no java.net.http" : closed);
        assertUnknown(ckptctl.run("check", "orders", "--url", closed));

        // and: by process
        String expected = attaches ? "JVM " + NO_PROCESS : "--url http://127.0.0.1:8778";
        assertSentence(ckptctl.run("jobs", "--pid", NO_PROCESS), 4, expected);
        assertNoStackTrace(ckptctl.run("doctor", "--pid", NO_PROCESS));
        Result attached = ckptctl.run("attach", NO_PROCESS, "--agent", AGENT.toString());
        assertThat(attached.code()).as(attached.toString()).isIn(1, 4);
        assertThat(attached.err()).contains(attaches ? "JVM " + NO_PROCESS : "-javaagent:" + AGENT);
        assertNoStackTrace(attached);

        // and: what needs neither
        assertThat(ckptctl.run("version").out()).startsWith("ckptctl ");
        assertThat(ckptctl.run("completion", "bash").code()).isZero();

        // and: the agent's jar as a program
        assertThat(agentJar("", "--help").out()).contains("-javaagent:" + AGENT);
        assertThat(agentJar(TOKEN + "\n", "hash-token", "ada", "admin").out())
                .startsWith("ada:admin:");
        for (String verb : List.of("attach", "detach")) {
            Result ended = agentJar("", verb, NO_PROCESS);
            assertSentence(ended, 1, attaches ? "JVM " + NO_PROCESS : "on a JDK");
        }
    }

    @Test
    void namesTheTokenFilesThatItFinds() throws Exception {
        // given: as in an image whose Java is a JRE
        Path token = Files.writeString(directory.resolve("ckptctl-7.token"), TOKEN);
        Command ckptctl =
                on(JavaRuntime.without("jdk.attach", ALL))
                        .with("CKPTCTL_JAVA_OPTS", "-Djava.io.tmpdir=" + directory);

        // then
        assertThat(ckptctl.run("jobs").err())
                .isEqualTo(
                        "JobManagers cannot be reached by their process: this Java runtime ("
                                + directory.resolve("java")
                                + ") has no jdk.attach. Run the command on a JDK, or give --url"
                                + " http://127.0.0.1:8778 (or another jolokia.port) and --token-file "
                                + token
                                + "\n");
        assertThat(ckptctl.run("check", "orders").out())
                .startsWith("CHECKPOINTS UNKNOWN - JobManagers cannot be reached")
                .contains(token.toString());
        Result doctor = ckptctl.run("doctor");
        assertThat(doctor.out()).contains("has no jdk.attach", token.toString());
        assertThat(doctor.code()).isEqualTo(1);
    }

    private Command on(Set<String> modules) {
        Path home = JavaRuntime.link(directory.resolve("java"), modules);
        return new Command().with("JAVA_HOME", home.toString());
    }

    private Result agentJar(String input, String... arguments) throws Exception {
        Path in = Files.writeString(directory.resolve("in"), input);
        List<String> command = new ArrayList<>();
        command.add(directory.resolve("java/bin/java").toString());
        command.addAll(List.of("-jar", AGENT.toString()));
        command.addAll(List.of(arguments));
        return new Command().start(command, in);
    }

    private static void assertSentence(Result ended, int code, String words) {
        assertThat(ended.code()).as(ended.toString()).isEqualTo(code);
        assertThat(ended.err()).contains(words).hasLineCount(1);
        assertNoStackTrace(ended);
    }

    private static void assertUnknown(Result check) {
        assertThat(check.code()).as(check.toString()).isEqualTo(3);
        assertThat(check.out()).startsWith("CHECKPOINTS UNKNOWN - ").hasLineCount(1);
        assertThat(check.err()).isEmpty();
        assertNoStackTrace(check);
    }

    private static void assertNoStackTrace(Result ended) {
        assertThat(ended.out() + ended.err())
                .as(ended.command())
                .doesNotContain("NoClassDefFoundError", "Exception in thread", "\tat ");
    }
}
