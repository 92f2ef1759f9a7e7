// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.instrumentation;

import io.github.ckptctl.flink.InstrumentedType;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.pool.TypePool;
import net.bytebuddy.utility.OpenedClassReader;

import java.util.HashMap;
import java.util.Map;

/**
 * Substitution of reads of a field by a hook call that receives the field's value: {@code this.f}
 * becomes {@code CheckpointHooks.q(this, this.f)}.
 *
 * <p>Byte Buddy's own substitution of field reads cannot give the replacement both the owner and
 * the value without annotations on the hook, which must depend on the JDK alone.
 */
final class FieldReadSubstitution
        implements AsmVisitorWrapper.ForDeclaredMethods.MethodVisitorWrapper {

    private final String owner;
    private final Map<String, String> questions = new HashMap<>();

    /** The parameter that a hook call also passes, by the field. */
    private final Map<String, Integer> parameters = new HashMap<>();

    private FieldReadSubstitution(String owner) {
        this.owner = owner.replace('.', '/');
    }

    static FieldReadSubstitution in(InstrumentedType type) {
        return new FieldReadSubstitution(type.className());
    }

    /** Substitutes reads of a {@code long}. */
    FieldReadSubstitution ask(String field, String hook) {
        questions.put(field + "J", hook);
        return this;
    }

    /**
     * Substitutes reads of a {@code long}, and passes one of the method's arguments, which is an
     * object.
     *
     * @param parameter its index, 0 for the first
     */
    FieldReadSubstitution ask(String field, int parameter, String hook) {
        parameters.put(field + "J", parameter);
        return ask(field, hook);
    }

    /** Substitutes reads of an {@code int}. */
    FieldReadSubstitution askInt(String field, String hook) {
        questions.put(field + "I", hook);
        return this;
    }

    /** Substitutes reads of a {@code boolean}. */
    FieldReadSubstitution askBoolean(String field, String hook) {
        questions.put(field + "Z", hook);
        return this;
    }

    /**
     * Substitutes reads of a {@code boolean}, and passes one of the method's arguments, which is an
     * object.
     *
     * @param parameter its index, 0 for the first
     */
    FieldReadSubstitution askBoolean(String field, int parameter, String hook) {
        parameters.put(field + "Z", parameter);
        return askBoolean(field, hook);
    }

    /** Substitutes reads of an object; the hook returns an {@code Object} of this type, or null. */
    FieldReadSubstitution askObject(String field, String type, String hook) {
        questions.put(field + "L" + type.replace('.', '/') + ";", hook);
        return this;
    }

    AsmVisitorWrapper on(ElementMatcher<? super MethodDescription> methods) {
        return new AsmVisitorWrapper.ForDeclaredMethods().method(methods, this);
    }

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
            public void visitFieldInsn(int opcode, String in, String name, String descriptor) {
                String question =
                        opcode == Opcodes.GETFIELD && in.equals(owner)
                                ? questions.get(name + descriptor)
                                : null;
                if (question == null) {
                    super.visitFieldInsn(opcode, in, name, descriptor);
                    return;
                }
                super.visitInsn(Opcodes.DUP);
                super.visitFieldInsn(opcode, in, name, descriptor);
                boolean isObject = descriptor.startsWith("L");
                String asked = isObject ? "Ljava/lang/Object;" : descriptor;
                Integer parameter = parameters.get(name + descriptor);
                if (parameter != null) {
                    super.visitVarInsn(
                            Opcodes.ALOAD, method.getParameters().get(parameter).getOffset());
                }
                String along = parameter == null ? "" : "Ljava/lang/Object;";
                HookCall.call(mv, question, "(Ljava/lang/Object;" + asked + along + ")" + asked);
                if (isObject) {
                    super.visitTypeInsn(
                            Opcodes.CHECKCAST, descriptor.substring(1, descriptor.length() - 1));
                }
            }

            @Override
            public void visitMaxs(int maxStack, int maxLocals) {
                super.visitMaxs(maxStack + 2, maxLocals);
            }
        };
    }
}
