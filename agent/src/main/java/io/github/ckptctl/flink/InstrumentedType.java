// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import io.github.ckptctl.control.model.Capability;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Types of Flink that are instrumented, with the capabilities that need it: the one list of them.
 *
 * <p>What is done to each is in {@code agent.instrumentation}, in a class of its own. This class
 * refers to none of Flink's, so it can be loaded before Flink.
 */
public enum InstrumentedType {
    /** Without it nothing is left but the names of the jobs. */
    COORDINATOR(FlinkInternals.COORDINATOR, EnumSet.complementOf(EnumSet.of(Capability.JOBS))),
    CANCELLER(FlinkInternals.CANCELLER, EnumSet.of(Capability.RESCHEDULE)),
    REQUEST_DECIDER(
            FlinkInternals.DECIDER,
            EnumSet.of(
                    Capability.MIN_PAUSE,
                    Capability.MAX_CONCURRENT,
                    Capability.SUSPENSION,
                    Capability.STOP_WITH_CHECKPOINT,
                    Capability.STOP_WITH_SAVEPOINT)),
    FAILURE_MANAGER(
            FlinkInternals.FAILURES,
            EnumSet.of(Capability.SUSPENSION, Capability.TOLERABLE_FAILED_CHECKPOINTS)),
    COMPLETED_CHECKPOINT(
            FlinkInternals.COMPLETED, EnumSet.of(Capability.RETENTION, Capability.PINS)),
    SUBSUME_HELPER(FlinkInternals.SUBSUME_HELPER, EnumSet.of(Capability.NUM_RETAINED)),
    SHARED_STATE_REGISTRY(PinInternals.REGISTRY, EnumSet.of(Capability.PINS)),
    TASK_DEPLOYMENT(UnalignedInternals.FACTORY, EnumSet.of(Capability.UNALIGNED)),
    JOB_MASTER(
            FlinkInternals.JOB_MASTER,
            EnumSet.of(
                    Capability.JOBS,
                    Capability.PERSISTENCE,
                    Capability.UNASKED_TRIGGERS,
                    Capability.REST_ROUTES)),
    /** Since 2.0, as the next one. */
    STATS_TRACKER(RescaleInternals.TRACKER, EnumSet.of(Capability.FORCED_RESCALE)),
    STATE_TRANSITION_MANAGER(RescaleInternals.MANAGER, EnumSet.of(Capability.FORCED_RESCALE)),
    /** Loaded by the thread that starts Flink, before Flink's REST port answers. */
    ROUTER(FlinkInternals.ROUTER, EnumSet.of(Capability.REST_ROUTES));

    private static final Map<String, InstrumentedType> BY_CLASS_NAME =
            Arrays.stream(values())
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    InstrumentedType::className, Function.identity()));

    private final String className;

    @SuppressWarnings("ImmutableEnumChecker") // unmodifiable
    private final Set<Capability> capabilities;

    InstrumentedType(String className, Set<Capability> capabilities) {
        this.className = className;
        this.capabilities = Collections.unmodifiableSet(capabilities);
    }

    /** Returns all of them by the binary name of the class. */
    public static Map<String, InstrumentedType> byClassName() {
        return BY_CLASS_NAME;
    }

    /** Returns the binary name of the class. */
    public String className() {
        return className;
    }

    /** Returns what is off while the class is not instrumented. */
    Set<Capability> capabilities() {
        return capabilities;
    }
}
