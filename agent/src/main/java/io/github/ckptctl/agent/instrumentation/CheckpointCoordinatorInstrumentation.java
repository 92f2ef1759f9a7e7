// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.instrumentation;

import io.github.ckptctl.bootstrap.CheckpointHooks;
import io.github.ckptctl.flink.InstrumentedType;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import net.bytebuddy.matcher.ElementMatcher;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.isMethod;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.returns;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

/**
 * Instrumentation that makes the coordinator request its settings from the hooks and report the
 * course of its checkpoints.
 *
 * <p>Its fields are final and stay unchanged; the <em>reads</em> of them call the hooks. Reads in
 * constructors are left alone: their values are copied elsewhere (the request decider's min pause)
 * and must be the submitted ones.
 */
final class CheckpointCoordinatorInstrumentation implements TypeInstrumentation {

    private static final String PACKAGE = "org.apache.flink.runtime.checkpoint.";

    /** The method that arms the canceller of a checkpoint. */
    private static final ElementMatcher<MethodDescription> CREATES_PENDING =
            named("createPendingCheckpoint")
                    .and(takesArguments(7))
                    .and(takesArgument(1, named(PACKAGE + "CheckpointProperties")))
                    .and(takesArgument(3, boolean.class));

    @Override
    public AsmVisitorWrapper[] changes() {
        return new AsmVisitorWrapper[] {
            FieldReadSubstitution.in(InstrumentedType.COORDINATOR)
                    .ask("checkpointTimeout", "timeout")
                    .on(isMethod().and(not(CREATES_PENDING))),
            FieldReadSubstitution.in(InstrumentedType.COORDINATOR)
                    .ask("checkpointTimeout", 1, "pendingTimeout")
                    .on(CREATES_PENDING),
            FieldReadSubstitution.in(InstrumentedType.COORDINATOR)
                    .ask("baseInterval", "interval")
                    .ask("baseIntervalDuringBacklog", "intervalDuringBacklog")
                    .ask("minPauseBetweenCheckpoints", "minPause")
                    .on(isMethod()),
            // the settings that travel with the barriers of a checkpoint
            FieldReadSubstitution.in(InstrumentedType.COORDINATOR)
                    .ask("alignedCheckpointTimeout", "alignedTimeout")
                    .askBoolean("unalignedCheckpointsEnabled", 2, "unalignedEnabled")
                    .on(
                            named("triggerTasks")
                                    .and(takesArguments(3))
                                    .and(takesArgument(2, named(PACKAGE + "PendingCheckpoint")))),
            // where it decides whether a savepoint waits for its turn
            FieldReadSubstitution.in(InstrumentedType.COORDINATOR)
                    .askBoolean("unalignedCheckpointsEnabled", "savepointsQueue")
                    .on(named("triggerSavepoint").or(named("triggerSynchronousSavepoint"))),
            // the first delay: until 2.2 drawn at each start; from 2.3 on the field has the next
            // one
            Advice.to(Drawn.class)
                    .on(
                            named("getRandomInitDelay")
                                    .and(takesNoArguments())
                                    .and(returns(long.class))),
            FieldReadSubstitution.in(InstrumentedType.COORDINATOR)
                    .ask("triggerDelay", "initialDelay")
                    .on(named("startCheckpointScheduler").and(takesNoArguments())),
            // the constructor that the other one calls, so that the advice runs once
            Advice.to(Created.class).on(isConstructor().and(takesArguments(14))),
            Advice.to(Restored.class)
                    .on(named("restoreLatestCheckpointedStateInternal").and(takesArguments(5))),
            Advice.to(Starting.class).on(named("startCheckpointScheduler").and(takesNoArguments())),
            // on the requesting thread
            Advice.to(Requested.class)
                    .on(
                            named("triggerCheckpointFromCheckpointThread")
                                    .and(takesArguments(3))
                                    .and(
                                            takesArgument(
                                                    0, named(PACKAGE + "CheckpointProperties")))),
            Advice.to(Triggered.class).on(CREATES_PENDING),
            Advice.to(Completing.class)
                    .on(
                            named("completePendingCheckpoint")
                                    .and(takesArguments(1))
                                    .and(takesArgument(0, named(PACKAGE + "PendingCheckpoint")))),
            Advice.to(Storing.class)
                    .on(
                            named("addCompletedCheckpointToStoreAndSubsumeOldest")
                                    .and(takesArguments(3))
                                    .and(takesArgument(1, named(PACKAGE + "CompletedCheckpoint")))),
            Advice.to(Completed.class)
                    .on(
                            named("reportCompletedCheckpoint")
                                    .and(takesArguments(1))
                                    .and(takesArgument(0, named(PACKAGE + "CompletedCheckpoint")))),
            Advice.to(Aborted.class)
                    .on(
                            named("abortPendingCheckpoint")
                                    .and(takesArguments(3))
                                    .and(takesArgument(0, named(PACKAGE + "PendingCheckpoint")))
                                    .and(takesArgument(1, named(PACKAGE + "CheckpointException")))),
            // 1.19 on: (now, delay); 1.18: (delay), returning the future
            Advice.to(Arming.class)
                    .on(
                            named("scheduleTriggerWithDelay")
                                    .and(takesArguments(1).or(takesArguments(2)))),
            Advice.to(Checked.class)
                    .on(named("preCheckGlobalState").and(takesArguments(boolean.class)))
        };
    }

    @SuppressWarnings("unused") // inlined
    private static final class Created {
        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object coordinator) {
            CheckpointHooks.coordinatorCreated(coordinator);
        }
    }

    @SuppressWarnings("unused") // inlined
    private static final class Restored {
        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(
                @Advice.This Object coordinator,
                @Advice.Return(typing = Assigner.Typing.DYNAMIC) Object checkpointId) {
            CheckpointHooks.coordinatorRestored(coordinator, checkpointId);
        }
    }

    @SuppressWarnings({"unused", "ParameterCanBeLocal"}) // inlined
    private static final class Drawn {
        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(
                @Advice.This Object coordinator, @Advice.Return(readOnly = false) long delay) {
            delay = CheckpointHooks.initialDelay(coordinator, delay);
        }
    }

    @SuppressWarnings("unused") // inlined
    private static final class Starting {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class, suppress = Throwable.class)
        static boolean enter(@Advice.This Object coordinator) {
            return CheckpointHooks.isStartGated(coordinator);
        }

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object coordinator) {
            CheckpointHooks.schedulerStarted(coordinator);
        }
    }

    @SuppressWarnings("unused") // inlined
    private static final class Requested {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.Argument(0) Object properties) {
            CheckpointHooks.checkpointRequested(properties);
        }
    }

    @SuppressWarnings("unused") // inlined
    private static final class Triggered {
        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(
                @Advice.This Object coordinator,
                @Advice.Argument(3) boolean periodic,
                @Advice.Return Object pending) {
            CheckpointHooks.checkpointTriggered(coordinator, pending, periodic);
        }
    }

    @SuppressWarnings("unused") // inlined
    private static final class Completing {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This Object coordinator, @Advice.Argument(0) Object pending) {
            CheckpointHooks.checkpointCompleting(coordinator, pending);
        }
    }

    @SuppressWarnings("unused") // inlined
    private static final class Storing {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This Object coordinator, @Advice.Argument(1) Object completed) {
            CheckpointHooks.checkpointStoring(coordinator, completed);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
        static void exit(@Advice.This Object coordinator, @Advice.Thrown Throwable thrown) {
            CheckpointHooks.checkpointStored(coordinator, thrown == null);
        }
    }

    @SuppressWarnings("unused") // inlined
    private static final class Completed {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This Object coordinator, @Advice.Argument(0) Object completed) {
            CheckpointHooks.checkpointCompleted(coordinator, completed);
        }
    }

    @SuppressWarnings("unused") // inlined
    private static final class Aborted {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(
                @Advice.This Object coordinator,
                @Advice.Argument(0) Object pending,
                @Advice.Argument(1) Throwable cause) {
            CheckpointHooks.checkpointAborted(coordinator, pending, cause);
        }
    }

    @SuppressWarnings("unused") // inlined
    private static final class Arming {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class, suppress = Throwable.class)
        static boolean enter(@Advice.This Object coordinator) {
            return CheckpointHooks.isTriggerGated(coordinator);
        }
    }

    /**
     * The only advice that changes the thrown exception: Flink's own way of rejecting a trigger.
     */
    @SuppressWarnings({"unused", "ParameterCanBeLocal"}) // inlined
    private static final class Checked {
        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
        static void exit(
                @Advice.This Object coordinator,
                @Advice.Argument(0) boolean periodic,
                @Advice.Thrown(readOnly = false) Throwable thrown) {
            thrown = CheckpointHooks.refusal(coordinator, periodic, thrown);
        }
    }
}
