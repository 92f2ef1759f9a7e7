// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import org.jspecify.annotations.Nullable;

import javax.management.MBeanServerConnection;
import javax.management.remote.JMXServiceURL;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A standalone session cluster: one JobManager and any number of TaskManagers, each in a JVM of its
 * own, all on the loopback interface.
 *
 * <p>Nothing is left running after {@link #close()}, nor when this JVM ends without it. Any thread
 * may call it.
 */
public final class FlinkCluster implements AutoCloseable {

    private static final String JOB_MANAGER =
            "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint";
    private static final String TASK_MANAGER =
            "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";
    private static final Duration START = Duration.ofMinutes(3);

    private final FlinkDistribution distribution;
    private final ClusterDirectory directory;
    private final FlinkJvm jvm;
    private final FlinkRest rest;
    private final int slotsEach;
    private final @Nullable JmxRemote jmx;
    private final List<FlinkProcess> taskManagers = new ArrayList<>();
    private @Nullable FlinkProcess jobManager;

    FlinkCluster(
            FlinkDistribution distribution,
            ClusterDirectory directory,
            FlinkJvm jvm,
            int restPort,
            int slotsEach,
            @Nullable JmxRemote jmx) {
        this.distribution = distribution;
        this.directory = directory;
        this.jvm = jvm;
        this.rest = new FlinkRest(URI.create("http://127.0.0.1:" + restPort));
        this.slotsEach = slotsEach;
        this.jmx = jmx;
    }

    /** Returns a description of a cluster that is to be started. */
    public static FlinkClusterBuilder builder() {
        return new FlinkClusterBuilder();
    }

    synchronized void start(List<String> jobManagerOptions, int count) {
        try {
            jobManager = launch("jobmanager", JOB_MANAGER, jobManagerOptions, List.of());
            for (int i = 0; i < count; i++) {
                launchTaskManager();
            }
            awaitSlots(count * slotsEach);
        } catch (RuntimeException e) {
            String message =
                    "Flink " + distribution.version() + " did not start: " + e.getMessage();
            IllegalStateException failure = new IllegalStateException(message + "\n" + ends(), e);
            Cleanup.after(failure, this::close);
            throw failure;
        }
    }

    /** Returns the version and the jars this cluster runs with. */
    public FlinkDistribution distribution() {
        return distribution;
    }

    /** Returns a client of the REST API. */
    public FlinkRest rest() {
        return rest;
    }

    /** Returns the address of the web UI and the REST API. */
    public URI webUrl() {
        return rest.address();
    }

    /** Returns the process of the JobManager. */
    public synchronized FlinkProcess jobManager() {
        if (jobManager == null) {
            throw new IllegalStateException("no JobManager was started");
        }
        return jobManager;
    }

    /** Returns the process id of the JobManager. */
    public long jobManagerPid() {
        return jobManager().pid();
    }

    /** Returns the file the JobManager logs to. */
    public Path jobManagerLog() {
        return jobManager().log();
    }

    /** Returns the TaskManagers in the order of their start, dead ones included. */
    public synchronized List<FlinkProcess> taskManagers() {
        return List.copyOf(taskManagers);
    }

    /** Returns the directory below which Flink keeps checkpoints, unless configured otherwise. */
    public Path checkpointDirectory() {
        return directory.checkpoints();
    }

    /** Returns the directory below which Flink keeps savepoints, unless configured otherwise. */
    public Path savepointDirectory() {
        return directory.savepoints();
    }

    /** Returns the directory with the logs of all processes. */
    public Path logDirectory() {
        return directory.logs();
    }

    /**
     * Kills a TaskManager, without a chance to say goodbye.
     *
     * @param index counts from 0 in the order of their start, dead ones included
     */
    public synchronized void killTaskManager(int index) {
        taskManagers.get(index).kill();
    }

    /** Starts one more TaskManager, waits until its slots are there, and returns its index. */
    public synchronized int startTaskManager() {
        launchTaskManager();
        int index = taskManagers.size() - 1;
        String id = taskManagerId(index);
        Condition.await(
                "the slots of " + id,
                START,
                () -> taskManagers.get(index).isAlive() && rest.hasTaskManager(id));
        return index;
    }

    /**
     * Returns the connection to the JobManager's MBeans, made at the first call.
     *
     * @throws IllegalStateException if the cluster was started without {@code jmx(true)}
     */
    public MBeanServerConnection jmx() {
        return remote().connection();
    }

    /**
     * Returns the address of the JobManager's JMX.
     *
     * @throws IllegalStateException if the cluster was started without {@code jmx(true)}
     */
    public JMXServiceURL jmxUrl() {
        return remote().url();
    }

    /** Ends all processes, waits until they are gone, and deletes the cluster's files. */
    @Override
    public synchronized void close() {
        List<FlinkProcess> processes = processes();
        List<Runnable> steps = new ArrayList<>();
        if (jmx != null) {
            steps.add(jmx::close);
        }
        processes.forEach(process -> steps.add(process::terminate));
        processes.forEach(process -> steps.add(process::close));
        steps.add(directory::delete);
        Cleanup.run(steps);
    }

    private void launchTaskManager() {
        int index = taskManagers.size();
        List<String> options = List.of("-Xmx320m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
        List<String> arguments = List.of("-D", "taskmanager.resource-id=" + taskManagerId(index));
        taskManagers.add(launch(taskManagerId(index), TASK_MANAGER, options, arguments));
    }

    private FlinkProcess launch(
            String name, String mainClass, List<String> options, List<String> arguments) {
        Path log = directory.logs().resolve(name + ".log");
        Path output = directory.logs().resolve(name + ".out");
        return FlinkProcess.start(
                name,
                jvm.command(mainClass, log, options, arguments),
                Map.of("FLINK_CONF_DIR", directory.configuration().toString()),
                directory.root(),
                log,
                output);
    }

    private void awaitSlots(int slots) {
        Condition.await(
                slots + " slots",
                START,
                () -> {
                    for (FlinkProcess process : processes()) {
                        if (!process.isAlive()) {
                            throw new IllegalStateException(process + " ended");
                        }
                    }
                    return rest.slots() >= slots;
                });
    }

    private List<FlinkProcess> processes() {
        List<FlinkProcess> processes = new ArrayList<>(taskManagers);
        if (jobManager != null) {
            processes.add(jobManager);
        }
        return processes;
    }

    private String ends() {
        StringBuilder ends = new StringBuilder();
        for (FlinkProcess process : processes()) {
            ends.append(LogTail.of(process.output())).append('\n');
            ends.append(LogTail.of(process.log())).append('\n');
        }
        return ends.toString();
    }

    private JmxRemote remote() {
        if (jmx == null) {
            throw new IllegalStateException("the cluster was started without jmx(true)");
        }
        return jmx;
    }

    private static String taskManagerId(int index) {
        return "taskmanager-" + index;
    }

    @Override
    public String toString() {
        return "Flink " + distribution.version() + " at " + webUrl();
    }
}
