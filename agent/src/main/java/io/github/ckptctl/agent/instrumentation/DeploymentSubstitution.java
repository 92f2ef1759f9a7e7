// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.instrumentation;

import io.github.ckptctl.flink.InstrumentedType;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.pool.TypePool;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * Substitution of the two parts of a descriptor by hook calls that receive the attempt, the
 * method's first argument: {@code this.serializedJobInformation} by {@code
 * CheckpointHooks.jobInformation(value, execution)}, and the job vertex's {@code
 * getTaskInformationOrBlobKey()} by {@code CheckpointHooks.taskInformation(value, execution)}.
 */
final class DeploymentSubstitution
        implements AsmVisitorWrapper.ForDeclaredMethods.MethodVisitorWrapper {

    private static final String FACTORY =
            InstrumentedType.TASK_DEPLOYMENT.className().replace('.', '/');
    private static final String VERTEX =
            "org/apache/flink/runtime/executiongraph/ExecutionJobVertex";
    private static final String QUESTION =
            "(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;";

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
            public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
                super.visitFieldInsn(opcode, owner, name, descriptor);
                if (opcode == Opcodes.GETFIELD
                        && owner.equals(FACTORY)
                        && name.equals("serializedJobInformation")) {
                    ask("jobInformation", Type.getType(descriptor));
                }
            }

            @Override
            public void visitMethodInsn(
                    int opcode, String owner, String name, String descriptor, boolean isInterface) {
                super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
                if (owner.equals(VERTEX) && name.equals("getTaskInformationOrBlobKey")) {
                    ask("taskInformation", Type.getReturnType(descriptor));
                }
            }

            private void ask(String question, Type answer) {
                super.visitVarInsn(Opcodes.ALOAD, 1);
                HookCall.call(mv, question, QUESTION);
                super.visitTypeInsn(Opcodes.CHECKCAST, answer.getInternalName());
            }

            @Override
            public void visitMaxs(int maxStack, int maxLocals) {
                super.visitMaxs(maxStack + 1, maxLocals);
            }
        };
    }
}
