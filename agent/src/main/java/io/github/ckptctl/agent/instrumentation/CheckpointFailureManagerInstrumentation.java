// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.instrumentation;

import io.github.ckptctl.bootstrap.CheckpointHooks;
import io.github.ckptctl.flink.InstrumentedType;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;

import static net.bytebuddy.matcher.ElementMatchers.isMethod;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

/**
 * Instrumentation that makes the failure manager request the number of tolerated failures from the
 * hooks, and excludes triggers that a suspension rejected from its counts and the log.
 */
final class CheckpointFailureManagerInstrumentation implements TypeInstrumentation {

    @Override
    public AsmVisitorWrapper[] changes() {
        return new AsmVisitorWrapper[] {
            FieldReadSubstitution.in(InstrumentedType.FAILURE_MANAGER)
                    .askInt("tolerableCpFailureNumber", "tolerableFailedCheckpoints")
                    .on(isMethod()),
            Advice.to(Failed.class).on(named("handleCheckpointException").and(takesArguments(7)))
        };
    }

    @SuppressWarnings("unused") // inlined
    private static final class Failed {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class, suppress = Throwable.class)
        static boolean enter(
                @Advice.This Object failureManager,
                @Advice.Argument(0) Object pending,
                @Advice.Argument(2) Throwable failure) {
            return CheckpointHooks.isRefusal(failureManager, pending, failure);
        }
    }
}
