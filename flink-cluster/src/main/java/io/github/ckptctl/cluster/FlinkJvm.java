// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts the processes of one cluster. */
final class FlinkJvm {

    /** What Flink's own scripts open for Java 17. */
    private static final List<String> OPENED =
            List.of(
                    "java.base/java.lang",
                    "java.base/java.net",
                    "java.base/java.io",
                    "java.base/java.nio",
                    "java.base/sun.nio.ch",
                    "java.base/java.lang.reflect",
                    "java.base/java.text",
                    "java.base/java.time",
                    "java.base/java.util",
                    "java.base/java.util.concurrent",
                    "java.base/java.util.concurrent.atomic",
                    "java.base/java.util.concurrent.locks");

    /** What Flink's own scripts export for Java 17. */
    private static final List<String> EXPORTED =
            List.of("java.base/sun.net.util", "java.rmi/sun.rmi.registry");

    private final Path javaHome;
    private final String classPath;
    private final ClusterDirectory directory;

    FlinkJvm(
            Path javaHome,
            FlinkDistribution distribution,
            List<Path> extraJars,
            boolean logging,
            ClusterDirectory directory) {
        this.javaHome = javaHome;
        this.classPath =
                Stream.concat(extraJars.stream(), distribution.jars().stream())
                        .filter(jar -> logging || !jar.getFileName().toString().contains("log4j"))
                        .map(Path::toString)
                        .collect(Collectors.joining(File.pathSeparator));
        this.directory = directory;
    }

    /**
     * Starts one of Flink's main classes.
     *
     * @param name of the process and its logs
     */
    FlinkProcess start(
            String name, String mainClass, List<String> jvmOptions, List<String> arguments) {
        Path log = directory.logs().resolve(name + ".log");
        return FlinkProcess.start(
                name,
                command(mainClass, log, jvmOptions, arguments),
                Map.of("FLINK_CONF_DIR", directory.configuration().toString()),
                directory.root(),
                log,
                directory.logs().resolve(name + ".out"));
    }

    private List<String> command(
            String mainClass, Path log, List<String> jvmOptions, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(javaHome.resolve("bin").resolve("java").toString());
        OPENED.forEach(name -> command.add("--add-opens=" + name + "=ALL-UNNAMED"));
        EXPORTED.forEach(name -> command.add("--add-exports=" + name + "=ALL-UNNAMED"));
        command.add("-Djava.io.tmpdir=" + directory.temporary());
        command.add("-Dlog.file=" + log);
        command.add("-Dlog4j.configurationFile=" + directory.loggingConfiguration().toUri());
        command.addAll(jvmOptions);
        command.add("-cp");
        command.add(classPath);
        command.add(mainClass);
        command.add("--configDir");
        command.add(directory.configuration().toString());
        command.addAll(arguments);
        return command;
    }
}
