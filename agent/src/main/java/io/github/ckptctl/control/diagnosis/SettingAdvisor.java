// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.diagnosis;

import io.github.ckptctl.control.engine.CheckpointEngine;
import io.github.ckptctl.control.model.CheckpointDetail;
import io.github.ckptctl.control.model.JobSettings;
import io.github.ckptctl.control.model.Setting;
import io.github.ckptctl.control.model.SubmittedSettings;
import io.github.ckptctl.control.model.UnalignedCapability;
import io.github.ckptctl.control.operation.SettingsService;
import io.github.ckptctl.mbeans.AdviceVerdict;
import io.github.ckptctl.mbeans.CheckpointPhase;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import io.github.ckptctl.mbeans.SettingAdvice;
import io.github.ckptctl.mbeans.UnalignedCapable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import static io.github.ckptctl.mbeans.AdviceVerdict.DOES_NOT_HELP;
import static io.github.ckptctl.mbeans.AdviceVerdict.HELPS;
import static io.github.ckptctl.mbeans.AdviceVerdict.MAY_HELP;

/**
 * Advisor on the settings that would help a checkpoint that waits in a certain phase. The rules:
 *
 * <ul>
 *   <li>More time ({@code Timeout}, for savepoints {@code SavepointTimeout} if set, {@code
 *       extendInFlight}, auto-extension) helps a checkpoint that makes progress, or where the
 *       latest completed one took as long, and one that expired; not one that failed for another
 *       reason. One without any acknowledgement may hang.
 *   <li>{@code AlignedTimeout} helps where barriers wait behind records (FLIP-76), in a job that
 *       was submitted unaligned, and never a savepoint; not where a snapshot is slow.
 *   <li>{@code enableUnaligned} does the same for a job that was submitted with aligned
 *       checkpoints, if necessary with a restart of its tasks. Edges that are pointwise or
 *       broadcast stay aligned ({@code RecordWriterOutput}, 1.18 to 2.3), so they gain nothing.
 *   <li>A longer {@code MinPause} or {@code Interval} reduces the load where snapshots are slow and
 *       follow each other closely; it does not make one checkpoint shorter.
 *   <li>{@code TolerableFailedCheckpoints} keeps the job alive, not the checkpoint.
 * </ul>
 */
final class SettingAdvisor {

    private final CheckpointEngine engine;
    private final SettingsService settings;
    private final CheckpointDetail subject;
    private final CheckpointPhase phase;
    private final List<SettingAdvice> all = new ArrayList<>();

    SettingAdvisor(
            CheckpointEngine engine,
            SettingsService settings,
            CheckpointDetail subject,
            CheckpointPhase phase) {
        this.engine = engine;
        this.settings = settings;
        this.subject = subject;
        this.phase = phase;
    }

    /** Returns all advice, the best first. */
    List<SettingAdvice> all() {
        moreTime();
        autoExtension();
        alignment();
        unaligned();
        rest();
        tolerance();
        all.sort(Comparator.comparing(SettingAdvice::getVerdict));
        return all;
    }

    private void moreTime() {
        JobSettings now = settings.current();
        Setting setting = now.timeoutSetting(subject.isSavepoint());
        String what =
                setting.attribute() + (subject.isInProgress() ? " with rescheduleInFlight()" : "");
        long timeout = now.effective(setting);
        CompletedCheckpointInfo latest = engine.latestCompleted();
        boolean expired = subject.isInProgress() || isExpired();
        if (!expired) {
            say(what, DOES_NOT_HELP, "it did not fail by its deadline: " + subject.failure());
        } else if (latest.getId() != -1 && latest.getDuration() >= timeout) {
            say(
                    what,
                    HELPS,
                    "checkpoint "
                            + latest.getId()
                            + " took "
                            + latest.getDuration()
                            + " ms, no less than the "
                            + timeout
                            + " ms allowed now");
        } else if (subject.acknowledged() > 0) {
            say(
                    what,
                    HELPS,
                    "it makes progress (" + counted() + ") and the timeout is " + timeout + " ms");
        } else {
            say(
                    what,
                    MAY_HELP,
                    "no subtask has acknowledged, so it may hang; the timeout is "
                            + timeout
                            + " ms");
        }
    }

    private void autoExtension() {
        String what = Setting.AUTO_EXTEND_ACK_PERCENT.attribute();
        int percent = subject.total() == 0 ? 0 : subject.acknowledged() * 100 / subject.total();
        long now = settings.current().effective(Setting.AUTO_EXTEND_ACK_PERCENT);
        if (!subject.isInProgress() && !isExpired()) {
            say(what, DOES_NOT_HELP, "it did not fail by its deadline");
        } else if (percent == 0) {
            say(
                    what,
                    DOES_NOT_HELP,
                    "it extends only what has acknowledgements, here " + counted());
        } else {
            say(
                    what,
                    now > 0 && now <= percent ? MAY_HELP : HELPS,
                    "at "
                            + Math.min(percent, Setting.AUTO_EXTEND_ACK_PERCENT.max())
                            + " % or less one like this gets more time at its deadline; it is at "
                            + (now == 0 ? "0 (off)" : now + " %"));
        }
    }

    private void alignment() {
        String what = Setting.ALIGNED_TIMEOUT.attribute();
        String why = settings.whyNotSettable(Setting.ALIGNED_TIMEOUT);
        if (subject.isSavepoint()) {
            say(what, DOES_NOT_HELP, "a savepoint is always aligned");
        } else if (phase == CheckpointPhase.SYNC || phase == CheckpointPhase.ASYNC) {
            say(what, DOES_NOT_HELP, "the time goes into the snapshot, not into the alignment");
        } else if (!why.isEmpty()) {
            say(what, DOES_NOT_HELP, "it cannot be changed: " + why);
        } else if (subject.isUnaligned() || isUnalignedAtOnce()) {
            say(what, DOES_NOT_HELP, "checkpoints are unaligned at once already");
        } else {
            say(
                    what,
                    phase == CheckpointPhase.UNKNOWN ? MAY_HELP : HELPS,
                    "at 0 the next checkpoint's barriers overtake the records in flight; it is "
                            + settings.current().effective(Setting.ALIGNED_TIMEOUT)
                            + " ms, and unaligned checkpoints are "
                            + (isUnalignedEnabled()
                                    ? "allowed"
                                    : "not allowed (UnalignedEnabled)"));
        }
    }

    /**
     * Adds the advice for a job whose checkpoints are aligned, by its submission or by a setting.
     */
    private void unaligned() {
        if (isUnalignedEnabled()) {
            return;
        }
        String what = "enableUnaligned";
        UnalignedCapability capability = engine.unalignedCapability();
        CompletedCheckpointInfo latest = engine.latestCompleted();
        if (subject.isSavepoint()) {
            say(what, DOES_NOT_HELP, "a savepoint is always aligned");
        } else if (phase == CheckpointPhase.SYNC || phase == CheckpointPhase.ASYNC) {
            say(what, DOES_NOT_HELP, "the time goes into the snapshot, not into the alignment");
        } else if (!capability.isPossible()) {
            say(what, DOES_NOT_HELP, "it cannot be done: " + capability.reason());
        } else {
            String cost =
                    capability.state() == UnalignedCapable.YES
                            ? "no task is restarted"
                            : "its tasks have to be restarted, from "
                                    + (latest.getId() == -1
                                            ? "a checkpoint that has yet to complete"
                                            : "checkpoint " + latest.getId());
            say(
                    what,
                    phase == CheckpointPhase.UNKNOWN ? MAY_HELP : HELPS,
                    "barriers overtake the records in flight from the next checkpoint on, where"
                            + " all subtasks of one task send to all of the next; "
                            + cost);
        }
    }

    private void rest() {
        long pause = settings.current().effective(Setting.MIN_PAUSE);
        long interval = settings.current().effective(Setting.INTERVAL);
        boolean backToBack = interval != SubmittedSettings.NONE && subject.duration() > interval;
        boolean snapshots = phase == CheckpointPhase.SYNC || phase == CheckpointPhase.ASYNC;
        String measured =
                "it took "
                        + subject.duration()
                        + " ms so far, with an interval of "
                        + Setting.INTERVAL.text(interval)
                        + " and a min pause of "
                        + Setting.MIN_PAUSE.text(pause);
        say(
                Setting.MIN_PAUSE.attribute() + " and " + Setting.INTERVAL.attribute(),
                backToBack && (snapshots || pause == 0) ? MAY_HELP : DOES_NOT_HELP,
                backToBack
                        ? "more of it leaves the job time of its own between checkpoints: "
                                + measured
                        : "no checkpoint gets shorter by it: " + measured);
    }

    private void tolerance() {
        long failures = engine.consecutiveFailures();
        long tolerated = settings.current().effective(Setting.TOLERABLE_FAILED_CHECKPOINTS);
        if (failures < 0 || tolerated < 0) {
            return;
        }
        say(
                Setting.TOLERABLE_FAILED_CHECKPOINTS.attribute(),
                tolerated - failures <= 1 ? MAY_HELP : DOES_NOT_HELP,
                failures
                        + " failed in a row and "
                        + tolerated
                        + " are tolerated before the job fails over; it keeps the job alive, not the"
                        + " checkpoint");
    }

    private boolean isExpired() {
        // CheckpointFailureReason.CHECKPOINT_EXPIRED, 1.18 to 2.3
        return subject.failure().contains("expired");
    }

    private boolean isUnalignedEnabled() {
        return settings.current().effective(Setting.UNALIGNED_ENABLED) == 1;
    }

    private boolean isUnalignedAtOnce() {
        return isUnalignedEnabled() && settings.current().effective(Setting.ALIGNED_TIMEOUT) == 0;
    }

    private String counted() {
        return subject.acknowledged() + " of " + subject.total() + " subtasks";
    }

    private void say(String setting, AdviceVerdict verdict, String why) {
        all.add(new SettingAdvice(setting, verdict, why));
    }
}
