// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.operation;

import io.github.ckptctl.control.change.ChangeExecutor;
import io.github.ckptctl.control.change.JobStateReference;
import io.github.ckptctl.control.engine.EngineReference;
import io.github.ckptctl.control.model.CallerContext;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.control.model.ChangeOutcome;
import io.github.ckptctl.control.model.JobSettings;
import io.github.ckptctl.control.model.Setting;
import io.github.ckptctl.control.model.TextSanitizer;
import io.github.ckptctl.control.model.UnalignedCapability;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import io.github.ckptctl.mbeans.Role;
import io.github.ckptctl.mbeans.SuspensionMode;
import io.github.ckptctl.mbeans.UnalignedCapable;
import io.github.ckptctl.mbeans.UnalignedResult;

import java.time.Clock;
import java.time.Duration;

/**
 * Service that enables unaligned checkpoints of one job while it runs, also where it was submitted
 * with aligned ones: at once if its tasks are capable, otherwise with a restart of its tasks from
 * the newest completed checkpoint.
 */
public final class UnalignedService {

    private static final String ACTION = "enableUnaligned";

    /** Time for which the JobMaster's main thread may be busy with other work. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final EngineReference engine;
    private final JobStateReference state;
    private final ChangeExecutor changes;
    private final SettingsService settings;
    private final Clock clock;

    public UnalignedService(
            EngineReference engine,
            JobStateReference state,
            ChangeExecutor changes,
            SettingsService settings,
            Clock clock) {
        this.engine = engine;
        this.state = state;
        this.changes = changes;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Makes checkpoints unaligned from the next one on; see the contract's {@code enableUnaligned}.
     *
     * @param allowRestart whether tasks that are not capable may be deployed again
     * @param reason why, for the history
     */
    public UnalignedResult enable(boolean allowRestart, String reason) {
        return changes.executeAndPersist(
                ACTION,
                allowRestart ? "with a restart if need be" : "without a restart",
                reason,
                () -> enableNow(allowRestart, reason));
    }

    private UnalignedResult enableNow(boolean allowRestart, String reason) {
        UnalignedCapability capability = engine.get().unalignedCapability();
        if (capability.state() == UnalignedCapable.YES) {
            long revision = settings.allowUnaligned(ACTION, reason);
            return new UnalignedResult(false, revision, -1, "", -1, capability.reason());
        }
        engine.requireCapability(Capability.UNALIGNED);
        if (!capability.isPossible()) {
            throw new UnsupportedOperationException(changes.rejection(capability.reason()));
        }
        CompletedCheckpointInfo newest = requireRestartPoint(capability);
        long age = Math.max(0, clock.millis() - newest.getCompletedAt());
        if (!allowRestart) {
            throw new IllegalStateException(
                    changes.rejection(
                            "not without a restart: "
                                    + capability.reason()
                                    + ". A restart would go back to checkpoint "
                                    + newest.getId()
                                    + ", completed "
                                    + age
                                    + " ms ago"));
        }
        CallerContext.require(Role.ADMIN, ACTION + " with a restart");
        return restart(capability, newest, age, reason);
    }

    private CompletedCheckpointInfo requireRestartPoint(UnalignedCapability capability) {
        if (state.suspension().mode() == SuspensionMode.ALL) {
            throw new IllegalStateException(
                    changes.rejection(
                            "everything is suspended, which a restart would undo the point of ("
                                    + capability.reason()
                                    + "); resume first"));
        }
        CompletedCheckpointInfo newest = engine.get().latestUnderLock();
        if (newest.getId() == -1 || newest.isDiscarded()) {
            throw new IllegalStateException(
                    changes.rejection(
                            capability.reason()
                                    + ", and no checkpoint has completed that the job could be"
                                    + " restarted from"));
        }
        return newest;
    }

    private UnalignedResult restart(
            UnalignedCapability capability,
            CompletedCheckpointInfo newest,
            long age,
            String reason) {
        JobSettings before = state.settings();
        // first, so that the tasks are deployed with the capability, whichever JobManager deploys
        // them
        long revision = settings.allowUnaligned(ACTION, reason);
        try {
            engine.get()
                    .redeploy(
                            "ckptctl: restarted for unaligned checkpoints, asked for by "
                                    + CallerContext.current()
                                    + (reason.isEmpty()
                                            ? ""
                                            : " (" + TextSanitizer.of(reason) + ")"),
                            PATIENCE);
        } catch (UnsupportedOperationException e) {
            settings.takeBack(ACTION, Setting.UNALIGNED_ENABLED, before);
            throw new UnsupportedOperationException(
                    changes.rejection(String.valueOf(e.getMessage())), e);
        } catch (RuntimeException e) {
            settings.takeBack(ACTION, Setting.UNALIGNED_ENABLED, before);
            throw new IllegalStateException(changes.rejection(String.valueOf(e.getMessage())), e);
        }
        changes.record(
                ACTION,
                "",
                "restarted from checkpoint " + newest.getId() + " or a later one",
                CallerContext.current(),
                reason,
                ChangeOutcome.DONE);
        return new UnalignedResult(
                true, revision, newest.getId(), newest.getExternalPath(), age, capability.reason());
    }
}
