// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.instrumentation;

import io.github.ckptctl.bootstrap.CheckpointHooks;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

/**
 * Instrumentation that makes the adaptive scheduler report when it wants a rescale, and call a hook
 * before it carries one out.
 *
 * <p>Every rescale goes through {@code triggerTransitionToSubsequentState}. Within {@code
 * onTrigger} a checkpoint has completed, or has failed too often; outside of it a timer is due.
 */
final class StateTransitionManagerInstrumentation implements TypeInstrumentation {

    @Override
    public AsmVisitorWrapper[] changes() {
        return new AsmVisitorWrapper[] {
            // until 2.2: without an argument
            Advice.to(Changed.class)
                    .on(
                            named("onChange")
                                    .and(takesArguments(0).or(takesArguments(1)))
                                    .or(named("progressToPhase").and(takesArguments(1)))),
            Advice.to(Triggered.class).on(named("onTrigger").and(takesNoArguments())),
            Advice.to(Rescaling.class)
                    .on(named("triggerTransitionToSubsequentState").and(takesNoArguments()))
        };
    }

    @SuppressWarnings("unused") // inlined
    private static final class Changed {
        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object manager) {
            CheckpointHooks.rescaleObserved(manager);
        }
    }

    @SuppressWarnings("unused") // inlined
    private static final class Triggered {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This Object manager) {
            CheckpointHooks.rescaleTriggered(manager, true);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
        static void exit(@Advice.This Object manager) {
            CheckpointHooks.rescaleTriggered(manager, false);
        }
    }

    @SuppressWarnings("unused") // inlined
    private static final class Rescaling {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class, suppress = Throwable.class)
        static boolean enter(@Advice.This Object manager) {
            return CheckpointHooks.isRescaleGated(manager);
        }
    }
}
