// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.weave;

import net.bytebuddy.asm.AsmVisitorWrapper;

import static net.bytebuddy.matcher.ElementMatchers.isMethod;

/** Makes the second owner of the min pause ask for it too. */
final class CheckpointRequestDeciderWeaving implements WovenType {

    private static final String TYPE =
            "org.apache.flink.runtime.checkpoint.CheckpointRequestDecider";

    @Override
    public String name() {
        return TYPE;
    }

    @Override
    public AsmVisitorWrapper[] changes() {
        return new AsmVisitorWrapper[] {
            AskedFieldReads.in(TYPE).ask("minPauseBetweenCheckpoints", "minPause").on(isMethod())
        };
    }
}
