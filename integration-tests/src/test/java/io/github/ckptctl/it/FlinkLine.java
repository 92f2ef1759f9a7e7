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
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a test is run against: a Flink version and one of its schedulers.
 *
 * <p>The versions are those of the system property {@code flink.versions}, separated by commas; if
 * it is not set, 2.3.0, and with {@code ckptctl.full} 1.20.5 too. Their clusters run on the JDK
 * named by {@code flink.java}, or on that of the tests.
 */
public record FlinkLine(String version, boolean adaptive) {

    private static final List<String> DEFAULTS = List.of("2.3.0", "1.20.5");

    static Stream<String> versions() {
        String set = System.getProperty("flink.versions");
        if (set != null) {
            return Arrays.stream(set.split(",")).map(String::trim);
        }
        return DEFAULTS.stream().limit(Boolean.getBoolean("ckptctl.full") ? 2 : 1);
    }

    /**
     * Every version with both schedulers: where the scheduler may matter. With {@code ckptctl.full}
     * but no versions set, the adaptive one comes with the first version only; the rest is for the
     * matrix. With neither there is the default scheduler only.
     */
    static Stream<FlinkLine> all() {
        long adaptive = Boolean.getBoolean("ckptctl.full") ? 1 : 0;
        if (System.getProperty("flink.versions") != null) {
            adaptive = Long.MAX_VALUE;
        }
        return Stream.concat(
                defaults(),
                versions().limit(adaptive).map(version -> new FlinkLine(version, true)));
    }

    /** Every version with both schedulers, in the third ring without versions set too. */
    static Stream<FlinkLine> bothSchedulers() {
        return Boolean.getBoolean("ckptctl.full")
                ? versions()
                        .flatMap(
                                version ->
                                        Stream.of(
                                                new FlinkLine(version, false),
                                                new FlinkLine(version, true)))
                : all();
    }

    /** The last version, which is 1.20.5 if none is set: for builds that try one version only. */
    static Stream<FlinkLine> last() {
        String set = System.getProperty("flink.versions", String.join(",", DEFAULTS));
        return Stream.of(new FlinkLine(set.substring(set.lastIndexOf(',') + 1).trim(), false));
    }

    /**
     * The versions whose adaptive scheduler makes a rescale wait for a checkpoint, with that
     * scheduler.
     */
    static Stream<FlinkLine> waitingRescales() {
        return all().filter(line -> line.adaptive() && !line.version().startsWith("1."));
    }

    /** Every version with the default scheduler: where the scheduler does not matter. */
    public static Stream<FlinkLine> defaults() {
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
                .classDataSharing(true)
                // a JobManager that lives for a test spends most of its time in starting
                .jobManagerJvmOption("-XX:TieredStopAtLevel=1")
                .jobManagerJvmOption("-XX:+UseSerialGC")
                // the endpoint hangs up after 10 s; a busy machine may stand still for longer
                .jobManagerJvmOption("-Dsun.net.httpserver.maxReqTime=120")
                .jobManagerJvmOption("-Dsun.net.httpserver.idleInterval=120")
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
