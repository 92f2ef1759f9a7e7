// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.support;

import io.github.ckptctl.cluster.FlinkClusterBuilder;

import java.io.File;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The changelog state backend over RocksDB, for all jobs of a cluster. */
public final class ChangelogBackend {

    private static final Path JARS = Path.of("target", "changelog");

    private ChangelogBackend() {}

    /**
     * Adds the backend's jars and settings to the cluster. Skips a line for which the build fetches
     * no such jars.
     *
     * @param changes the directory for the changes of the state
     */
    public static FlinkClusterBuilder in(
            FlinkLine line, FlinkClusterBuilder builder, Path changes) {
        File[] jars = JARS.resolve(line.version()).toFile().listFiles();
        assumeTrue(jars != null, "the build fetches no changelog backend for " + line.version());
        for (File jar : jars) {
            builder.extraJar(jar.toPath());
        }
        return builder.config("state.backend.type", "rocksdb")
                .config("state.backend.incremental", "true")
                .config("state.backend.changelog.enabled", "true")
                .config("state.backend.changelog.storage", "filesystem")
                .config("dstl.dfs.base-path", changes.toUri().toString());
    }
}
