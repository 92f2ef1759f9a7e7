// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.instrumentation;

import io.github.ckptctl.bootstrap.CheckpointHooks;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import org.jspecify.annotations.Nullable;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

/**
 * Instrumentation of the one place where files that checkpoints share are deleted: those of a
 * pinned checkpoint stay.
 */
final class SharedStateRegistryInstrumentation implements TypeInstrumentation {

    @Override
    public AsmVisitorWrapper[] changes() {
        return new AsmVisitorWrapper[] {
            Advice.to(Deleting.class).on(named("scheduleAsyncDelete").and(takesArguments(1)))
        };
    }

    @SuppressWarnings("unused") // inlined
    private static final class Deleting {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class, suppress = Throwable.class)
        static boolean enter(
                @Advice.This Object registry, @Advice.Argument(0) @Nullable Object state) {
            return CheckpointHooks.isStateKept(registry, state);
        }
    }
}
