// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import org.jspecify.annotations.Nullable;

import javax.management.MBeanServerConnection;
import javax.management.remote.JMXServiceURL;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A standalone session cluster: one JobManager, or several of which one leads, and any number of
 * TaskManagers, each in a JVM of its own, all on the loopback interface.
 *
 * <p>Nothing is left running after {@link #close()}, nor when this JVM ends without it.
 * Thread-safe.
 */
public final class FlinkCluster implements AutoCloseable {

    static final String TASK_MANAGER = "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";
    private static final Duration START = Duration.ofMinutes(3);

    private final FlinkDistribution distribution;
    private final ClusterDirectory directory;
    private final FlinkJvm jvm;
    private final @Nullable HighAvailability highAvailability;
    private final JobManagers jobManagers;
    private final int slotsEach;
    private final List<FlinkProcess> taskManagers = new CopyOnWriteArrayList<>();

    FlinkCluster(
            FlinkDistribution distribution,
            ClusterDirectory directory,
            FlinkJvm jvm,
            @Nullable HighAvailability highAvailability,
            JobManagers jobManagers,
            int slotsEach) {
        this.distribution = distribution;
        this.directory = directory;
        this.jvm = jvm;
        this.highAvailability = highAvailability;
        this.jobManagers = jobManagers;
        this.slotsEach = slotsEach;
    }

    /** Returns a builder of a cluster. */
    public static FlinkClusterBuilder builder() {
        return new FlinkClusterBuilder();
    }

    synchronized void start(int jobManagerCount, int taskManagerCount) {
        try (StartLock turn = turn()) {
            if (highAvailability != null) {
                highAvailability.start(jvm);
            }
            for (int i = 0; i < jobManagerCount; i++) {
                jobManagers.start();
            }
            for (int i = 0; i < taskManagerCount; i++) {
                launchTaskManager();
            }
            awaitSlots(taskManagerCount * slotsEach);
        } catch (RuntimeException e) {
            String message =
                    "Flink " + distribution.version() + " did not start: " + e.getMessage();
            IllegalStateException failure = new IllegalStateException(message + "\n" + ends(), e);
            Cleanup.after(failure, this::close);
            throw failure;
        }
    }

    /** Returns the version and the jars of this cluster. */
    public FlinkDistribution distribution() {
        return distribution;
    }

    /**
     * Returns the JobManager that leads and knows its jobs; waits while there is none.
     *
     * <p>Without high availability that is the only JobManager.
     */
    public JobManager leader() {
        try {
            return jobManagers.leader();
        } catch (IllegalStateException e) {
            throw new IllegalStateException(e.getMessage() + "\n" + ends(), e);
        }
    }

    /** Returns the JobManagers in the order of their start, dead ones included. */
    public List<JobManager> jobManagers() {
        return jobManagers.all();
    }

    /**
     * Starts one more JobManager and waits until it is a standby.
     *
     * @throws IllegalStateException without high availability
     */
    public synchronized JobManager startJobManager() {
        if (highAvailability == null) {
            throw new IllegalStateException("without high availability there is one JobManager");
        }
        try (StartLock turn = turn()) {
            JobManager jobManager = jobManagers.start();
            Condition.await(
                    "an answer of " + jobManager,
                    START,
                    () -> {
                        jobManager.process().requireAlive();
                        return jobManager.rest().slots().isPresent();
                    });
            return jobManager;
        }
    }

    /** Returns a client of the REST API of the {@link #leader}. */
    public FlinkRest rest() {
        return leader().rest();
    }

    /** Returns the address of the web UI and the REST API of the {@link #leader}. */
    public URI webUrl() {
        return rest().address();
    }

    /** Returns the process of the {@link #leader}. */
    public FlinkProcess jobManager() {
        return leader().process();
    }

    /** Returns the process id of the {@link #leader}. */
    public long jobManagerPid() {
        return jobManager().pid();
    }

    /** Returns the file the {@link #leader} logs to. */
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
     * Kills a TaskManager without an orderly shutdown.
     *
     * @param index counts from 0 in the order of their start, dead ones included
     */
    public synchronized void killTaskManager(int index) {
        taskManagers.get(index).kill();
    }

    /** Starts one more TaskManager, waits until its slots are registered, and returns its index. */
    public synchronized int startTaskManager() {
        try (StartLock turn = turn()) {
            launchTaskManager();
            int index = taskManagers.size() - 1;
            String id = taskManagerId(index);
            Condition.await(
                    "the slots of " + id,
                    START,
                    () -> taskManagers.get(index).isAlive() && rest().hasTaskManager(id));
            return index;
        }
    }

    /**
     * Returns the connection to the MBeans of the {@link #leader}, opened by the first call.
     *
     * @throws IllegalStateException if the cluster was started without {@code jmx(true)}
     */
    public MBeanServerConnection jmx() {
        return leader().jmx();
    }

    /**
     * Returns the JMX address of the {@link #leader}.
     *
     * @throws IllegalStateException if the cluster was started without {@code jmx(true)}
     */
    public JMXServiceURL jmxUrl() {
        return leader().jmxUrl();
    }

    /** Kills all processes, waits until they are gone, and deletes the cluster's files. */
    @Override
    public synchronized void close() {
        List<Runnable> steps = new ArrayList<>();
        flinkProcesses().forEach(process -> steps.add(process::close));
        // not earlier: a paused process would not answer
        jobManagers.all().forEach(jobManager -> steps.add(jobManager::disconnect));
        if (highAvailability != null) {
            steps.add(highAvailability::close);
        }
        steps.add(directory::delete);
        Cleanup.run(steps);
    }

    /** Requests all processes to end, and waits until they have. */
    synchronized void end(Duration bound) {
        List<FlinkProcess> processes = flinkProcesses();
        processes.forEach(FlinkProcess::terminate);
        Condition.await(
                "the end of " + processes,
                bound,
                () -> processes.stream().noneMatch(FlinkProcess::isAlive));
    }

    private StartLock turn() {
        return StartLock.take(distribution.startLock());
    }

    private void launchTaskManager() {
        int index = taskManagers.size();
        List<String> options = List.of("-Xmx320m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
        List<String> arguments = List.of("-D", "taskmanager.resource-id=" + taskManagerId(index));
        taskManagers.add(jvm.start(taskManagerId(index), TASK_MANAGER, options, arguments));
    }

    private void awaitSlots(int slots) {
        Condition.await(
                slots + " slots",
                START,
                () -> {
                    processes().forEach(FlinkProcess::requireAlive);
                    return jobManagers.all().stream()
                            .allMatch(one -> one.rest().slots().orElse(-1) >= slots);
                });
    }

    private List<FlinkProcess> processes() {
        List<FlinkProcess> processes = flinkProcesses();
        if (highAvailability != null) {
            highAvailability.process().ifPresent(processes::add);
        }
        return processes;
    }

    private List<FlinkProcess> flinkProcesses() {
        List<FlinkProcess> processes = new ArrayList<>(taskManagers);
        jobManagers.all().forEach(jobManager -> processes.add(jobManager.process()));
        return processes;
    }

    private String ends() {
        StringBuilder ends = new StringBuilder();
        List<FlinkProcess> processes = processes();
        // JobManagers first: an excerpt of the message shows its beginning
        processes.sort(Comparator.comparing(FlinkProcess::name));
        for (FlinkProcess process : processes) {
            ends.append(LogTail.of(process.output())).append('\n');
            ends.append(LogTail.of(process.log())).append('\n');
        }
        return ends.toString();
    }

    private static String taskManagerId(int index) {
        return "taskmanager-" + index;
    }

    @Override
    public String toString() {
        return "Flink " + distribution.version() + " with " + jobManagers.all();
    }
}
