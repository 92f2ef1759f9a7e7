// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.instrumentation;

import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Writer of calls of {@code CheckpointHooks}, by name, so that no loader but Flink's resolves it.
 */
final class HookCall {

    /** The class that instrumented code calls; it is not relocated with the rest. */
    static final String TYPE = "io.github.ckptctl.bootstrap.CheckpointHooks";

    private HookCall() {}

    static void call(MethodVisitor code, String method, String descriptor) {
        code.visitMethodInsn(
                Opcodes.INVOKESTATIC, TYPE.replace('.', '/'), method, descriptor, false);
    }
}
