// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * Archives of the classes that Flink's processes load, one for each main class, that later
 * processes map into memory instead of loading the classes from jars (the JDK's class data
 * sharing).
 *
 * <p>A process with an archive starts in half of the time. A JVM whose class path begins
 * differently, or that has no archive, starts as it does without any.
 */
final class ClassArchives {

    private static final Duration BOUND = Duration.ofMinutes(3);

    private final Function<Path, List<String>> options;
    private final Path directory;

    private ClassArchives(Path directory, Function<Path, List<String>> options) {
        this.directory = directory;
        this.options = options;
    }

    /** Returns archives that are neither read nor written. */
    static ClassArchives none() {
        return new ClassArchives(Path.of(""), archive -> List.of());
    }

    /** Returns archives that processes write into a directory when they end. */
    static ClassArchives writtenTo(Path directory) {
        return new ClassArchives(
                directory, archive -> List.of("-XX:ArchiveClassesAtExit=" + archive));
    }

    /**
     * Returns the archives of a version for the JDK of this JVM. They are stored beside the
     * version's jars; if there are none yet, a cluster with one job is run to write them.
     */
    static ClassArchives of(FlinkDistribution distribution) {
        Path directory = distribution.archives();
        try {
            MadeOnce.unless(
                    () -> Files.exists(directory),
                    Path.of(directory + ".lock"),
                    () -> write(distribution, directory));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + directory, e);
        }
        return new ClassArchives(
                directory,
                archive ->
                        Files.exists(archive)
                                ? List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off")
                                : List.of());
    }

    /** Returns the JVM options for one of Flink's main classes. */
    List<String> jvmOptions(String mainClass) {
        String name = mainClass.substring(mainClass.lastIndexOf('.') + 1);
        return options.apply(directory.resolve(name + ".jsa"));
    }

    private static void write(FlinkDistribution distribution, Path directory) throws IOException {
        Path temporary = Files.createTempDirectory(directory.getParent(), "archiving-");
        try {
            run(distribution, temporary);
            Files.move(temporary, directory, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            DirectoryTree.delete(temporary);
        }
    }

    private static void run(FlinkDistribution distribution, Path directory) {
        try (FlinkCluster cluster =
                FlinkCluster.builder()
                        .flink(distribution.version())
                        .classArchives(writtenTo(directory))
                        .start()) {
            JobJar jar = TestJobs.slowSnapshotJob(distribution);
            String job = cluster.rest().submit(jar, List.of("--interval", "200"), 1);
            Condition.await(
                    "two checkpoints",
                    BOUND,
                    () -> cluster.rest().checkpoints(job).counts().completed() > 1);
            cluster.end(BOUND);
        }
    }
}
