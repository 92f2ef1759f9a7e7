// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Default settings of every cluster: small, on the loopback interface, and with statistics that are
 * refreshed almost immediately.
 */
public final class ClusterDefaults {

    static final String REST_PORT = "rest.port";

    /** The packages that Flink's own scripts open for Java 17. */
    private static final List<String> OPENED =
            List.of(
                    "java.base/java.lang",
                    "java.base/java.net",
                    "java.base/java.io",
                    "java.base/java.nio",
                    "java.base/sun.nio.ch",
                    "java.base/java.lang.reflect",
                    "java.base/java.text",
                    "java.base/java.time",
                    "java.base/java.util",
                    "java.base/java.util.concurrent",
                    "java.base/java.util.concurrent.atomic",
                    "java.base/java.util.concurrent.locks");

    /** The packages that Flink's own scripts export for Java 17. */
    private static final List<String> EXPORTED =
            List.of("java.base/sun.net.util", "java.rmi/sun.rmi.registry");

    private ClusterDefaults() {}

    static Map<String, String> settings(ClusterDirectory directory, int slots) {
        Map<String, String> settings = new LinkedHashMap<>();
        addresses(settings);
        settings.putAll(memory(slots));
        settings.put("io.tmp.dirs", directory.temporary().toString());
        settings.put("state.checkpoints.dir", directory.checkpoints().toUri().toString());
        settings.put("state.savepoints.dir", directory.savepoints().toUri().toString());
        settings.put("web.checkpoints.history", "200");
        settings.put("web.refresh-interval", "100");
        settings.put("metrics.fetcher.update-interval", "100");
        settings.put("rest.cache.checkpoint-statistics.timeout", "100 ms");
        // a TaskManager starts before its JobManager; Flink's default makes it wait for 10 s
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

    /** Returns the options of the JVM with which Flink's own scripts start it on Java 17. */
    public static List<String> moduleOptions() {
        return Stream.concat(
                        OPENED.stream().map(name -> "--add-opens=" + name + "=ALL-UNNAMED"),
                        EXPORTED.stream().map(name -> "--add-exports=" + name + "=ALL-UNNAMED"))
                .toList();
    }

    /** Returns the settings that make a change of resource requirements take effect at once. */
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

    /**
     * Returns the sizes of a TaskManager's memory, all of those that Flink's own scripts compute.
     */
    public static Map<String, String> memory(int slots) {
        Map<String, String> settings = new LinkedHashMap<>();
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
        return settings;
    }
}
