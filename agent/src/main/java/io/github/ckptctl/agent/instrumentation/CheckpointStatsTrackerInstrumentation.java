// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.instrumentation;

import net.bytebuddy.asm.AsmVisitorWrapper;

import static net.bytebuddy.matcher.ElementMatchers.nameStartsWith;

/**
 * Keeps checkpoints that an operator had aborted from those that the adaptive scheduler counts. The
 * statistics themselves count them.
 */
final class CheckpointStatsTrackerInstrumentation implements TypeInstrumentation {

    private static final String PACKAGE = "org.apache.flink.runtime.checkpoint.";
    static final String TYPE = PACKAGE + "DefaultCheckpointStatsTracker";

    @Override
    public AsmVisitorWrapper[] changes() {
        return new AsmVisitorWrapper[] {
            FieldReadSubstitution.in(TYPE)
                    .askObject(
                            "checkpointStatsListener",
                            PACKAGE + "CheckpointStatsListener",
                            "failureListener")
                    .on(nameStartsWith("reportFailedCheckpoint"))
        };
    }
}
