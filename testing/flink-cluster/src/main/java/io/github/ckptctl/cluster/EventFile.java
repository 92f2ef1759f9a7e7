// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Reporter of Flink's events to a file. Flink's own to the log prints no event in 2.3.0, only its
 * class and hash code.
 */
final class EventFile {

    private static final String SOURCE = "EventFileReporter";
    private static final String FACTORY = "io.github.ckptctl.cluster.jobs." + SOURCE + "$Factory";
    private static final String PREFIX = "events.reporter.file.";

    private EventFile() {}

    static Path jar(FlinkDistribution distribution) {
        return new SourceJar(
                        List.of("jobs/" + SOURCE),
                        Map.of(
                                "META-INF/services/"
                                        + "org.apache.flink.events.reporter.EventReporterFactory",
                                FACTORY + "\n"))
                .compile(distribution);
    }

    static Map<String, String> settings(Path file) {
        return Map.of(PREFIX + "factory.class", FACTORY, PREFIX + "path", file.toString());
    }
}
