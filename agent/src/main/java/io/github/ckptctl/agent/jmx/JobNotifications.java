// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.jmx;

import io.github.ckptctl.control.JobCheckpointControl;
import io.github.ckptctl.control.change.JobListener;
import io.github.ckptctl.mbeans.CheckpointNotifications;
import io.github.ckptctl.mbeans.RescheduleResult;
import org.jspecify.annotations.Nullable;

import javax.management.MBeanNotificationInfo;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import javax.management.NotificationFilter;
import javax.management.NotificationListener;
import javax.management.ObjectName;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Broadcaster of the events of one job as JMX notifications, numbered in the order of the events.
 *
 * <p>Events come on Flink's threads; listeners run on the executor's. Until the first listener is
 * added an event is only counted.
 */
final class JobNotifications extends NotificationBroadcasterSupport implements JobListener {

    private final ObjectName source;
    private final JobCheckpointControl checkpoints;
    private final AtomicLong sequence = new AtomicLong();

    /** Whether there has ever been a listener; set before the first listener is added. */
    private volatile boolean heard;

    JobNotifications(ObjectName source, JobCheckpointControl checkpoints, Executor executor) {
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
                            CheckpointNotifications.TRANSACTION_EXPIRING,
                            CheckpointNotifications.JOB_GONE
                        },
                        Notification.class.getName(),
                        "Changes of the job's settings and what becomes of its checkpoints"));
        this.source = source;
        this.checkpoints = checkpoints;
    }

    @Override
    public void addNotificationListener(
            NotificationListener listener,
            @Nullable NotificationFilter filter,
            @Nullable Object handback) {
        heard = true;
        super.addNotificationListener(listener, filter, handback);
    }

    @Override
    public void settingsChanged(long revision, String from, String to) {
        send(
                () ->
                        notification(
                                CheckpointNotifications.SETTINGS_CHANGED,
                                "settings changed from " + from + " to " + to,
                                from,
                                to));
    }

    @Override
    public void suspended(String from, String to, String message) {
        send(() -> notification(CheckpointNotifications.SUSPENDED, message, from, to));
    }

    @Override
    public void resumed(String from) {
        send(
                () ->
                        notification(
                                CheckpointNotifications.RESUMED,
                                "checkpointing goes on",
                                from,
                                "NONE"));
    }

    @Override
    public void checkpointCompleted(long checkpointId, long durationMillis) {
        send(
                () ->
                        notification(
                                CheckpointNotifications.CHECKPOINT_COMPLETED,
                                "checkpoint "
                                        + checkpointId
                                        + " completed after "
                                        + durationMillis
                                        + " ms",
                                "",
                                Long.toString(checkpointId)));
    }

    @Override
    public void checkpointFailed(long checkpointId, String reason) {
        send(
                () ->
                        notification(
                                CheckpointNotifications.CHECKPOINT_FAILED,
                                "checkpoint " + checkpointId + " failed: " + reason,
                                Long.toString(checkpointId),
                                reason));
    }

    @Override
    public void checkpointRescheduled(RescheduleResult result) {
        send(
                () ->
                        notification(
                                CheckpointNotifications.CHECKPOINT_RESCHEDULED,
                                "checkpoint " + result.getId() + ": " + result.getOutcome(),
                                Long.toString(result.getOldDeadline()),
                                Long.toString(result.getNewDeadline())));
    }

    @Override
    public void checkpointExtended(RescheduleResult result, String missing) {
        send(
                () ->
                        notification(
                                CheckpointNotifications.CHECKPOINT_EXTENDED,
                                "checkpoint "
                                        + result.getId()
                                        + " got more time; still missing: "
                                        + missing,
                                Long.toString(result.getOldDeadline()),
                                Long.toString(result.getNewDeadline())));
    }

    @Override
    public void transactionExpiring(String message, long openedAt, long timesOutAt) {
        send(
                () ->
                        notification(
                                CheckpointNotifications.TRANSACTION_EXPIRING,
                                message,
                                Long.toString(openedAt),
                                Long.toString(timesOutAt)));
    }

    @Override
    public void jobGone() {
        send(
                () ->
                        notification(
                                CheckpointNotifications.JOB_GONE,
                                "the job has left this JobManager",
                                "",
                                ""));
    }

    /**
     * Creates and sends the notification of an event if there may be a listener, and counts the
     * event in any case.
     */
    private void send(Supplier<Notification> event) {
        if (heard) {
            sendNotification(event.get());
        } else {
            sequence.incrementAndGet();
        }
    }

    private Notification notification(String type, String message, String from, String to) {
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
        return notification;
    }
}
