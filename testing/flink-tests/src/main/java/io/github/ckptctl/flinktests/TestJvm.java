// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flinktests;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Launcher of JVMs that run tests of one Flink line, with the options of Flink's own build, which
 * waits for their end.
 */
final class TestJvm implements TestRunner {

    private static final int MINUTES = 60;

    /** Packages that Flink's scripts and the build of its runtime open for Java 17. */
    private static final List<String> OPENED =
            List.of(
                    "java.lang",
                    "java.net",
                    "java.io",
                    "java.nio",
                    "sun.nio.ch",
                    "java.lang.reflect",
                    "java.text",
                    "java.time",
                    "java.util",
                    "java.util.concurrent",
                    "java.util.concurrent.atomic",
                    "java.util.concurrent.locks");

    /** Options as in Flink's build; with one seed, so that random choices are the same. */
    private static final List<String> OPTIONS =
            List.of(
                    "-XX:+UseG1GC",
                    "-Xmx2g",
                    "-Djava.security.manager=allow",
                    "-Djunit.jupiter.extensions.autodetection.enabled=true",
                    "-Djunit.platform.reflection.search.useLegacySemantics=true",
                    // some of Flink's tests wait for ever on a slow machine
                    "-Djunit.jupiter.execution.timeout.default=5m",
                    "-Dcheckpointing.randomization=true",
                    "-Dbuffer-debloat.randomization=true",
                    "-Dcheckpointing.changelog=random",
                    "-Dtest.randomization.seed=ckptctl",
                    "-DforkNumber=01",
                    "-Dmvn.forkNumber=1",
                    "-Duser.country=US",
                    "-Duser.language=en");

    private final String classPath;
    private final Path agent;
    private final Path directory;

    /**
     * @param jars the class path of the line's tests
     * @param agent the agent's jar
     * @param directory receives the files that the JVMs write
     */
    TestJvm(String jars, Path agent, Path directory) {
        this.classPath = System.getProperty("java.class.path", "") + File.pathSeparator + jars;
        this.agent = agent;
        this.directory = directory;
    }

    @Override
    public Run run(String name, List<String> selected, boolean withAgent)
            throws IOException, InterruptedException {
        Path place = Files.createDirectories(directory.resolve(name));
        Path selection = Files.write(place.resolve("selected.txt"), selected);
        Path results = place.resolve("results.txt");
        Path report = place.resolve("agent.properties");
        Files.deleteIfExists(results);
        Files.deleteIfExists(report);

        List<String> command = java(place);
        if (withAgent) {
            command.add("-javaagent:" + agent + "=jolokia.enabled=false,unaligned.ready=true");
        }
        command.addAll(List.of("-cp", classPath, TestRun.class.getName()));
        command.addAll(List.of(selection.toString(), results.toString()));
        if (withAgent) {
            command.add(report.toString());
        }
        long start = System.nanoTime();
        execute(command, place);
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
        return new Run(Results.read(results), withAgent ? AgentReport.read(report) : null, seconds);
    }

    private static List<String> java(Path place) throws IOException {
        Path temporary = Files.createDirectories(place.resolve("tmp"));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
        OPENED.forEach(opened -> command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED"));
        command.addAll(OPTIONS);
        command.add("-Djava.io.tmpdir=" + temporary);
        command.add("-Dproject.basedir=" + place);
        return command;
    }

    private static void execute(List<String> command, Path place)
            throws IOException, InterruptedException {
        Path output = place.resolve("output.txt");
        Process process =
                new ProcessBuilder(command)
                        .directory(place.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(process::destroyForcibly, "kill-" + process.pid()));
        try {
            process.getOutputStream().close();
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                throw new IOException("not done after " + MINUTES + " min; see " + output);
            }
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new IOException("ended with " + process.exitValue() + "; see " + output);
        }
    }
}
