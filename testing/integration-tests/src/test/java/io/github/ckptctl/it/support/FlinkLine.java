// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.support;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.FlinkClusterBuilder;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.it.matrix.ClusterJdk;
import org.junit.jupiter.api.TestInfo;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Target of a test: a Flink version and one of its schedulers.
 *
 * <p>The versions are those of the system property {@code flink.versions}, separated by commas; if
 * it is not set, 2.3.0, and with {@code ckptctl.full} 1.20.5 too. Their clusters run on the JDK
 * named by {@code flink.java}, or on that of the tests.
 */
public record FlinkLine(String version, boolean adaptive) {

    private static final List<String> DEFAULTS = List.of("2.3.0", "1.20.5");

    public static Stream<String> versions() {
        String set = System.getProperty("flink.versions");
        if (set != null) {
            return Arrays.stream(set.split(",")).map(String::trim);
        }
        return DEFAULTS.stream().limit(Boolean.getBoolean("ckptctl.full") ? 2 : 1);
    }

    /**
     * Returns every version with both schedulers, for tests whose result may depend on the
     * scheduler. With {@code ckptctl.full} but no versions set, the adaptive one is included for
     * the first version only; the rest is left to the matrix. With neither there is the default
     * scheduler only.
     */
    public static Stream<FlinkLine> all() {
        long adaptive = Boolean.getBoolean("ckptctl.full") ? 1 : 0;
        if (System.getProperty("flink.versions") != null) {
            adaptive = Long.MAX_VALUE;
        }
        return Stream.concat(
                defaults(),
                versions().limit(adaptive).map(version -> new FlinkLine(version, true)));
    }

    /**
     * Returns what {@link #all} does, for tests that take long: in the third ring without versions
     * set, the first version with the adaptive scheduler alone.
     */
    public static Stream<FlinkLine> eachOnce() {
        return Boolean.getBoolean("ckptctl.full") && System.getProperty("flink.versions") == null
                ? Stream.concat(all().filter(FlinkLine::adaptive), defaults().skip(1))
                : all();
    }

    /** Returns every version with both schedulers, also in the third ring without versions set. */
    public static Stream<FlinkLine> bothSchedulers() {
        return Boolean.getBoolean("ckptctl.full")
                ? versions()
                        .flatMap(
                                version ->
                                        Stream.of(
                                                new FlinkLine(version, false),
                                                new FlinkLine(version, true)))
                : all();
    }

    /**
     * Returns the last version, which is 1.20.5 if none is set: for builds that try one version
     * only.
     */
    public static Stream<FlinkLine> last() {
        String set = System.getProperty("flink.versions", String.join(",", DEFAULTS));
        return Stream.of(new FlinkLine(set.substring(set.lastIndexOf(',') + 1).trim(), false));
    }

    /**
     * Returns the versions whose adaptive scheduler makes a rescale wait for a checkpoint, with
     * that scheduler.
     */
    public static Stream<FlinkLine> waitingRescales() {
        return all().filter(line -> line.adaptive() && !line.version().startsWith("1."));
    }

    /**
     * Returns every version with the default scheduler, for tests that do not depend on the
     * scheduler.
     */
    public static Stream<FlinkLine> defaults() {
        return versions().map(version -> new FlinkLine(version, false));
    }

    /**
     * Returns the first version with the default scheduler, for tests that are too long for every
     * build.
     */
    public static Stream<FlinkLine> first() {
        return defaults().limit(1);
    }

    /** Returns the capabilities that this Flink lacks, so that the agent cannot change them. */
    public Set<Capability> lacks() {
        Set<Capability> lacks = EnumSet.noneOf(Capability.class);
        if (version.startsWith("1.18.")) {
            lacks.add(Capability.INTERVAL_DURING_BACKLOG);
        }
        if (version.startsWith("1.") || version.startsWith("2.0.")) {
            lacks.add(Capability.EVENTS);
        }
        return lacks;
    }

    /** Returns a builder of a cluster of this line, whose logs are kept with those of the build. */
    public FlinkClusterBuilder cluster(TestInfo test) {
        String method = test.getTestMethod().orElseThrow().getName();
        String type = test.getTestClass().orElseThrow().getSimpleName();
        return cluster(type + "." + method);
    }

    /**
     * Returns a builder of a cluster of this line, whose logs are kept with those of the build
     * under this name.
     */
    public FlinkClusterBuilder cluster(String test) {
        return FlinkCluster.builder()
                .flink(version)
                .java(ClusterJdk.home())
                .adaptiveScheduler(adaptive)
                .classDataSharing(true)
                // a JobManager that lives for one test spends most of its time on startup
                .jobManagerJvmOption("-XX:TieredStopAtLevel=1")
                .jobManagerJvmOption("-XX:+UseSerialGC")
                // the endpoint closes a connection after 10 s; a busy machine may stall for longer
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
