// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.coordinator;

import io.github.ckptctl.bootstrap.CheckpointHooks;
import io.github.ckptctl.control.JobCheckpointControl;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.control.model.Setting;
import io.github.ckptctl.flink.FlinkRuntime;
import io.github.ckptctl.flink.UnalignedPolicy;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStore;
import org.apache.flink.runtime.checkpoint.StandaloneCompletedCheckpointStore;
import org.apache.flink.runtime.executiongraph.utils.SimpleAckingTaskManagerGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Test of a Flink that lacks a capability: what needs it is rejected, everything else works. */
class MissingCapabilityTest {

    @RegisterExtension final WovenFlink flink = new WovenFlink();

    @Test
    void rejectsWhatIsMissingAndDoesTheRest() throws Exception {
        // given: the same coordinator, as if each capability in turn were missing
        for (Capability lost : Capability.values()) {
            CheckpointHooks.install(
                    new FlinkRuntime(getClass().getClassLoader())
                            .handler(
                                    flink.register,
                                    Set.of(lost),
                                    Runnable::run,
                                    storage -> {},
                                    UnalignedPolicy.ON_REQUEST));

            // when
            CheckpointCoordinator coordinator = flink.coordinator(0);
            JobCheckpointControl job = flink.jobOf(coordinator);

            // then
            assertThat(job.engine().capabilities()).doesNotContain(lost);
            change(job, "Timeout", "700000", lost == Capability.TIMEOUT);
            change(job, "SavepointTimeout", "800000", lost == Capability.SAVEPOINT_TIMEOUT);
            change(job, "InitialDelay", "5000", lost == Capability.INITIAL_DELAY);
            change(job, "MinPause", "100", lost == Capability.MIN_PAUSE);
            change(job, "Interval", "70000", lost == Capability.INTERVAL);
            change(
                    job,
                    "TolerableFailedCheckpoints",
                    "7",
                    lost == Capability.TOLERABLE_FAILED_CHECKPOINTS);
            change(job, "Retention", "RETAIN_ON_CANCELLATION", lost == Capability.RETENTION);
            change(job, "NumRetained", "3", lost == Capability.NUM_RETAINED);
            change(job, "MaxConcurrent", "2", lost == Capability.MAX_CONCURRENT);
            change(job, "AutoExtendBy", "10000", lost == Capability.RESCHEDULE);
            if (lost == Capability.SUSPENSION) {
                assertThatThrownBy(() -> job.suspension().suspend("ALL"))
                        .isInstanceOf(UnsupportedOperationException.class);
            } else {
                job.suspension().suspend("PERIODIC");
            }
            assertThat(coordinator.getCheckpointTimeout())
                    .isEqualTo(lost == Capability.TIMEOUT ? WovenFlink.TIMEOUT : 700_000);
            assertThat(job.settings().submitted().get(Setting.TIMEOUT))
                    .isEqualTo(lost == Capability.TIMEOUT ? -1 : WovenFlink.TIMEOUT);
        }
    }

    @Test
    void doesTheRestWithAStoreThatReturnsNothingOfItself() throws Exception {
        // given: a store of another high availability service
        Set<String> missing = Set.of("getMaxNumberOfRetainedCheckpoints", "getSharedStateRegistry");
        CompletedCheckpointStore store = new StandaloneCompletedCheckpointStore(1);
        CompletedCheckpointStore foreign =
                (CompletedCheckpointStore)
                        Proxy.newProxyInstance(
                                getClass().getClassLoader(),
                                new Class<?>[] {CompletedCheckpointStore.class},
                                (proxy, method, arguments) -> {
                                    if (missing.contains(method.getName())) {
                                        throw new UnsupportedOperationException("not here");
                                    }
                                    return method.invoke(store, arguments);
                                });

        // when
        CheckpointCoordinator coordinator =
                flink.storingIn(foreign, flink.graphOf(1, new SimpleAckingTaskManagerGateway()));
        JobCheckpointControl job = flink.jobOf(coordinator);

        // then
        change(job, "Timeout", "700000", false);
        assertThat(coordinator.getCheckpointTimeout()).isEqualTo(700_000);
        assertThat(job.engine().capabilities())
                .doesNotContain(Capability.NUM_RETAINED, Capability.PINS);
        assertThatThrownBy(
                        () -> job.settingsService().change(Map.of("NumRetained", "3"), "", 0, -1))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("does not return how many it retains")
                .hasMessageContaining("not here");
        assertThatThrownBy(() -> job.pins().pinCheckpoint(1, ""))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("does not return its registry of shared state");
        assertThat(CheckpointHooks.errors()).isZero();
    }

    private static void change(
            JobCheckpointControl job, String name, String value, boolean refused) {
        if (refused) {
            assertThatThrownBy(() -> job.settingsService().change(Map.of(name, value), "", 0, -1))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("this Flink lacks what the capability");
        } else {
            long before = job.settings().revision();
            assertThat(job.settingsService().change(Map.of(name, value), "", 0, -1))
                    .isEqualTo(before + 1);
        }
    }
}
