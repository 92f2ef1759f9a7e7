// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.instrumentation;

import net.bytebuddy.asm.AsmVisitorWrapper;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

/**
 * Makes a canceller that was replaced do nothing: when it asks whether its checkpoint is disposed
 * of, which it does with the coordinator's lock held, it hears yes.
 */
final class CheckpointCancellerInstrumentation implements TypeInstrumentation {

    @Override
    public AsmVisitorWrapper[] changes() {
        return new AsmVisitorWrapper[] {
            new AsmVisitorWrapper.ForDeclaredMethods()
                    .method(named("run").and(takesNoArguments()), new DisposedCheckSubstitution())
        };
    }
}
