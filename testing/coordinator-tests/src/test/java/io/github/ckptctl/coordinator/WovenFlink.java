// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.coordinator;

import io.github.ckptctl.agent.instrumentation.AgentTransformer;
import io.github.ckptctl.bootstrap.CheckpointHooks;
import io.github.ckptctl.control.Job;
import io.github.ckptctl.control.JobCheckpointControl;
import io.github.ckptctl.control.JobRegistry;
import io.github.ckptctl.control.change.RecordPersister;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.control.model.SettingLimits;
import io.github.ckptctl.flink.FlinkRuntime;
import io.github.ckptctl.flink.UnalignedPolicy;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinatorTestingUtils.CheckpointCoordinatorBuilder;
import org.apache.flink.runtime.checkpoint.CheckpointFailureManager;
import org.apache.flink.runtime.checkpoint.CheckpointRetentionPolicy;
import org.apache.flink.runtime.checkpoint.CompletedCheckpoint;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStore;
import org.apache.flink.runtime.executiongraph.ExecutionGraph;
import org.apache.flink.runtime.executiongraph.utils.SimpleAckingTaskManagerGateway;
import org.apache.flink.runtime.jobgraph.JobVertexID;
import org.apache.flink.runtime.jobgraph.tasks.CheckpointCoordinatorConfiguration;
import org.apache.flink.runtime.jobmanager.slots.TaskManagerGateway;
import org.apache.flink.runtime.state.storage.FileSystemCheckpointStorage;
import org.apache.flink.util.concurrent.ScheduledExecutorServiceAdapter;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Flink's own coordinator, instrumented in this JVM, with a timer that runs tasks only on request.
 * Removes the instrumentation after each test and fails a test in which a hook failed.
 */
final class WovenFlink implements BeforeEachCallback, AfterEachCallback {

    static final long TIMEOUT = 600_000;
    static final long INTERVAL = 60_000;

    /** The capabilities that this line of Flink has nothing for: 1.20 has no events. */
    static final Set<Capability> ABSENT =
            WovenFlink.class
                                    .getClassLoader()
                                    .getResource("org/apache/flink/events/EventBuilder.class")
                            == null
                    ? Set.of(Capability.EVENTS)
                    : Set.of();

    final RecordingTimer timer = new RecordingTimer();
    SettingLimits limits = SettingLimits.NONE;
    Function<String, RecordPersister> keepers = id -> RecordPersister.ofMemory();
    final JobRegistry register =
            new JobRegistry(
                    id ->
                            new JobCheckpointControl(
                                    id,
                                    Clock.systemUTC(),
                                    (task, delay) -> () -> {},
                                    limits,
                                    keepers.apply(id)),
                    new JobRegistry.Listener() {
                        @Override
                        public void started(Job job) {}

                        @Override
                        public void gone(Job job) {}
                    });

    final Instrumentation instrumentation = ByteBuddyAgent.install();
    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(1);
    private final ScheduledExecutorService busyTimer = Executors.newScheduledThreadPool(1);
    private final ExecutorService io = Executors.newFixedThreadPool(2);
    AgentTransformer transformer;
    private long errorsExpected;

    @Override
    public void beforeEach(ExtensionContext context) {
        weave();
        FlinkRuntime access = new FlinkRuntime(getClass().getClassLoader());
        transformer.instrumentDeferred(instrumentation);
        assertThat(access.missing(transformer.woven()).keySet()).isEqualTo(ABSENT);
        CheckpointHooks.install(
                access.handler(
                        register,
                        Set.of(),
                        Runnable::run,
                        storage -> {},
                        UnalignedPolicy.ON_REQUEST));
        errorsExpected = CheckpointHooks.errors();
    }

    /**
     * Requests a checkpoint as a client does: through the JobMaster's gateway, which calls this on
     * its main thread.
     */
    static CompletableFuture<CompletedCheckpoint> ask(CheckpointCoordinator coordinator) {
        CheckpointHooks.checkpointAsked(true);
        try {
            return coordinator.triggerCheckpoint(CheckpointType.CONFIGURED);
        } finally {
            CheckpointHooks.checkpointAsked(false);
        }
    }

    /** Instruments Flink's classes, again if the instrumentation has been removed. */
    void weave() {
        transformer =
                AgentTransformer.install(
                        instrumentation, CheckpointHooks.class.getClassLoader(), l -> {});
        assertThat(transformer.failures()).isEmpty();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        executor.shutdownNow();
        busyTimer.shutdownNow();
        io.shutdownNow();
        CheckpointHooks.uninstall();
        transformer.uninstall(instrumentation);
        assertThat(CheckpointHooks.errors())
                .as("hook errors, the last: %s", CheckpointHooks.lastError())
                .isEqualTo(errorsExpected);
    }

    /** Declares that a hook failed on purpose. */
    void expectError() {
        errorsExpected++;
    }

    /** Returns a coordinator of a job with one running task, whose timer is the recording one. */
    CheckpointCoordinator coordinator(long minPause) throws Exception {
        return described(minPause).setTimer(timer).build(executor);
    }

    /**
     * Returns a coordinator of a job with several running tasks, whose timer is the recording one.
     *
     * @param failures the manager that counts its failures
     */
    CheckpointCoordinator coordinatorOf(int tasks, CheckpointFailureManager failures)
            throws Exception {
        return described(0).setTimer(timer).setFailureManager(failures).build(graphOf(tasks));
    }

    /** Returns a coordinator that stores its checkpoints below a directory. */
    CheckpointCoordinator storingIn(Path directory, ExecutionGraph graph) throws Exception {
        return described(0)
                .setTimer(timer)
                .setCheckpointStorage(new FileSystemCheckpointStorage(directory.toUri()))
                .build(graph);
    }

    /**
     * Returns a coordinator of a job with this submitted configuration, whose timer is the
     * recording one.
     */
    CheckpointCoordinator submittedAs(
            CheckpointCoordinatorConfiguration configuration, ExecutionGraph graph)
            throws Exception {
        return new CheckpointCoordinatorBuilder()
                .setCheckpointCoordinatorConfiguration(configuration)
                .setTimer(timer)
                .build(graph);
    }

    /** Returns a coordinator that adds completed checkpoints to this store. */
    CheckpointCoordinator storingIn(CompletedCheckpointStore store, ExecutionGraph graph)
            throws Exception {
        return described(0).setTimer(timer).setCompletedCheckpointStore(store).build(graph);
    }

    /** Returns a coordinator whose checkpoints are files below a directory, with this retention. */
    CheckpointCoordinator retaining(
            CheckpointRetentionPolicy retention,
            Path directory,
            CompletedCheckpointStore store,
            ExecutionGraph graph)
            throws Exception {
        return new CheckpointCoordinatorBuilder()
                .setCheckpointCoordinatorConfiguration(
                        CheckpointCoordinatorConfiguration.builder()
                                .setCheckpointRetentionPolicy(retention)
                                .build())
                .setTimer(timer)
                .setCheckpointStorage(new FileSystemCheckpointStorage(directory.toUri()))
                .setCompletedCheckpointStore(store)
                .build(graph);
    }

    /** Returns the graph of a job with one running task. */
    ExecutionGraph graph() throws Exception {
        return graphOf(1, new SimpleAckingTaskManagerGateway());
    }

    /** Returns a graph from Flink's own builder, which is package-private. */
    private ExecutionGraph graphOf(int tasks) throws Exception {
        return graphOf(tasks, new SimpleAckingTaskManagerGateway());
    }

    /** Returns the graph of a job with running tasks; the gateway receives their calls. */
    ExecutionGraph graphOf(int tasks, TaskManagerGateway gateway) throws Exception {
        Class<?> type =
                Class.forName(
                        CheckpointCoordinatorBuilder.class.getEnclosingClass().getName()
                                + "$CheckpointExecutionGraphBuilder");
        Constructor<?> constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        Object builder = constructor.newInstance();
        call(builder, "addJobVertex", new JobVertexID(), tasks, 128);
        call(builder, "setTaskManagerGateway", gateway);
        return (ExecutionGraph) call(builder, "build", executor);
    }

    private static Object call(Object target, String name, Object... arguments) throws Exception {
        for (Method method : target.getClass().getDeclaredMethods()) {
            if (method.getName().equals(name) && method.getParameterCount() == arguments.length) {
                method.setAccessible(true);
                return method.invoke(target, arguments);
            }
        }
        throw new NoSuchMethodException(name);
    }

    /** Returns a coordinator with threads of its own, and this store. */
    CheckpointCoordinator busyCoordinator(CompletedCheckpointStore store) throws Exception {
        // the thread that makes the execution graph is its main thread: here the timer's
        return busyTimer
                .submit(
                        () ->
                                described(0)
                                        .setTimer(new ScheduledExecutorServiceAdapter(busyTimer))
                                        .setIoExecutor(io)
                                        .setCompletedCheckpointStore(store)
                                        .build(executor))
                .get();
    }

    private static CheckpointCoordinatorBuilder described(long minPause) {
        return new CheckpointCoordinatorBuilder()
                .setCheckpointCoordinatorConfiguration(
                        CheckpointCoordinatorConfiguration.builder()
                                .setCheckpointInterval(INTERVAL)
                                .setCheckpointTimeout(TIMEOUT)
                                .setMinPauseBetweenCheckpoints(minPause)
                                .setMaxConcurrentCheckpoints(1)
                                .setCheckpointRetentionPolicy(
                                        CheckpointRetentionPolicy.NEVER_RETAIN_AFTER_TERMINATION)
                                .build());
    }

    /** Returns the control of a coordinator's job. */
    JobCheckpointControl jobOf(CheckpointCoordinator coordinator) {
        return register.of(FlinkField.of(coordinator, "job").toString());
    }
}
