// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.FlinkClusterBuilder;
import io.github.ckptctl.control.Capability;
import io.github.ckptctl.it.matrix.ClusterJdk;
import org.junit.jupiter.api.TestInfo;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a test is run against: a Flink version and one of its schedulers.
 *
 * <p>The versions are those of the system property {@code flink.versions}, separated by commas;
 * their clusters run on the JDK named by {@code flink.java}, or on that of the tests.
 */
public record FlinkLine(String version, boolean adaptive) {

    static Stream<String> versions() {
        return Arrays.stream(System.getProperty("flink.versions", "2.3.0,1.20.5").split(","))
                .map(String::trim);
    }

    /**
     * Every version with both schedulers: where the scheduler may matter. A build that is told no
     * versions takes the adaptive one with the first version only; the rest is for the matrix.
     */
    static Stream<FlinkLine> all() {
        boolean told = System.getProperty("flink.versions") != null;
        Stream<String> adaptive = told ? versions() : versions().limit(1);
        return Stream.concat(defaults(), adaptive.map(version -> new FlinkLine(version, true)));
    }

    /** Every version with the default scheduler: where the scheduler does not matter. */
    static Stream<FlinkLine> defaults() {
        return versions().map(version -> new FlinkLine(version, false));
    }

    /** The first version with the default scheduler: for what is too long for every build. */
    public static Stream<FlinkLine> first() {
        return defaults().limit(1);
    }

    /** Returns what this Flink does not have, so that the agent cannot change it. */
    Set<Capability> lacks() {
        return version.startsWith("1.18.")
                ? EnumSet.of(Capability.INTERVAL_DURING_BACKLOG)
                : EnumSet.noneOf(Capability.class);
    }

    /** Returns a cluster of this line, whose logs stay with those of the build. */
    FlinkClusterBuilder cluster(TestInfo test) {
        String method = test.getTestMethod().orElseThrow().getName();
        String type = test.getTestClass().orElseThrow().getSimpleName();
        return cluster(type + "." + method);
    }

    /** Returns a cluster of this line, whose logs stay with those of the build under this name. */
    public FlinkClusterBuilder cluster(String test) {
        return FlinkCluster.builder()
                .flink(version)
                .java(ClusterJdk.home())
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
