// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.attach;

import io.github.ckptctl.it.support.AgentJar;
import net.bytebuddy.ByteBuddy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** Test of the agent in JVMs other than a JobManager: no output, no thread, no port. */
@Tag("main")
class OtherJvmsITCase {

    private static final String JOB_MANAGER =
            "org.apache.flink.runtime.entrypoint.ClusterEntrypoint";

    @Test
    void saysAndStartsNothing() throws Exception {
        // when: a JVM that dumps its own threads and does nothing else
        Process process = java("-javaagent:" + AgentJar.path() + "=jolokia.port=0", Idle.class);
        String output = output(process);

        // then
        assertThat(process.exitValue()).isZero();
        assertThat(output).contains("threads:").doesNotContain("ckptctl");
    }

    @Test
    void saysWhyItDoesNothingIfAsked() throws Exception {
        Process process = java("-javaagent:" + AgentJar.path() + "=debug=true", Idle.class);
        assertThat(output(process))
                .contains("ckptctl: no JobManager in this JVM so far", JOB_MANAGER)
                .doesNotContain("\"ckptctl");
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void startsTheJvmAllTheSameWhenOptionsAreNonsense() throws Exception {
        Process process = java("-javaagent:" + AgentJar.path() + "=,=,a=b,,=", Idle.class);
        assertThat(output(process)).contains("threads:").doesNotContain("ckptctl");
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void printsWhatItIsWhenItIsRun() throws Exception {
        // when
        Process process =
                new ProcessBuilder(javaCommand(), "-jar", AgentJar.path().toString())
                        .redirectErrorStream(true)
                        .start();

        // then
        assertThat(output(process)).contains("-javaagent:", "env.java.opts.jobmanager");
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void staysOutOfAJobManagerThatCannotLog(@TempDir Path classes) throws Exception {
        // given: the class that identifies a JobManager, and no SLF4J
        new ByteBuddy().subclass(Object.class).name(JOB_MANAGER).make().saveIn(classes.toFile());
        String classPath = classPath() + File.pathSeparator + classes;

        // when
        Process process =
                new ProcessBuilder(
                                javaCommand(),
                                "-javaagent:" + AgentJar.path(),
                                "-cp",
                                classPath,
                                LooksLikeAJobManager.class.getName())
                        .redirectErrorStream(true)
                        .start();

        // then
        assertThat(output(process))
                .contains("a JobManager", "ckptctl: the agent stays out", "slf4j");
        assertThat(process.exitValue()).isZero();
    }

    private static Process java(String agent, Class<?> main) throws IOException {
        List<String> command = new ArrayList<>(List.of(javaCommand(), agent));
        command.addAll(List.of("-cp", classPath(), main.getName()));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String output(Process process) throws Exception {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return output;
    }

    private static String javaCommand() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static String classPath() {
        return Path.of("target", "test-classes").toAbsolutePath().toString();
    }

    /** A program that ends after it has printed its threads. */
    static final class Idle {

        private Idle() {}

        public static void main(String[] args) {
            Map<Thread, StackTraceElement[]> threads = Thread.getAllStackTraces();
            System.out.println("threads: " + threads.keySet());
        }
    }

    /** A program that has loaded the class that identifies a JobManager. */
    static final class LooksLikeAJobManager {

        private LooksLikeAJobManager() {}

        public static void main(String[] args) throws ClassNotFoundException {
            System.out.println("a JobManager: " + Class.forName(JOB_MANAGER));
        }
    }
}
