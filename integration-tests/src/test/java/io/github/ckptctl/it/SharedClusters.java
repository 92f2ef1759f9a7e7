// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it;

import io.github.ckptctl.cluster.FlinkCluster;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One cluster with the agent for each line, shared by all test classes of this JVM that can share
 * one: started when the first of them asks for it, and closed after the last test.
 *
 * <p>Starting a cluster takes ten seconds of two cores, most of a test's time. JUnit finds this
 * listener by its service file.
 */
public final class SharedClusters implements LauncherSessionListener {

    /** The origin of pages that may use the routes on the clusters' REST ports. */
    static final String ALLOWED_ORIGIN = "https://console.example";

    private static final Map<FlinkLine, FlinkCluster> CLUSTERS = new ConcurrentHashMap<>();

    /** Returns the cluster of a line, with slots for two jobs of two subtasks. */
    static FlinkCluster of(FlinkLine line) {
        return CLUSTERS.computeIfAbsent(line, SharedClusters::start);
    }

    private static FlinkCluster start(FlinkLine line) {
        // several JVMs test at the same time, and each keeps its own logs
        return line.cluster("shared-" + ProcessHandle.current().pid())
                .agent(
                        AgentJar.path(),
                        // a suspension must outlast rescales too
                        "jolokia.enabled=false,rescale.whileSuspended=force,rest.allowedOrigins="
                                + ALLOWED_ORIGIN)
                .jmx(true)
                .slots(4)
                .start();
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        Collection<FlinkCluster> clusters = CLUSTERS.values();
        clusters.forEach(FlinkCluster::close);
        clusters.clear();
    }
}
