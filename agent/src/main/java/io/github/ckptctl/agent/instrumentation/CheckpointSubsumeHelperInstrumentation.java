// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.instrumentation;

import io.github.ckptctl.bootstrap.CheckpointHooks;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

/**
 * Instrumentation of the one place where both stores decide which of their completed checkpoints to
 * give up for a new one: the number to retain comes from the hooks.
 */
final class CheckpointSubsumeHelperInstrumentation implements TypeInstrumentation {

    @Override
    public AsmVisitorWrapper[] changes() {
        return new AsmVisitorWrapper[] {
            Advice.to(Subsuming.class)
                    .on(named("subsume").and(takesArguments(3)).and(takesArgument(1, int.class)))
        };
    }

    @SuppressWarnings({"unused", "ParameterCanBeLocal"}) // inlined
    private static final class Subsuming {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(
                @Advice.Argument(0) Object checkpoints,
                @Advice.Argument(value = 1, readOnly = false) int numRetain) {
            numRetain = CheckpointHooks.numRetained(checkpoints, numRetain);
        }
    }
}
