// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.instrumentation;

import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.pool.TypePool;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * Substitution of {@code pending.isDisposed()} by {@code CheckpointHooks.isDisposed(pending,
 * pending.isDisposed(), this)}.
 */
final class DisposedCheckSubstitution
        implements AsmVisitorWrapper.ForDeclaredMethods.MethodVisitorWrapper {

    private static final String PENDING = "org/apache/flink/runtime/checkpoint/PendingCheckpoint";
    private static final String QUESTION = "(Ljava/lang/Object;ZLjava/lang/Object;)Z";

    @Override
    public MethodVisitor wrap(
            TypeDescription type,
            MethodDescription method,
            MethodVisitor code,
            Implementation.Context context,
            TypePool pool,
            int writerFlags,
            int readerFlags) {
        return new MethodVisitor(OpenedClassReader.ASM_API, code) {
            @Override
            public void visitMethodInsn(
                    int opcode, String owner, String name, String descriptor, boolean isInterface) {
                boolean asked = owner.equals(PENDING) && name.equals("isDisposed");
                if (asked) {
                    super.visitInsn(Opcodes.DUP);
                }
                super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
                if (asked) {
                    super.visitVarInsn(Opcodes.ALOAD, 0);
                    HookCall.call(mv, "isDisposed", QUESTION);
                }
            }

            @Override
            public void visitMaxs(int maxStack, int maxLocals) {
                super.visitMaxs(maxStack + 2, maxLocals);
            }
        };
    }
}
