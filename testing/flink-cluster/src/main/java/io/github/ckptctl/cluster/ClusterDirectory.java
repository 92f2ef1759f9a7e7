// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** The files of one cluster: all below one directory, except for logs if they are to be kept. */
record ClusterDirectory(Path root, Path logs) {

    /**
     * Creates the directories of a new cluster, in the directory for temporary files.
     *
     * @param logs directory for logs that are to be kept, null for those that are not
     */
    static ClusterDirectory temporary(@Nullable Path logs) {
        try {
            Path root = Files.createTempDirectory("ckptctl-flink-").toRealPath();
            return create(root, logs == null ? root.resolve("log") : logs);
        } catch (IOException e) {
            throw new UncheckedIOException("no directory for a cluster", e);
        }
    }

    /**
     * Creates the directories of a new cluster; if that fails, it deletes those that it created.
     */
    static ClusterDirectory create(Path root, Path logs) {
        ClusterDirectory directory = new ClusterDirectory(root, logs);
        try {
            Files.createDirectories(logs);
            Files.createDirectories(directory.configuration());
            Files.createDirectories(directory.temporary());
            Files.createDirectories(directory.checkpoints());
            Files.createDirectories(directory.savepoints());
        } catch (IOException e) {
            UncheckedIOException failure = new UncheckedIOException("cannot make " + directory, e);
            Cleanup.after(failure, directory::delete);
            throw failure;
        }
        return directory;
    }

    Path configuration() {
        return root.resolve("conf");
    }

    Path loggingConfiguration() {
        return configuration().resolve("log4j.properties");
    }

    Path temporary() {
        return root.resolve("tmp");
    }

    Path checkpoints() {
        return root.resolve("checkpoints");
    }

    Path savepoints() {
        return root.resolve("savepoints");
    }

    /** Returns the directory in which JobManagers persist what their successors need. */
    Path highAvailability() {
        return root.resolve("ha");
    }

    Path zooKeeper() {
        return root.resolve("zookeeper");
    }

    /**
     * Writes the configurations of Flink and of the logging.
     *
     * @param yaml whether Flink reads standard YAML, rather than its own older form of it
     */
    void write(boolean yaml, Map<String, String> settings) {
        String text =
                settings.entrySet().stream()
                        .map(entry -> line(entry.getKey(), entry.getValue(), yaml))
                        .collect(Collectors.joining());
        try {
            Files.writeString(
                    configuration().resolve(yaml ? "config.yaml" : "flink-conf.yaml"), text);
            Files.writeString(loggingConfiguration(), Resource.text("log4j.properties"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the configuration", e);
        }
    }

    /** Deletes everything except logs outside the root directory. */
    void delete() {
        try {
            DirectoryTree.delete(root);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + root, e);
        }
    }

    private static String line(String key, String value, boolean yaml) {
        return key + ": " + (yaml ? "'" + value.replace("'", "''") + "'" : value) + "\n";
    }
}
