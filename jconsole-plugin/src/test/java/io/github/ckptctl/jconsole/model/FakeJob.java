// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.model;

import io.github.ckptctl.mbeans.ChangeHistoryEntry;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.CheckpointDescription;
import io.github.ckptctl.mbeans.CheckpointNotifications;
import io.github.ckptctl.mbeans.CheckpointObjectNames;
import io.github.ckptctl.mbeans.CheckpointSetting;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import io.github.ckptctl.mbeans.FailedCheckpointInfo;
import io.github.ckptctl.mbeans.FailedHolders;
import io.github.ckptctl.mbeans.HolderStack;
import io.github.ckptctl.mbeans.HolderStacks;
import io.github.ckptctl.mbeans.JobEnd;
import io.github.ckptctl.mbeans.PendingCheckpointInfo;
import io.github.ckptctl.mbeans.RescheduleOutcome;
import io.github.ckptctl.mbeans.RescheduleResult;
import io.github.ckptctl.mbeans.SettingChange;
import io.github.ckptctl.mbeans.SettingOrigin;
import io.github.ckptctl.mbeans.SettingsForecast;
import io.github.ckptctl.mbeans.SuspensionMode;
import io.github.ckptctl.mbeans.SuspensionResult;
import io.github.ckptctl.mbeans.TaskCheckpointInfo;

import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import javax.management.ObjectName;
import javax.management.StandardEmitterMBean;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A fake of a job's MBean: the contract's own interface, with a job that never runs. */
public final class FakeJob implements InvocationHandler {

    /** The time of everything in this fake, in milliseconds since the epoch. */
    public static final long NOW = 1_800_000_000_000L;

    private final NotificationBroadcasterSupport notifications =
            new NotificationBroadcasterSupport();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Set<String> operations = ConcurrentHashMap.newKeySet();
    private final String id;
    private final String name;
    private final String why;
    volatile JobEnd[] survives = {JobEnd.KILL, JobEnd.SHUTDOWN};
    private volatile long timeout = 600_000;
    private volatile SuspensionMode suspension = SuspensionMode.NONE;

    private FakeJob(String id, String name, String why) {
        this.id = id;
        this.name = name;
        this.why = why;
    }

    /** Registers a job and returns it. */
    public static FakeJob register(MBeanServer server, String name, String id) throws JMException {
        return register(
                server, CheckpointObjectNames.coordinator(name, id), "Orders, EU", "why", id);
    }

    /** Registers a job with any name, whose settings were changed for any reason. */
    public static FakeJob register(
            MBeanServer server, ObjectName bean, String name, String why, String id)
            throws JMException {
        FakeJob job = new FakeJob(id, name, why);
        CheckpointCoordinatorMXBean proxy =
                (CheckpointCoordinatorMXBean)
                        Proxy.newProxyInstance(
                                FakeJob.class.getClassLoader(),
                                new Class<?>[] {CheckpointCoordinatorMXBean.class},
                                job);
        server.registerMBean(
                new StandardEmitterMBean(
                        proxy, CheckpointCoordinatorMXBean.class, true, job.notifications),
                bean);
        return job;
    }

    /** Returns the MBean name of a job. */
    public static ObjectName name(String name, String id) {
        return CheckpointObjectNames.coordinator(name, id);
    }

    /** Returns the operations that were called, with their arguments. */
    public List<String> calls() {
        return calls;
    }

    /** Returns the names of the operations that were called. */
    public Set<String> operations() {
        return operations;
    }

    /** Returns the message with which a job rejects an abort. */
    static String notInFlight(String id) {
        return "job " + id + ": checkpoint is not in flight";
    }

    /** Returns the timeout that was set last. */
    public long timeout() {
        return timeout;
    }

    /** Sends a notification. */
    public void send() {
        Notification sent =
                new Notification(
                        CheckpointNotifications.SETTINGS_CHANGED,
                        "bean",
                        1,
                        NOW,
                        "Timeout changed");
        notifications.sendNotification(sent);
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) {
        String name = method.getName();
        if (!name.matches("(get|is|set)[A-Z].*")) {
            operations.add(name);
        }
        if (arguments != null) {
            calls.add(name + List.of(arguments));
        }
        switch (name) {
            case "getJobId":
                return id;
            case "getJobName":
                return this.name;
            case "getJobStatus":
                return "RUNNING";
            case "getTimeout":
                return timeout;
            case "getSuspension":
                return suspension;
            case "getSettings":
                return new CheckpointSetting[] {
                    new CheckpointSetting(
                            "Timeout",
                            "ms",
                            600_000,
                            timeout,
                            timeout == 600_000 ? SettingOrigin.SUBMITTED : SettingOrigin.OVERRIDE,
                            NOW,
                            "jmx-local",
                            "why",
                            -1,
                            true,
                            "",
                            "600000",
                            Long.toString(timeout)),
                    new CheckpointSetting(
                            "AlignedTimeout",
                            "ms",
                            -1,
                            -1,
                            SettingOrigin.SUBMITTED,
                            -1,
                            "",
                            "",
                            -1,
                            false,
                            "submitted with aligned checkpoints",
                            "",
                            ""),
                    new CheckpointSetting(
                            "Retention",
                            "text",
                            0,
                            2,
                            SettingOrigin.OVERRIDE,
                            NOW,
                            "jmx-local",
                            "",
                            -1,
                            true,
                            "",
                            "NO_EXTERNALIZED_CHECKPOINTS",
                            "RETAIN_ON_CANCELLATION")
                };
            case "getPendingCheckpoints":
                return new PendingCheckpointInfo[] {
                    new PendingCheckpointInfo(12, "CHECKPOINT", NOW - 10_000, NOW + 30_000, 3, 4, 1)
                };
            case "getNextDeadlineIn":
                return 30_000L;
            case "getLatestCompletedCheckpoint":
                return completed();
            case "getLatestCompletedId":
                return 9L;
            case "getMillisToTransactionTimeout":
                return -1L;
            case "getRescalePending":
                return 0;
            case "getForcedRescaleAt":
                return -1L;
            case "getLatestFailedCheckpoint":
                return new FailedCheckpointInfo(11, NOW - 40_000, NOW - 30_000, "expired");
            case "getHistory":
                return new ChangeHistoryEntry[] {
                    new ChangeHistoryEntry(
                            NOW, 1, "updateSettings", "a", "b", "jmx-local", why, "DONE")
                };
            case "describeCheckpoint":
                return described((Long) arguments[0]);
            case "forecastSettings":
                return new SettingsForecast(
                        1,
                        new String[0],
                        new String[] {"mind the gap"},
                        new SettingChange[] {
                            new SettingChange(
                                    "Timeout",
                                    "ms",
                                    timeout,
                                    Long.parseLong(((Map<?, ?>) arguments[0]).get("Timeout") + ""),
                                    Long.toString(timeout),
                                    ((Map<?, ?>) arguments[0]).get("Timeout") + "")
                        },
                        -1,
                        new RescheduleResult[0]);
            case "updateSettings":
                timeout = Long.parseLong(((Map<?, ?>) arguments[0]).get("Timeout") + "");
                return 2L;
            case "rescheduleInFlight":
                return new RescheduleResult[] {
                    new RescheduleResult(
                            12, NOW + 30_000, NOW + 90_000, RescheduleOutcome.RESCHEDULED)
                };
            case "abortCheckpoint":
                throw new IllegalArgumentException(notInFlight(id));
            case "stacksOfHolders":
                return new HolderStacks(
                        12,
                        1,
                        new HolderStack[] {
                            new HolderStack(
                                    "Count",
                                    "ab",
                                    1,
                                    "host",
                                    "tm-7",
                                    "Count (2/2)#0",
                                    new String[] {"RUNNABLE", "at Fetch.read"},
                                    "")
                        },
                        "3 more subtasks hold it");
            case "failHoldingTasks":
                return new FailedHolders(
                        12,
                        new String[] {"Count (2/2) on host"},
                        completed(),
                        60_000,
                        "Flink does not wait");
            case "suspend":
                suspension = SuspensionMode.valueOf((String) arguments[0]);
                return result();
            case "resume":
                suspension = SuspensionMode.NONE;
                return result();
            default:
                return other(method.getReturnType());
        }
    }

    private CompletedCheckpointInfo completed() {
        return new CompletedCheckpointInfo(
                9,
                "file:/c/9",
                "CHECKPOINT",
                NOW - 60_000,
                NOW - 58_000,
                2_000,
                1 << 22,
                1 << 20,
                0,
                0,
                0,
                0,
                false,
                survives);
    }

    private CheckpointDescription described(long checkpoint) {
        if (checkpoint != 8 && checkpoint != 10) {
            throw new IllegalArgumentException("forgotten");
        }
        return new CheckpointDescription(
                checkpoint,
                "CHECKPOINT",
                checkpoint == 8 ? "COMPLETED" : "FAILED",
                checkpoint == 8 ? "" : "declined",
                NOW - 90_000,
                1_500,
                4,
                4,
                false,
                0,
                0,
                0,
                0,
                0,
                0,
                1 << 22,
                1 << 19,
                "",
                new TaskCheckpointInfo[0]);
    }

    private SuspensionResult result() {
        return new SuspensionResult(
                9,
                "file:/c/9",
                "CHECKPOINT",
                NOW,
                NOW,
                2_000,
                0,
                0,
                0,
                0,
                false,
                survives,
                suspension,
                suspension == SuspensionMode.NONE ? -1 : NOW,
                -1,
                true,
                0,
                -1,
                new String[0]);
    }

    private static Object other(Class<?> type) {
        if (type == long.class) {
            return 0L;
        }
        if (type == double.class) {
            return 0.0;
        }
        if (type == boolean.class) {
            return false;
        }
        return type == String[].class ? new String[0] : null;
    }
}
