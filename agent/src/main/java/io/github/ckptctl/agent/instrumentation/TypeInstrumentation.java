// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.instrumentation;

import net.bytebuddy.asm.AsmVisitorWrapper;

/** Instrumentation of the method bodies of one Flink type. */
interface TypeInstrumentation {

    /** Returns the changes, in the order in which they are made. */
    AsmVisitorWrapper[] changes();
}
