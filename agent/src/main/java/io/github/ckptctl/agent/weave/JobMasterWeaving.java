// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.weave;

import io.github.ckptctl.agent.hook.CheckpointHooks;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

/** Tells when a job starts and ends on this JobManager, and that it is there. */
final class JobMasterWeaving implements WovenType {

    @Override
    public String name() {
        return "org.apache.flink.runtime.jobmaster.JobMaster";
    }

    @Override
    public AsmVisitorWrapper[] changes() {
        return new AsmVisitorWrapper[] {
            Advice.to(Created.class).on(named("createScheduler").and(takesArguments(4))),
            Advice.to(Started.class).on(named("onStart").and(takesNoArguments())),
            Advice.to(Stopping.class).on(named("onStop").and(takesNoArguments())),
            // an attached agent finds running jobs by them: heartbeats come every few seconds, and
            // whoever looks at a job by Flink's REST API or Web UI asks for the other two
            Advice.to(Seen.class)
                    .on(
                            named("heartbeatFromTaskManager")
                                    .or(named("heartbeatFromResourceManager"))
                                    .or(named("requestJob").and(takesArguments(1)))
                                    .or(named("requestJobStatus").and(takesArguments(1))))
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
}
