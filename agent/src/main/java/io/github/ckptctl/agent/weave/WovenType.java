// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.weave;

import net.bytebuddy.asm.AsmVisitorWrapper;

/** One Flink type whose method bodies are changed: its name and what is changed. */
interface WovenType {

    /** Returns the type's binary name. */
    String name();

    /** Returns the changes, in the order in which they are made. */
    AsmVisitorWrapper[] changes();
}
