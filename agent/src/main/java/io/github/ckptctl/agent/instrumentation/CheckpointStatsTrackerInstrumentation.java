// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.instrumentation;

import io.github.ckptctl.flink.InstrumentedType;
import net.bytebuddy.asm.AsmVisitorWrapper;

import static net.bytebuddy.matcher.ElementMatchers.nameStartsWith;

/**
 * Instrumentation that excludes checkpoints that an operator had aborted from those that the
 * adaptive scheduler counts. The statistics themselves count them.
 */
final class CheckpointStatsTrackerInstrumentation implements TypeInstrumentation {

    private static final String PACKAGE = "org.apache.flink.runtime.checkpoint.";

    @Override
    public AsmVisitorWrapper[] changes() {
        return new AsmVisitorWrapper[] {
            FieldReadSubstitution.in(InstrumentedType.STATS_TRACKER)
                    .askObject(
                            "checkpointStatsListener",
                            PACKAGE + "CheckpointStatsListener",
                            "failureListener")
                    .on(nameStartsWith("reportFailedCheckpoint"))
        };
    }
}
