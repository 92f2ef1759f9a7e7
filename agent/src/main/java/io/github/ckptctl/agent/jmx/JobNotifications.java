// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.jmx;

import io.github.ckptctl.control.JobCheckpoints;
import io.github.ckptctl.control.JobListener;
import io.github.ckptctl.mbeans.CheckpointNotifications;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import io.github.ckptctl.mbeans.RescheduleResult;

import javax.management.MBeanNotificationInfo;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import javax.management.ObjectName;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends what happens to one job as JMX notifications, numbered in the order of the events.
 *
 * <p>Events come on Flink's threads; listeners run on the executor's.
 */
final class JobNotifications extends NotificationBroadcasterSupport implements JobListener {

    private final ObjectName source;
    private final JobCheckpoints checkpoints;
    private final AtomicLong sequence = new AtomicLong();

    JobNotifications(ObjectName source, JobCheckpoints checkpoints, Executor executor) {
        super(
                executor,
                new MBeanNotificationInfo(
                        new String[] {
                            CheckpointNotifications.SETTINGS_CHANGED,
                            CheckpointNotifications.SUSPENDED,
                            CheckpointNotifications.RESUMED,
                            CheckpointNotifications.CHECKPOINT_COMPLETED,
                            CheckpointNotifications.CHECKPOINT_FAILED,
                            CheckpointNotifications.CHECKPOINT_RESCHEDULED,
                            CheckpointNotifications.CHECKPOINT_EXTENDED,
                            CheckpointNotifications.JOB_GONE
                        },
                        Notification.class.getName(),
                        "Changes of the job's settings and what becomes of its checkpoints"));
        this.source = source;
        this.checkpoints = checkpoints;
    }

    @Override
    public void settingsChanged(long revision, String from, String to) {
        send(
                CheckpointNotifications.SETTINGS_CHANGED,
                "settings changed from " + from + " to " + to,
                from,
                to);
    }

    @Override
    public void suspended(String from, String to, String message) {
        send(CheckpointNotifications.SUSPENDED, message, from, to);
    }

    @Override
    public void resumed(String from) {
        send(CheckpointNotifications.RESUMED, "checkpointing goes on", from, "NONE");
    }

    @Override
    public void checkpointCompleted(CompletedCheckpointInfo checkpoint) {
        send(
                CheckpointNotifications.CHECKPOINT_COMPLETED,
                "checkpoint "
                        + checkpoint.getId()
                        + " completed after "
                        + checkpoint.getDuration()
                        + " ms",
                "",
                Long.toString(checkpoint.getId()));
    }

    @Override
    public void checkpointFailed(long checkpointId, String reason) {
        send(
                CheckpointNotifications.CHECKPOINT_FAILED,
                "checkpoint " + checkpointId + " failed: " + reason,
                Long.toString(checkpointId),
                reason);
    }

    @Override
    public void checkpointRescheduled(RescheduleResult result) {
        send(
                CheckpointNotifications.CHECKPOINT_RESCHEDULED,
                "checkpoint " + result.getId() + ": " + result.getOutcome(),
                Long.toString(result.getOldDeadline()),
                Long.toString(result.getNewDeadline()));
    }

    @Override
    public void checkpointExtended(RescheduleResult result, String missing) {
        send(
                CheckpointNotifications.CHECKPOINT_EXTENDED,
                "checkpoint " + result.getId() + " got more time; still missing: " + missing,
                Long.toString(result.getOldDeadline()),
                Long.toString(result.getNewDeadline()));
    }

    @Override
    public void jobGone() {
        send(CheckpointNotifications.JOB_GONE, "the job has left this JobManager", "", "");
    }

    private void send(String type, String message, String from, String to) {
        Notification notification =
                new Notification(
                        type,
                        source,
                        sequence.incrementAndGet(),
                        System.currentTimeMillis(),
                        message);
        Map<String, Object> data = new HashMap<>();
        data.put("jobId", checkpoints.jobId());
        data.put("revision", checkpoints.settings().revision());
        data.put("from", from);
        data.put("to", to);
        notification.setUserData(data);
        sendNotification(notification);
    }
}
