// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The settings every cluster starts from: small, on the loopback interface, and with statistics
 * that are not older than a blink.
 */
final class ClusterDefaults {

    static final String REST_PORT = "rest.port";

    private ClusterDefaults() {}

    static Map<String, String> settings(ClusterDirectory directory, int slots) {
        Map<String, String> settings = new LinkedHashMap<>();
        addresses(settings);
        memory(settings, slots);
        settings.put("io.tmp.dirs", directory.temporary().toString());
        settings.put("state.checkpoints.dir", directory.checkpoints().toUri().toString());
        settings.put("state.savepoints.dir", directory.savepoints().toUri().toString());
        settings.put("web.checkpoints.history", "200");
        settings.put("web.refresh-interval", "100");
        settings.put("metrics.fetcher.update-interval", "100");
        settings.put("rest.cache.checkpoint-statistics.timeout", "100 ms");
        // a TaskManager is up before its JobManager; Flink's default lets it wait for 10 s
        settings.put("cluster.registration.error-delay", "200");
        // a JVM on a busy machine may take longer than Flink's 10 s to open its RPC
        settings.put("pekko.startup-timeout", "2 min");
        settings.put("heartbeat.interval", "2000");
        settings.put("heartbeat.timeout", "30000");
        settings.put("restart-strategy.type", "fixed-delay");
        settings.put("restart-strategy.fixed-delay.attempts", "2147483647");
        settings.put("restart-strategy.fixed-delay.delay", "500 ms");
        return settings;
    }

    /** What makes a change of resource requirements take effect at once. */
    static Map<String, String> adaptiveScheduler() {
        return Map.of(
                "jobmanager.scheduler", "adaptive",
                "jobmanager.adaptive-scheduler.scaling-interval.min", "0 s",
                "jobmanager.adaptive-scheduler.rescale-trigger.max-delay", "1 s");
    }

    private static void addresses(Map<String, String> settings) {
        String loopback = "127.0.0.1";
        String restPort = Integer.toString(FreePort.onLoopback());
        settings.put("jobmanager.rpc.address", loopback);
        settings.put("jobmanager.bind-host", loopback);
        settings.put("jobmanager.rpc.port", Integer.toString(FreePort.onLoopback()));
        settings.put("rest.address", loopback);
        settings.put("rest.bind-address", loopback);
        settings.put(REST_PORT, restPort);
        settings.put("rest.bind-port", restPort);
        settings.put("taskmanager.host", loopback);
        settings.put("taskmanager.bind-host", loopback);
    }

    private static void memory(Map<String, String> settings, int slots) {
        settings.put("taskmanager.numberOfTaskSlots", Integer.toString(slots));
        settings.put("taskmanager.cpu.cores", Integer.toString(slots));
        settings.put("taskmanager.memory.framework.heap.size", "64m");
        settings.put("taskmanager.memory.framework.off-heap.size", "64m");
        settings.put("taskmanager.memory.task.heap.size", "256m");
        settings.put("taskmanager.memory.task.off-heap.size", "16m");
        settings.put("taskmanager.memory.managed.size", "32m");
        settings.put("taskmanager.memory.network.min", "32m");
        settings.put("taskmanager.memory.network.max", "32m");
        settings.put("taskmanager.memory.jvm-metaspace.size", "128m");
        settings.put("taskmanager.memory.jvm-overhead.min", "64m");
        settings.put("taskmanager.memory.jvm-overhead.max", "64m");
    }
}
