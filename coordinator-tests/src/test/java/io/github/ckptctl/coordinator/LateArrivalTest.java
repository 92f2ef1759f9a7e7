// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.coordinator;

import io.github.ckptctl.agent.hook.HookSink;
import io.github.ckptctl.control.Job;
import io.github.ckptctl.control.JobCheckpoints;
import io.github.ckptctl.control.JobRegister;
import io.github.ckptctl.control.RecordKeeper;
import io.github.ckptctl.control.Setting;
import io.github.ckptctl.control.SettingLimits;
import io.github.ckptctl.flink.FlinkAccess;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobGraphTestUtils;
import org.apache.flink.runtime.jobgraph.tasks.CheckpointCoordinatorConfiguration.CheckpointCoordinatorConfigurationBuilder;
import org.apache.flink.runtime.jobgraph.tasks.JobCheckpointingSettings;
import org.apache.flink.runtime.jobmaster.JobMaster;
import org.apache.flink.runtime.jobmaster.utils.JobMasterBuilder;
import org.apache.flink.runtime.rpc.TestingRpcService;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** An agent that comes to a job that runs already. */
class LateArrivalTest {

    private final List<Runnable> background = new ArrayList<>();
    private final List<String> whyNotSettable = new ArrayList<>();
    private final JobRegister register =
            new JobRegister(
                    id ->
                            new JobCheckpoints(
                                    id,
                                    Clock.systemUTC(),
                                    (task, delay) -> () -> {},
                                    SettingLimits.NONE,
                                    RecordKeeper.ofMemory()),
                    new JobRegister.Listener() {
                        @Override
                        public void started(Job job) {
                            whyNotSettable.add(
                                    job.checkpoints()
                                            .settingsControl()
                                            .whyNotSettable(Setting.INTERVAL));
                        }

                        @Override
                        public void gone(Job job) {}
                    });

    @Test
    void showsAJobOnlyWithItsCoordinator() throws Exception {
        // given
        HookSink hooks =
                new FlinkAccess(getClass().getClassLoader())
                        .sink(register, Set.of(), background::add, storage -> {});
        try (TestingRpcService rpc = new TestingRpcService();
                JobMaster jobMaster = new JobMasterBuilder(job(), rpc).createJobMaster()) {
            // when
            hooks.jobMasterSeen(jobMaster);

            // then: before anything has run that may have to wait for the coordinator's lock
            assertThat(whyNotSettable).containsExactly("");
            assertThat(background).hasSize(1);
        }
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
