// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import io.github.ckptctl.cluster.ClusterDefaults;
import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.JobJar;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Flink's own command line against a cluster: each command is a JVM of its own, as when an operator
 * calls {@code bin/flink}. That script first starts another JVM to read the configuration; that JVM
 * is left out here, and so is logging.
 */
final class FlinkCommands implements AutoCloseable {

    private static final Pattern SAVEPOINT = Pattern.compile("Savepoint completed\\. Path: (\\S+)");
    private static final Pattern JOB = Pattern.compile("with JobID ([0-9a-f]{32})");

    private final String classPath;
    private final Path configuration;

    FlinkCommands(FlinkCluster cluster) throws IOException {
        this.classPath =
                cluster.distribution().jars().stream()
                        .map(Path::toString)
                        .filter(jar -> !jar.contains("log4j"))
                        .collect(Collectors.joining(File.pathSeparator));
        this.configuration = Files.createTempDirectory("ckptctl-benchmark");
        URI rest = cluster.webUrl();
        Files.writeString(
                file(), "rest:\n  address: " + rest.getHost() + "\n  port: " + rest.getPort());
    }

    /** Stops a job with a savepoint and returns the savepoint. */
    String stop(String job, Path savepoints) throws IOException, InterruptedException {
        return found(SAVEPOINT, List.of("stop", "--savepointPath", savepoints.toString(), job));
    }

    /** Starts a job from a savepoint and returns its id. */
    String run(JobJar job, String savepoint, int parallelism, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("run", "--detached"));
        command.addAll(List.of("--fromSavepoint", savepoint));
        command.addAll(List.of("--parallelism", Integer.toString(parallelism)));
        command.addAll(List.of("--class", job.entryClass(), job.jar().toString()));
        command.addAll(arguments);
        return found(JOB, command);
    }

    private String found(Pattern pattern, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
        command.addAll(ClusterDefaults.moduleOptions());
        command.addAll(List.of("-cp", classPath, "org.apache.flink.client.cli.CliFrontend"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("FLINK_CONF_DIR", configuration.toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher matcher = pattern.matcher(output);
        if (process.waitFor() != 0 || !matcher.find()) {
            throw new IOException(arguments + ": " + output);
        }
        return matcher.group(1);
    }

    private Path file() {
        return configuration.resolve("config.yaml");
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file());
        Files.delete(configuration);
    }
}
