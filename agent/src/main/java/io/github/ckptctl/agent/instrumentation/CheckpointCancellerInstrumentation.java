// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.instrumentation;

import net.bytebuddy.asm.AsmVisitorWrapper;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

/**
 * Instrumentation that makes a replaced canceller do nothing: its check whether its checkpoint is
 * disposed of, which it makes with the coordinator's lock held, returns true.
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
