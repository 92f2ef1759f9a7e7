// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.instrumentation;

import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * Locator of the class files that a loader has, and of an empty interface's for a type without one.
 *
 * <p>Another agent may have given the class to be instrumented an interface that it generated in
 * memory: OpenTelemetry 2.22 does so with every {@code Runnable}, Flink's {@code
 * CheckpointCanceller} among them, where its transformer comes first. The instrumentation only uses
 * Flink's own members, so the name of such a type is sufficient.
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

    @SuppressWarnings("NullAway") // null is ASM's value for "not generic"
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
