// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.coordinator;

import io.github.ckptctl.bootstrap.CheckpointHookHandler;
import io.github.ckptctl.bootstrap.CheckpointHooks;
import io.github.ckptctl.control.JobCheckpointControl;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.checkpoint.CheckpointFailureManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Test of the adaptive scheduler's notifications of failed checkpoints; it rescales after some of
 * them.
 */
class AbortReportTest {

    @RegisterExtension final WovenFlink flink = new WovenFlink();

    private final AtomicInteger heard = new AtomicInteger();
    private CheckpointCoordinator coordinator;
    private JobCheckpointControl job;

    @BeforeEach
    void start() throws Exception {
        coordinator = flink.coordinator(0);
        job = flink.jobOf(coordinator);
        Object tracker = FlinkField.of(coordinator, "statsTracker");
        assumeTrue(
                tracker.getClass().getSimpleName().startsWith("Default"),
                "until 1.20 nobody hears of them");
        FlinkField.set(tracker, "checkpointStatsListener", listener());
    }

    @Test
    void ignoresCheckpointsThatAnOperatorAborted() {
        // given
        long id = trigger();

        // when
        job.deadlines().abortCheckpoint(id);

        // then: the statistics count it all the same
        assertThat(coordinator.getNumberOfPendingCheckpoints()).isZero();
        assertThat(job.engine().counts().failed()).isEqualTo(1);
        assertThat(heard).hasValue(0);
    }

    @Test
    void ignoresCheckpointsThatASuspensionAborted() {
        // given
        trigger();

        // when
        job.suspension().suspend("ALL");

        // then
        assertThat(job.engine().counts().failed()).isEqualTo(1);
        assertThat(heard).hasValue(0);
    }

    @Test
    void ignoresCheckpointsThatARescheduleEnded() throws Exception {
        // given: it is older than the new timeout
        trigger();
        job.settingsService().change(Map.of("Timeout", "10"), "", 0, -1);
        long end = System.nanoTime() + 20_000_000;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }

        // when
        job.deadlines().rescheduleInFlight();

        // then
        assertThat(job.engine().counts().failed()).isEqualTo(1);
        assertThat(heard).hasValue(0);
    }

    @Test
    void isNotifiedOfAnExpiredCheckpoint() {
        // given
        trigger();

        // when
        flink.timer.armed("CheckpointCanceller").forEach(armed -> armed.runnable.run());

        // then
        assertThat(job.engine().counts().failed()).isEqualTo(1);
        assertThat(heard).hasValue(1);
    }

    @Test
    void isNotifiedOfAllFailuresWhenTheHookFails() {
        // given
        long id = trigger();
        CheckpointHooks.install(
                new CheckpointHookHandler() {
                    @Override
                    public boolean isOwnAbort() {
                        flink.expectError();
                        throw new IllegalStateException("broken on purpose");
                    }
                });

        // when
        job.deadlines().abortCheckpoint(id);

        // then
        assertThat(coordinator.getNumberOfPendingCheckpoints()).isZero();
        assertThat(heard).hasValue(1);
    }

    private long trigger() {
        WovenFlink.ask(coordinator);
        flink.timer.runQueued();
        return coordinator.getPendingCheckpoints().keySet().iterator().next();
    }

    private Object listener() throws ClassNotFoundException {
        // by name: 1.20 has no such type
        String type = CheckpointFailureManager.class.getPackageName() + ".CheckpointStatsListener";
        return Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Class.forName(type)},
                (proxy, method, arguments) -> {
                    heard.incrementAndGet();
                    return null;
                });
    }
}
