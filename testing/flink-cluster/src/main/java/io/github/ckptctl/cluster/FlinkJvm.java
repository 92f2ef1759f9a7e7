// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Launcher of the processes of one cluster. */
final class FlinkJvm {

    private final Path javaHome;
    private final String classPath;
    private final ClassArchives archives;
    private final ClusterDirectory directory;
    private final Map<String, List<String>> launchers;

    /**
     * Creates a launcher with the properties common to all processes.
     *
     * @param jars of the class path; an archive is usable if it was created from the first of them
     * @param launchers commands that start processes, by their main classes
     */
    FlinkJvm(
            Path javaHome,
            List<Path> jars,
            boolean logging,
            ClassArchives archives,
            ClusterDirectory directory,
            Map<String, List<String>> launchers) {
        this.javaHome = javaHome;
        this.archives = archives;
        this.classPath =
                jars.stream()
                        .filter(jar -> logging || !jar.getFileName().toString().contains("log4j"))
                        .map(Path::toString)
                        .collect(Collectors.joining(File.pathSeparator));
        this.directory = directory;
        this.launchers = Map.copyOf(launchers);
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
        List<String> command = new ArrayList<>(launchers.getOrDefault(mainClass, List.of()));
        command.add(javaHome.resolve("bin").resolve("java").toString());
        command.addAll(ClusterDefaults.moduleOptions());
        command.addAll(archives.jvmOptions(mainClass));
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
