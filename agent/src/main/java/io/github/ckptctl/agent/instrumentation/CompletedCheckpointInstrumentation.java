// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.instrumentation;

import io.github.ckptctl.flink.InstrumentedType;
import net.bytebuddy.asm.AsmVisitorWrapper;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

/**
 * Instrumentation that makes a completed checkpoint request from the hooks the properties by which
 * it is retained or discarded when its job ends, or when newer ones are retained in its place.
 */
final class CompletedCheckpointInstrumentation implements TypeInstrumentation {

    private static final String PACKAGE = "org.apache.flink.runtime.checkpoint.";

    @Override
    public AsmVisitorWrapper[] changes() {
        return new AsmVisitorWrapper[] {
            FieldReadSubstitution.in(InstrumentedType.COMPLETED_CHECKPOINT)
                    .askObject("props", PACKAGE + "CheckpointProperties", "retention")
                    .on(named("shouldBeDiscardedOnShutdown").and(takesArguments(1))),
            FieldReadSubstitution.in(InstrumentedType.COMPLETED_CHECKPOINT)
                    .askObject("props", PACKAGE + "CheckpointProperties", "subsumption")
                    .on(named("shouldBeDiscardedOnSubsume").and(takesNoArguments()))
        };
    }
}
