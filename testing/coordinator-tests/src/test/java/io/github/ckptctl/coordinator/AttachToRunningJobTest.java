// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.coordinator;

import io.github.ckptctl.bootstrap.CheckpointHookHandler;
import io.github.ckptctl.control.Job;
import io.github.ckptctl.control.JobCheckpointControl;
import io.github.ckptctl.control.JobRegistry;
import io.github.ckptctl.control.change.RecordPersister;
import io.github.ckptctl.control.engine.CheckpointEngine;
import io.github.ckptctl.control.model.JobRecord;
import io.github.ckptctl.control.model.Setting;
import io.github.ckptctl.control.model.SettingLimits;
import io.github.ckptctl.control.model.Suspension;
import io.github.ckptctl.flink.FlinkRuntime;
import io.github.ckptctl.flink.UnalignedPolicy;
import io.github.ckptctl.mbeans.SuspensionMode;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.checkpoint.CheckpointProperties;
import org.apache.flink.runtime.checkpoint.CheckpointRetentionPolicy;
import org.apache.flink.runtime.checkpoint.CompletedCheckpoint;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobGraphTestUtils;
import org.apache.flink.runtime.jobgraph.tasks.CheckpointCoordinatorConfiguration.CheckpointCoordinatorConfigurationBuilder;
import org.apache.flink.runtime.jobgraph.tasks.JobCheckpointingSettings;
import org.apache.flink.runtime.jobmaster.JobMaster;
import org.apache.flink.runtime.jobmaster.utils.JobMasterBuilder;
import org.apache.flink.runtime.rpc.TestingRpcService;
import org.apache.flink.runtime.scheduler.SchedulerBase;
import org.apache.flink.runtime.state.testutils.TestCompletedCheckpointStorageLocation;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

import static org.assertj.core.api.Assertions.assertThat;

/** Test of an agent that is attached to a running job. */
class AttachToRunningJobTest {

    private final List<Runnable> background = new ArrayList<>();
    private final List<String> whyNotSettable = new ArrayList<>();
    private final OneRecord record = new OneRecord();
    private Function<String, RecordPersister> keepers = id -> RecordPersister.ofMemory();
    private final JobRegistry register =
            new JobRegistry(
                    id ->
                            new JobCheckpointControl(
                                    id,
                                    Clock.systemUTC(),
                                    (task, delay) -> () -> {},
                                    SettingLimits.NONE,
                                    keepers.apply(id)),
                    new JobRegistry.Listener() {
                        @Override
                        public void started(Job job) {
                            whyNotSettable.add(
                                    job.checkpoints()
                                            .settingsService()
                                            .whyNotSettable(Setting.INTERVAL));
                        }

                        @Override
                        public void gone(Job job) {}
                    });

    @Test
    void showsAJobOnlyWithItsCoordinator() throws Exception {
        // given
        CheckpointHookHandler hooks =
                new FlinkRuntime(getClass().getClassLoader())
                        .handler(
                                register,
                                Set.of(),
                                background::add,
                                storage -> {},
                                UnalignedPolicy.ON_REQUEST);
        try (TestingRpcService rpc = new TestingRpcService();
                JobMaster jobMaster = new JobMasterBuilder(job(), rpc).createJobMaster()) {
            // when
            hooks.jobMasterSeen(jobMaster);

            // then: before anything has run that may have to wait for the coordinator's lock
            assertThat(whyNotSettable).containsExactly("");
            assertThat(background).hasSize(1);
        }
    }

    @Test
    void findsTheCoordinatorOfAJobSubmittedBeforeTheWeaving() throws Exception {
        // given: a record, as the agent of another JobManager has left it
        JobGraph job = job();
        leaveASuspension(job.getJobID().toString());
        CheckpointHookHandler hooks = handler();
        try (TestingRpcService rpc = new TestingRpcService();
                JobMaster jobMaster = new JobMasterBuilder(job, rpc).createJobMaster()) {
            // when: its constructor was not instrumented, its onStart is
            hooks.jobMasterStarted(jobMaster);
            JobCheckpointControl control = register.of(job.getJobID().toString());
            assertThat(control.awaitRecovery()).isEmpty();

            // then: the shown state is effective too
            assertThat(control.suspension().current().mode()).isEqualTo(SuspensionMode.PERIODIC);
            assertThat(hooks.isTriggerGated(coordinatorOf(jobMaster))).isTrue();
            assertThat(whyNotSettable).containsExactly("");
        }
    }

    @Test
    void suspendsACoordinatorThatComesAfterItsRecord() throws Exception {
        // given: the record is read before the coordinator is attached
        JobGraph job = job();
        String id = job.getJobID().toString();
        leaveASuspension(id);
        CheckpointHookHandler hooks = handler();
        JobCheckpointControl control = register.of(id);
        assertThat(control.awaitRecovery()).isEmpty();
        try (TestingRpcService rpc = new TestingRpcService();
                JobMaster jobMaster = new JobMasterBuilder(job, rpc).createJobMaster()) {
            coordinatorOf(jobMaster).startCheckpointScheduler();

            // when
            hooks.jobMasterSeen(jobMaster);
            assertThat(control.engine().nextTriggerIn()).isPresent();
            background.forEach(Runnable::run);

            // then
            assertThat(control.suspension().current().mode()).isEqualTo(SuspensionMode.PERIODIC);
            assertThat(control.engine().nextTriggerIn()).isEmpty();
        }
    }

    @Test
    void leavesTheCoordinatorOfAJobMasterThatHasStoppedAlone() throws Exception {
        // given
        JobGraph job = job();
        String id = job.getJobID().toString();
        CheckpointHookHandler hooks = handler();
        try (TestingRpcService rpc = new TestingRpcService();
                JobMaster first = new JobMasterBuilder(job, rpc).createJobMaster();
                JobMaster second = new JobMasterBuilder(job, rpc).createJobMaster()) {
            hooks.jobMasterSeen(first);
            JobCheckpointControl control = register.of(id);

            // when: another JobManager may lead the job by now, and have its record
            hooks.jobMasterStopping(first);
            hooks.coordinatorRestored(coordinatorOf(first), OptionalLong.empty());
            // one that the adaptive scheduler was creating meanwhile
            hooks.coordinatorCreated(coordinatorOf(second));

            // then
            assertThat(register.find(id)).isNull();

            // and: it is for the next JobMaster of the job
            hooks.jobMasterCreated(second);
            hooks.coordinatorCreated(coordinatorOf(second));
            hooks.jobMasterStarted(second);
            JobCheckpointControl next = register.of(id);
            assertThat(next).isNotSameAs(control);
            CheckpointEngine engine = next.engine();
            hooks.coordinatorRestored(coordinatorOf(first), OptionalLong.empty());
            assertThat(next.engine()).isSameAs(engine);
            hooks.jobMasterStopping(first);
            assertThat(hooks.timeout(coordinatorOf(second), 7)).isEqualTo(7);
            next.settingsService().change(Map.of("Timeout", "5000"), "", 0, -1);
            assertThat(hooks.timeout(coordinatorOf(second), 7)).isEqualTo(5_000);
        }
    }

    @Test
    void knowsWhatIsKeptWhenTheStoreAsksAfterTheJobHasLeft() throws Exception {
        // given
        JobGraph job = job();
        CheckpointHookHandler hooks = handler();
        CheckpointProperties none =
                CheckpointProperties.forCheckpoint(
                        CheckpointRetentionPolicy.NEVER_RETAIN_AFTER_TERMINATION);
        CompletedCheckpoint checkpoint =
                new CompletedCheckpoint(
                        job.getJobID(),
                        1,
                        1,
                        2,
                        Map.of(),
                        List.of(),
                        none,
                        new TestCompletedCheckpointStorageLocation(),
                        null);
        try (TestingRpcService rpc = new TestingRpcService();
                JobMaster jobMaster = new JobMasterBuilder(job, rpc).createJobMaster()) {
            hooks.jobMasterSeen(jobMaster);
            JobCheckpointControl control = register.of(job.getJobID().toString());
            assertThat(hooks.retention(checkpoint, none)).isSameAs(none);
            control.settingsService()
                    .change(Map.of("Retention", "RETAIN_ON_CANCELLATION"), "", 0, -1);

            // when: it stops, and Flink shuts its store down
            hooks.jobMasterStopping(jobMaster);

            // then
            assertThat(register.find(job.getJobID().toString())).isNull();
            assertThat(hooks.retention(checkpoint, none))
                    .isEqualTo(
                            CheckpointProperties.forCheckpoint(
                                    CheckpointRetentionPolicy.RETAIN_ON_CANCELLATION));
        }
    }

    private CheckpointHookHandler handler() {
        return new FlinkRuntime(getClass().getClassLoader())
                .handler(
                        register,
                        Set.of(),
                        background::add,
                        storage -> {},
                        UnalignedPolicy.ON_REQUEST);
    }

    private void leaveASuspension(String jobId) {
        keepers = id -> record.keeper(id, Duration.ofMinutes(2));
        record.kept =
                new JobRecord(
                        3,
                        -1,
                        Map.of(),
                        new Suspension(SuspensionMode.PERIODIC, 0, "test", jobId, -1),
                        List.of());
    }

    private static CheckpointCoordinator coordinatorOf(JobMaster master) {
        return ((SchedulerBase) FlinkField.of(master, "schedulerNG"))
                .getExecutionGraph()
                .getCheckpointCoordinator();
    }

    private static JobGraph job() {
        JobGraph job = JobGraphTestUtils.singleNoOpJobGraph();
        job.setSnapshotSettings(
                new JobCheckpointingSettings(
                        new CheckpointCoordinatorConfigurationBuilder()
                                .setCheckpointInterval(WovenFlink.INTERVAL)
                                .build(),
                        null));
        return job;
    }
}
