// SPDX-License-Identifier: Apache-2.0
package sabotage;

import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.pool.TypePool;
import net.bytebuddy.utility.OpenedClassReader;

import static net.bytebuddy.matcher.ElementMatchers.any;

/** Visitor that replaces a text constant in a type's code by another. */
final class OtherText implements AsmVisitorWrapper.ForDeclaredMethods.MethodVisitorWrapper {

    private final String text;
    private final String other;

    OtherText(String text, String other) {
        this.text = text;
        this.other = other;
    }

    AsmVisitorWrapper everywhere() {
        return new AsmVisitorWrapper.ForDeclaredMethods().invokable(any(), this);
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
            public void visitLdcInsn(Object value) {
                super.visitLdcInsn(value.equals(text) ? other : value);
            }
        };
    }
}
