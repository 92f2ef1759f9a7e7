// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.mbeans.CheckpointObjectNames;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import javax.management.ObjectName;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The built plugin in the real JConsole, connected to a real JobManager with the agent. */
class JConsoleITCase {

    private static final Duration SOON = Duration.ofMinutes(3);

    private static Process screen;
    private static String display = "";

    @TempDir private static Path directory;

    @BeforeAll
    static void openScreen() throws IOException {
        Path number = directory.resolve("display");
        try {
            screen =
                    new ProcessBuilder(
                                    "Xvfb",
                                    "-displayfd",
                                    "1",
                                    "-screen",
                                    "0",
                                    "1024x1400x24",
                                    "-nolisten",
                                    "tcp")
                            .redirectOutput(number.toFile())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
        } catch (IOException e) {
            System.out.println("JConsole is not tried: there is no Xvfb (" + e.getMessage() + ")");
            assumeTrue(false, "there is no Xvfb");
        }
        await("a screen")
                .atMost(SOON)
                .until(() -> Files.readString(number).endsWith("\n") || !screen.isAlive());
        display = ":" + Files.readString(number).trim();
    }

    @AfterAll
    static void closeScreen() {
        if (screen != null) {
            screen.destroy();
        }
    }

    /** Returns this JDK, and those beside it that are of another line, if they have a JConsole. */
    static Collection<Path> jdks() throws IOException {
        Path own = Path.of(System.getProperty("java.home")).toRealPath();
        Map<String, Path> homes = new TreeMap<>();
        homes.put(line(own), own);
        try (Stream<Path> beside = Files.list(own.getParent())) {
            for (Path home : beside.collect(Collectors.toList())) {
                if (Files.isExecutable(home.resolve("bin/jconsole"))) {
                    homes.putIfAbsent(line(home), home);
                }
            }
        }
        return homes.values();
    }

    private static String line(Path home) throws IOException {
        return Files.readAllLines(home.resolve("release")).stream()
                .filter(line -> line.startsWith("JAVA_VERSION="))
                .map(line -> line.replaceAll("[^0-9.]", "").split("\\.")[0])
                .findFirst()
                .orElse("");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void anOperatorWorksInTheTab(Path jdk) throws Exception {
        try (FlinkCluster cluster =
                FlinkCluster.builder()
                        .jmx(true)
                        .agent(
                                Path.of(System.getProperty("ckptctl.agent.jar")),
                                "jolokia.enabled=false")
                        .logDirectory(Path.of(System.getProperty("ckptctl.flink.logs")))
                        .start()) {
            String job =
                    cluster.rest()
                            .submit(
                                    TestJobs.slowSnapshotJob(cluster.distribution()),
                                    List.of(
                                            "--name", "orders",
                                            "--interval", "1000",
                                            "--timeout", "4000",
                                            "--snapshotMillis", "8000"),
                                    2);
            cluster.rest().awaitRunning(job);
            ObjectName pattern = CheckpointObjectNames.coordinatorOf(job);
            await("the bean")
                    .atMost(SOON)
                    .until(() -> !cluster.jmx().queryNames(pattern, null).isEmpty());
            ObjectName bean = cluster.jmx().queryNames(pattern, null).iterator().next();

            Path output = directory.resolve("output-" + line(jdk));
            Process jconsole =
                    jconsole(
                            jdk,
                            output,
                            System.getProperty("ckptctl.jconsole.jar"),
                            cluster.jmxUrl().toString(),
                            bean.toString(),
                            Long.toString(cluster.jobManagerPid()),
                            System.getProperty("ckptctl.screenshots") + "/" + line(jdk));
            try {
                boolean ended = jconsole.waitFor(15, TimeUnit.MINUTES);
                String told = Files.readString(output, StandardCharsets.UTF_8);
                assertThat(ended).as(told).isTrue();
                assertThat(jconsole.exitValue()).as(told).isZero();
            } finally {
                jconsole.destroyForcibly();
            }
        }
    }

    private static Process jconsole(Path jdk, Path output, String... arguments)
            throws IOException, URISyntaxException {
        List<String> command =
                Stream.concat(
                                Stream.of(
                                        jdk.resolve("bin/java").toString(),
                                        "-Xmx256m",
                                        "--add-exports",
                                        "jdk.jconsole/sun.tools.jconsole=ALL-UNNAMED",
                                        "-cp",
                                        classPath(),
                                        JConsoleDriver.class.getName()),
                                Stream.of(arguments))
                        .collect(Collectors.toList());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("DISPLAY", display);
        return builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    }

    /** What the driver needs, and nothing of the plugin: that comes out of its jar. */
    private static String classPath() throws URISyntaxException {
        StringBuilder path = new StringBuilder();
        for (Class<?> needed :
                List.of(JConsoleDriver.class, Awaitility.class, Matcher.class, Assertions.class)) {
            Path place =
                    Path.of(needed.getProtectionDomain().getCodeSource().getLocation().toURI());
            path.append(place).append(File.pathSeparator);
        }
        return path.toString();
    }
}
