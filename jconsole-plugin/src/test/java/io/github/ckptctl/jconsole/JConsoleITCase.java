// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.FreePort;
import io.github.ckptctl.cluster.JobJar;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.mbeans.CheckpointObjectNames;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.hamcrest.Matcher;
import org.jolokia.client.jmxadapter.JolokiaJmxConnector;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Test of the built plugin in the real JConsole, connected to a real JobManager with the agent. */
@Tag("full")
class JConsoleITCase {

    private static final Duration SOON = Duration.ofMinutes(3);

    @TempDir private Path directory;

    /** Returns this JDK, and those beside it of another line, if they have a JConsole. */
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
    @Execution(ExecutionMode.CONCURRENT)
    void anOperatorWorksInTheTab(Path jdk) throws Exception {
        Path token = directory.resolve("token");
        Path snapshotFile = directory.resolve("snapshot");
        try (Screen screen = new Screen(directory);
                FlinkCluster cluster =
                        FlinkCluster.builder()
                                .classDataSharing(true)
                                .jmx(true)
                                .agent(
                                        Path.of(System.getProperty("ckptctl.agent.jar")),
                                        "jolokia.port="
                                                + FreePort.onLoopback()
                                                + ",jolokia.tokenFile="
                                                + token)
                                .slots(3)
                                .logDirectory(
                                        Path.of(System.getProperty("ckptctl.flink.logs"))
                                                .resolve(line(jdk)))
                                .start()) {
            String orders =
                    submit(
                            cluster,
                            TestJobs.slowSnapshotJob(cluster.distribution()),
                            2,
                            Map.of(
                                    "name", "orders",
                                    "interval", "1000",
                                    "timeout", "2000",
                                    "snapshotMillis", "4000",
                                    "snapshotFile", snapshotFile.toString()));
            String payments =
                    submit(
                            cluster,
                            TestJobs.idleJob(cluster.distribution()),
                            1,
                            Map.of("name", "payments", "interval", "600000"));
            await("the beans")
                    .atMost(SOON)
                    .until(
                            () ->
                                    cluster.jmx()
                                                    .queryNames(
                                                            CheckpointObjectNames.coordinators(),
                                                            null)
                                                    .size()
                                            == 2);

            Path output = directory.resolve("output");
            ProcessBuilder builder =
                    jconsole(
                            jdk,
                            System.getProperty("ckptctl.jconsole.jar"),
                            cluster.jmxUrl().toString(),
                            Long.toString(cluster.jobManagerPid()),
                            snapshotFile.toString(),
                            Files.readString(token).trim(),
                            System.getProperty("ckptctl.screenshots") + "/" + line(jdk));
            screen.show(builder);
            Process jconsole =
                    builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
            try {
                boolean ended = jconsole.waitFor(15, TimeUnit.MINUTES);
                String printed = Files.readString(output, StandardCharsets.UTF_8);
                assertThat(ended).as(printed).isTrue();
                assertThat(jconsole.exitValue()).as(printed).isZero();
            } finally {
                jconsole.destroyForcibly();
            }
            assertThat(List.of(orders, payments))
                    .extracting(cluster.rest()::jobStatus)
                    .containsOnly("FINISHED");
        }
    }

    private static String submit(
            FlinkCluster cluster, JobJar job, int parallelism, Map<String, String> options) {
        List<String> arguments = new ArrayList<>();
        options.forEach((name, value) -> arguments.addAll(List.of("--" + name, value)));
        String id = cluster.rest().submit(job, arguments, parallelism);
        cluster.rest().awaitRunning(id);
        return id;
    }

    private static ProcessBuilder jconsole(Path jdk, String... arguments)
            throws URISyntaxException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                jdk.resolve("bin/java").toString(),
                                "-Xmx256m",
                                "--add-exports",
                                "jdk.jconsole/sun.tools.jconsole=ALL-UNNAMED",
                                "-cp",
                                classPath(),
                                JConsoleDriver.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    /**
     * Returns the classes that the driver and JConsole need, without those of the plugin, which are
     * loaded from its jar.
     */
    private static String classPath() throws URISyntaxException {
        StringBuilder path = new StringBuilder();
        for (Class<?> needed :
                List.of(
                        JConsoleDriver.class,
                        Awaitility.class,
                        Matcher.class,
                        Assertions.class,
                        JolokiaJmxConnector.class)) {
            Path place =
                    Path.of(needed.getProtectionDomain().getCodeSource().getLocation().toURI());
            path.append(place).append(File.pathSeparator);
        }
        return path.toString();
    }
}
