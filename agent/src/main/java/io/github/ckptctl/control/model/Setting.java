// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.model;

import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Setting of a job that can be changed while the job runs, with its range. */
public enum Setting {
    /** Milliseconds that a checkpoint may take; {@code execution.checkpointing.timeout}. */
    TIMEOUT(
            "Timeout",
            "ms",
            CheckpointCoordinatorMXBean.MIN_DURATION,
            CheckpointCoordinatorMXBean.MAX_DURATION,
            Capability.TIMEOUT),

    /**
     * Milliseconds that a savepoint may take, 0 for as long as any checkpoint. Flink has no such
     * option.
     */
    SAVEPOINT_TIMEOUT(
            "SavepointTimeout",
            "ms",
            0,
            CheckpointCoordinatorMXBean.MAX_DURATION,
            Capability.SAVEPOINT_TIMEOUT),

    /**
     * Milliseconds between periodic triggers; {@code execution.checkpointing.interval}. The least
     * value is Flink's: {@code CheckpointCoordinatorConfiguration}, checked in 1.18 to 2.3.
     */
    INTERVAL(
            "Interval",
            "ms",
            CheckpointCoordinatorMXBean.MIN_DURATION,
            CheckpointCoordinatorMXBean.MAX_DURATION,
            Capability.INTERVAL),

    /**
     * Milliseconds from the start of Flink's scheduler to the first periodic trigger, after a start
     * or a restore of the job. Flink has no such option, and draws a delay at random.
     */
    INITIAL_DELAY(
            "InitialDelay",
            "ms",
            0,
            CheckpointCoordinatorMXBean.MAX_DURATION,
            Capability.INITIAL_DELAY),

    /**
     * Milliseconds from a checkpoint's end to the next periodic trigger; {@code
     * execution.checkpointing.min-pause}. One year at most, as in Flink.
     */
    MIN_PAUSE("MinPause", "ms", 0, CheckpointCoordinatorMXBean.MAX_MIN_PAUSE, Capability.MIN_PAUSE),

    /**
     * Milliseconds between periodic triggers while a source works off a backlog, 0 for none; {@code
     * execution.checkpointing.interval-during-backlog}.
     */
    INTERVAL_DURING_BACKLOG(
            "IntervalDuringBacklog",
            "ms",
            0,
            CheckpointCoordinatorMXBean.MAX_DURATION,
            Capability.INTERVAL_DURING_BACKLOG),

    /**
     * Milliseconds after which an alignment gives way to an unaligned checkpoint, 0 for at once;
     * {@code execution.checkpointing.aligned-checkpoint-timeout}.
     */
    ALIGNED_TIMEOUT(
            "AlignedTimeout",
            "ms",
            0,
            CheckpointCoordinatorMXBean.MAX_DURATION,
            Capability.ALIGNMENT),

    /** Whether checkpoints may be unaligned, 1 or 0. */
    UNALIGNED_ENABLED(
            "UnalignedEnabled", Setting.FLAG, List.of("false", "true"), Capability.ALIGNMENT),

    /**
     * Consecutive failures that do not fail the job over; the greatest int is Flink's "unlimited".
     */
    TOLERABLE_FAILED_CHECKPOINTS(
            "TolerableFailedCheckpoints",
            "count",
            0,
            Integer.MAX_VALUE,
            Capability.TOLERABLE_FAILED_CHECKPOINTS),

    /**
     * Completed checkpoints that Flink retains when the job ends, the least first; {@code
     * execution.checkpointing.externalized-checkpoint-retention}.
     */
    RETENTION(
            "Retention",
            Setting.TEXT,
            List.of(
                    CheckpointCoordinatorMXBean.NO_EXTERNALIZED_CHECKPOINTS,
                    CheckpointCoordinatorMXBean.DELETE_ON_CANCELLATION,
                    CheckpointCoordinatorMXBean.RETAIN_ON_CANCELLATION),
            Capability.RETENTION),

    /** Completed checkpoints that Flink retains; {@code execution.checkpointing.num-retained}. */
    NUM_RETAINED("NumRetained", "count", 1, Integer.MAX_VALUE, Capability.NUM_RETAINED),

    /**
     * Checkpoints that may be in flight at once; {@code
     * execution.checkpointing.max-concurrent-checkpoints}.
     */
    MAX_CONCURRENT("MaxConcurrent", "count", 1, Integer.MAX_VALUE, Capability.MAX_CONCURRENT),

    /**
     * Milliseconds after which a broker aborts a transaction of the job's sinks, 0 if not known. A
     * value between 0 and the least timeout is not legal.
     */
    TRANSACTION_TIMEOUT(
            "TransactionTimeout",
            "ms",
            0,
            CheckpointCoordinatorMXBean.MAX_DURATION,
            Capability.LATEST_CHECKPOINT),

    /** Action before the oldest transaction times out. */
    TRANSACTION_GUARD(
            "TransactionGuard", Setting.TEXT, TransactionGuard.TEXTS, Capability.LATEST_CHECKPOINT),

    /** Percent of acknowledged tasks from which a checkpoint gets more time; 0 is off. */
    AUTO_EXTEND_ACK_PERCENT("AutoExtendAckPercent", "%", 0, 99, Capability.RESCHEDULE),

    /** Milliseconds by which a checkpoint is extended each time. */
    AUTO_EXTEND_BY(
            "AutoExtendBy",
            "ms",
            CheckpointCoordinatorMXBean.MIN_DURATION,
            CheckpointCoordinatorMXBean.MAX_DURATION,
            Capability.RESCHEDULE),

    /** Maximum number of extensions of a checkpoint. */
    AUTO_EXTEND_LIMIT("AutoExtendLimit", "count", 1, Integer.MAX_VALUE, Capability.RESCHEDULE);

    /** The unit of a setting that is on or off. */
    private static final String FLAG = "0/1";

    /** The unit of a setting that is one of several texts. */
    private static final String TEXT = "text";

    /** All settings; {@link #values} copies them each time. */
    public static final List<Setting> ALL = List.of(values());

    private final String attribute;
    private final String unit;
    private final long min;
    private final long max;
    private final Capability capability;

    /** The texts that represent the values from 0 on, empty where a value is a number. */
    @SuppressWarnings("ImmutableEnumChecker") // immutable, from List.of
    private final List<String> texts;

    Setting(String attribute, String unit, List<String> texts, Capability capability) {
        this(attribute, unit, 0, texts.size() - 1L, capability, texts);
    }

    Setting(String attribute, String unit, long min, long max, Capability capability) {
        this(attribute, unit, min, max, capability, List.of());
    }

    Setting(
            String attribute,
            String unit,
            long min,
            long max,
            Capability capability,
            List<String> texts) {
        this.texts = texts;
        this.attribute = attribute;
        this.unit = unit;
        this.min = min;
        this.max = max;
        this.capability = capability;
    }

    /** Returns the setting of that attribute name, exactly as in the contract. */
    public static Optional<Setting> named(String attribute) {
        for (Setting setting : ALL) {
            if (setting.attribute.equals(attribute)) {
                return Optional.of(setting);
            }
        }
        return Optional.empty();
    }

    /** Returns all attribute names, for messages. */
    public static String names() {
        return ALL.stream().map(s -> s.attribute).collect(Collectors.joining(", "));
    }

    /** Returns the attribute's name. */
    public String attribute() {
        return attribute;
    }

    /** Returns the unit of its values. */
    public String unit() {
        return unit;
    }

    /** Returns the least legal value. */
    public long min() {
        return min;
    }

    /** Returns the greatest legal value. */
    public long max() {
        return max;
    }

    /** Returns the least legal value above 0, which differs where 0 has a meaning of its own. */
    public long leastAboveZero() {
        if (this == SAVEPOINT_TIMEOUT) {
            return CheckpointCoordinatorMXBean.MIN_DURATION;
        }
        return this == TRANSACTION_TIMEOUT
                ? CheckpointCoordinatorMXBean.MIN_TRANSACTION_TIMEOUT
                : Math.max(1, min);
    }

    /** Returns whether 0 stands for no value of its own. */
    public boolean isZeroNone() {
        return min == 0 && leastAboveZero() > 1;
    }

    /** Returns whether a value is above 0 and below the least legal value above 0. */
    public boolean isInGap(long value) {
        return value > 0 && value < leastAboveZero();
    }

    /** Returns whether it is on or off: 1 or 0 as a number, true or false as a text. */
    public boolean isFlag() {
        return unit.equals(FLAG);
    }

    /** Returns whether its values are numbers, and not texts that represent numbers. */
    public boolean isNumber() {
        return texts.isEmpty();
    }

    /** Returns whether it concerns periodic triggers. */
    public boolean isPeriodic() {
        return this == INTERVAL
                || this == INTERVAL_DURING_BACKLOG
                || this == MIN_PAUSE
                || this == INITIAL_DELAY;
    }

    /** Returns the capability that a change of it requires. */
    public Capability capability() {
        return capability;
    }

    /**
     * Returns the number that a text represents: a whole number, or the position of the text where
     * the setting has texts for values.
     *
     * @throws IllegalArgumentException if it represents none; the message says what it should be
     */
    public long parse(String text) {
        if (!isNumber()) {
            int place = texts.indexOf(text);
            if (place == -1) {
                throw new IllegalArgumentException("none of " + String.join(", ", texts));
            }
            return place;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a whole number of " + unit, e);
        }
    }

    /** Returns a value in the form in which it is set, empty for -1. */
    public String value(long value) {
        if (value == SubmittedSettings.NONE) {
            return "";
        }
        // a record may hold a value that no change would be accepted with
        boolean isText = value >= 0 && value < texts.size();
        return isText ? texts.get((int) value) : Long.toString(value);
    }

    /** Returns a value with its unit, {@code none} for -1. */
    public String text(long value) {
        return value == SubmittedSettings.NONE
                ? "none"
                : value(value) + (isNumber() ? " " + unit : "");
    }
}
