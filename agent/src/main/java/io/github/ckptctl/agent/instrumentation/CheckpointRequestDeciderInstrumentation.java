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
 * Instrumentation that makes the second owner of the min pause request it from the hooks too, and
 * the number of checkpoints that may be in flight at once, and that inspects the queue before the
 * next request is chosen.
 */
final class CheckpointRequestDeciderInstrumentation implements TypeInstrumentation {

    @Override
    public AsmVisitorWrapper[] changes() {
        return new AsmVisitorWrapper[] {
            FieldReadSubstitution.in(InstrumentedType.REQUEST_DECIDER)
                    .ask("minPauseBetweenCheckpoints", "minPause")
                    .askInt("maxConcurrentCheckpointAttempts", "maxConcurrent")
                    .on(isMethod()),
            Advice.to(Choosing.class)
                    .on(
                            named("chooseRequestToExecute")
                                    .and(takesArguments(boolean.class, long.class)))
        };
    }

    @SuppressWarnings("unused") // inlined
    private static final class Choosing {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This Object decider) {
            CheckpointHooks.beforeChoosing(decider);
        }
    }
}
