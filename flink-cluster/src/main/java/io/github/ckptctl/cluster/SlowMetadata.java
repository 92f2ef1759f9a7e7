// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The file system that waits before it creates the {@code _metadata} file of a checkpoint. */
final class SlowMetadata {

    private static final String PACKAGE = "io.github.ckptctl.cluster.jobs.";

    private SlowMetadata() {}

    static Path jar(FlinkDistribution distribution) {
        return new SourceJar(
                        List.of("jobs/SlowMetadataFileSystem"),
                        Map.of(
                                "META-INF/services/org.apache.flink.core.fs.FileSystemFactory",
                                PACKAGE + "SlowMetadataFileSystem$Factory\n"))
                .compile(distribution);
    }

    static String controlOption(Path control) {
        return "-Dckptctl.slowmeta.control=" + control;
    }

    static String uri(Path directory) {
        return "slowmeta://" + directory;
    }
}
