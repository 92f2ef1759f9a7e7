// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

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

    private final JobCheckpointControl job;
    private final Clock clock;

    UnalignedService(JobCheckpointControl job, Clock clock) {
        this.job = job;
        this.clock = clock;
    }

    /**
     * Makes checkpoints unaligned from the next one on; see the contract's {@code enableUnaligned}.
     *
     * @param allowRestart whether tasks that are not capable may be deployed again
     * @param reason why, for the history
     */
    public UnalignedResult enable(boolean allowRestart, String reason) {
        return job.executeAndPersist(
                ACTION,
                allowRestart ? "with a restart if need be" : "without a restart",
                reason,
                () -> enableNow(allowRestart, reason));
    }

    private UnalignedResult enableNow(boolean allowRestart, String reason) {
        UnalignedCapability capability = job.engine().unalignedCapability();
        if (capability.state() == UnalignedCapable.YES) {
            long revision = job.settingsControl().allowUnaligned(ACTION, reason);
            return new UnalignedResult(false, revision, -1, "", -1, capability.reason());
        }
        job.requireCapability(Capability.UNALIGNED);
        if (!capability.isPossible()) {
            throw new UnsupportedOperationException(job.refusal(capability.reason()));
        }
        CompletedCheckpointInfo newest = requireRestartPoint(capability);
        long age = Math.max(0, clock.millis() - newest.getCompletedAt());
        if (!allowRestart) {
            throw new IllegalStateException(
                    job.refusal(
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
        if (job.suspension().current().mode() == SuspensionMode.ALL) {
            throw new IllegalStateException(
                    job.refusal(
                            "everything is suspended, which a restart would undo the point of ("
                                    + capability.reason()
                                    + "); resume first"));
        }
        CompletedCheckpointInfo newest = job.engine().latestUnderLock();
        if (newest.getId() == -1 || newest.isDiscarded()) {
            throw new IllegalStateException(
                    job.refusal(
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
        JobSettings before = job.settings();
        // first, so that the tasks are deployed with the capability, whichever JobManager deploys
        // them
        long revision = job.settingsControl().allowUnaligned(ACTION, reason);
        try {
            job.engine()
                    .redeploy(
                            "ckptctl: restarted for unaligned checkpoints, asked for by "
                                    + CallerContext.current()
                                    + (reason.isEmpty()
                                            ? ""
                                            : " (" + TextSanitizer.of(reason) + ")"),
                            PATIENCE);
        } catch (UnsupportedOperationException e) {
            job.settingsControl().takeBack(ACTION, Setting.UNALIGNED_ENABLED, before);
            throw new UnsupportedOperationException(job.refusal(String.valueOf(e.getMessage())), e);
        } catch (RuntimeException e) {
            job.settingsControl().takeBack(ACTION, Setting.UNALIGNED_ENABLED, before);
            throw new IllegalStateException(job.refusal(String.valueOf(e.getMessage())), e);
        }
        job.record(
                ACTION,
                "",
                "restarted from checkpoint " + newest.getId() + " or a later one",
                CallerContext.current(),
                reason,
                "DONE");
        return new UnalignedResult(
                true, revision, newest.getId(), newest.getExternalPath(), age, capability.reason());
    }
}
