// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Local files under another scheme, whose behaviour is set by a control file. */
enum TestFileSystem {

    /** File system that waits before it creates the {@code _metadata} file of a checkpoint. */
    SLOW_METADATA("slowmeta", "SlowMetadataFileSystem"),

    /** File system that can hang, be full or be read-only. */
    TROUBLED("troubled", "TroubledFileSystem");

    private static final String PACKAGE = "io.github.ckptctl.cluster.jobs.";

    private final String scheme;
    private final String source;

    TestFileSystem(String scheme, String source) {
        this.scheme = scheme;
        this.source = source;
    }

    Path jar(FlinkDistribution distribution) {
        return new SourceJar(
                        List.of("jobs/" + source),
                        Map.of(
                                "META-INF/services/org.apache.flink.core.fs.FileSystemFactory",
                                PACKAGE + source + "$Factory\n"))
                .compile(distribution);
    }

    String controlOption(Path control) {
        return "-Dckptctl." + scheme + ".control=" + control;
    }

    String uri(Path directory) {
        return scheme + ":" + directory;
    }
}
