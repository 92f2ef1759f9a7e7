// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runner of Maven in a process of its own.
 *
 * <p>Uses the Maven of the build if it is known (system property {@code maven.home}, then
 * environment variable {@code MAVEN_HOME}) and the one on the path otherwise.
 */
final class MavenCommand {

    private static final int MINUTES = 15;

    private MavenCommand() {}

    /**
     * Runs goals on the {@code pom.xml} of a directory and waits for the end.
     *
     * @throws IOException if Maven cannot be started, or fails; the message contains its output
     */
    static void run(Path directory, String... arguments) throws IOException, InterruptedException {
        // ends Maven's search for a project root, and with it for JVM options of an outer build
        Files.createDirectories(directory.resolve(".mvn"));
        Path output = directory.resolve("mvn.out");

        List<String> command = new ArrayList<>(List.of(executable(), "-B", "-q"));
        String localRepository = System.getProperty("maven.repo.local");
        if (localRepository != null) {
            command.add("-Dmaven.repo.local=" + localRepository);
        }
        command.addAll(List.of(arguments));

        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        Map<String, String> environment = builder.environment();
        environment.remove("MAVEN_BASEDIR");
        environment.remove("MAVEN_PROJECTBASEDIR");
        environment.putIfAbsent("JAVA_HOME", System.getProperty("java.home", ""));
        Process process = builder.start();
        process.getOutputStream().close();
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                throw new IOException(
                        "mvn took more than " + MINUTES + " min; " + LogTail.of(output));
            }
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new IOException(
                    "mvn ended with " + process.exitValue() + "; " + LogTail.of(output));
        }
        Files.delete(output);
    }

    private static String executable() {
        String name = File.separatorChar == '\\' ? "mvn.cmd" : "mvn";
        return Stream.of(System.getProperty("maven.home", ""), environment("MAVEN_HOME"))
                .filter(home -> !home.isEmpty())
                .map(home -> Path.of(home, "bin", name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse(name);
    }

    private static String environment(String name) {
        String value = System.getenv(name);
        return value == null ? "" : value;
    }
}
