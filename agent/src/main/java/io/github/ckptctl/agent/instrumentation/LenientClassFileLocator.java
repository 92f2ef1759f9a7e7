// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.instrumentation;

import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * Finds the class files that a loader has, and for a type without one that of an empty interface.
 *
 * <p>Another agent may have given the class that is to be woven an interface that it made in
 * memory: OpenTelemetry 2.22 does so with every {@code Runnable}, Flink's {@code
 * CheckpointCanceller} among them, where its transformer comes first. What is woven looks at
 * Flink's own members only, so the name of such a type is all that is needed.
 */
final class LenientClassFileLocator implements ClassFileLocator {

    private final ClassFileLocator found;

    LenientClassFileLocator(@Nullable ClassLoader loader) {
        this.found = ClassFileLocator.ForClassLoader.of(loader);
    }

    @Override
    public Resolution locate(String name) throws IOException {
        Resolution resolution = found.locate(name);
        return resolution.isResolved() ? resolution : new Resolution.Explicit(emptyInterface(name));
    }

    @Override
    public void close() throws IOException {
        found.close();
    }

    @SuppressWarnings("NullAway") // null is ASM's "not generic"
    private static byte[] emptyInterface(String name) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(
                Opcodes.V11,
                Opcodes.ACC_PUBLIC | Opcodes.ACC_INTERFACE | Opcodes.ACC_ABSTRACT,
                name.replace('.', '/'),
                null,
                "java/lang/Object",
                new String[0]);
        writer.visitEnd();
        return writer.toByteArray();
    }
}
