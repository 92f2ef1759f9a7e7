// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.instrumentation;

import io.github.ckptctl.bootstrap.CheckpointHooks;
import io.github.ckptctl.bootstrap.RestHooks;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

/**
 * Instrumentation that reports when a job starts and ends on this JobManager, and that it is
 * present; and that lets other JobManagers send requests to it.
 */
final class JobMasterInstrumentation implements TypeInstrumentation {

    @Override
    public AsmVisitorWrapper[] changes() {
        return new AsmVisitorWrapper[] {
            Advice.to(Created.class).on(named("createScheduler").and(takesArguments(4))),
            Advice.to(Started.class).on(named("onStart").and(takesNoArguments())),
            Advice.to(Stopping.class).on(named("onStop").and(takesNoArguments())),
            // an attached agent finds running jobs by these calls: heartbeats come every few
            // seconds, and a client that views a job in Flink's REST API or Web UI causes the other
            // two
            Advice.to(Seen.class)
                    .on(
                            named("heartbeatFromTaskManager")
                                    .or(named("heartbeatFromResourceManager"))
                                    .or(named("requestJob").and(takesArguments(1)))
                                    .or(named("requestJobStatus").and(takesArguments(1)))),
            // manual checkpoints; savepoints and stops are recognized by their type
            Advice.to(Triggering.class).on(named("triggerCheckpoint").and(takesArguments(2))),
            Advice.to(Asked.class).on(named("sendRequestToCoordinator").and(takesArguments(2)))
        };
    }

    @SuppressWarnings("unused") // inlined
    private static final class Created {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This Object jobMaster) {
            CheckpointHooks.jobMasterCreated(jobMaster);
        }
    }

    @SuppressWarnings("unused") // inlined
    private static final class Started {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This Object jobMaster) {
            CheckpointHooks.jobMasterStarted(jobMaster);
        }
    }

    @SuppressWarnings("unused") // inlined
    private static final class Stopping {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This Object jobMaster) {
            CheckpointHooks.jobMasterStopping(jobMaster);
        }
    }

    @SuppressWarnings("unused") // inlined
    private static final class Seen {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This Object jobMaster) {
            CheckpointHooks.jobMasterSeen(jobMaster);
        }
    }

    @SuppressWarnings("unused") // inlined
    private static final class Triggering {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter() {
            CheckpointHooks.checkpointAsked(true);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
        static void exit() {
            CheckpointHooks.checkpointAsked(false);
        }
    }

    @SuppressWarnings("unused") // inlined
    private static final class Asked {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class, suppress = Throwable.class)
        static @Nullable Object enter(
                @Advice.This Object jobMaster,
                @Advice.Argument(0) Object operatorId,
                @Advice.Argument(1) Object request) {
            return RestHooks.asked(jobMaster, operatorId, request);
        }

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(
                @Advice.Enter @Nullable Object reply,
                @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC)
                        Object returned) {
            returned = reply == null ? returned : reply;
        }
    }
}
