// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.FlinkClusterBuilder;
import org.junit.jupiter.api.TestInfo;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * What a test is run against: a Flink version and one of its schedulers.
 *
 * <p>The versions are those of the system property {@code flink.versions}, separated by commas.
 */
record FlinkLine(String version, boolean adaptive) {

    static Stream<String> versions() {
        return Arrays.stream(System.getProperty("flink.versions", "2.3.0,1.20.5").split(","))
                .map(String::trim);
    }

    static Stream<FlinkLine> all() {
        return versions()
                .flatMap(
                        version ->
                                Stream.of(
                                        new FlinkLine(version, false),
                                        new FlinkLine(version, true)));
    }

    /** Returns a cluster of this line, whose logs stay with those of the build. */
    FlinkClusterBuilder cluster(TestInfo test) {
        String method = test.getTestMethod().orElseThrow().getName();
        String type = test.getTestClass().orElseThrow().getSimpleName();
        return cluster(type + "." + method);
    }

    /** Returns a cluster of this line, whose logs stay with those of the build under this name. */
    FlinkClusterBuilder cluster(String test) {
        return FlinkCluster.builder()
                .flink(version)
                .adaptiveScheduler(adaptive)
                .logDirectory(
                        Path.of(
                                System.getProperty("ckptctl.flink.logs", "target/flink-logs"),
                                test,
                                toString().replace(' ', '-')));
    }

    @Override
    public String toString() {
        return version + (adaptive ? " adaptive" : " default");
    }
}
