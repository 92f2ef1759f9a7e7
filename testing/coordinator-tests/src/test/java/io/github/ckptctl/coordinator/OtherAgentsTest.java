// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.coordinator;

import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.utility.OpenedClassReader;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Test of classes that another agent has changed before they are instrumented. */
class OtherAgentsTest {

    private static final String NOT_TO_BE_FOUND = "some/other/agent/MadeInMemory";

    @RegisterExtension final WovenFlink flink = new WovenFlink();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "checkpoint/CheckpointCoordinator",
                "checkpoint/CheckpointCoordinator$CheckpointCanceller",
                "checkpoint/CheckpointRequestDecider",
                "checkpoint/CheckpointFailureManager",
                "jobmaster/JobMaster"
            })
    void weavesAClassThatHasGotATypeWithoutAClassFile(String type) throws Exception {
        // given
        String name = "org/apache/flink/runtime/" + type;

        // when
        byte[] woven =
                flink.transformer.transform(
                        getClass().getClassLoader(), name, null, null, withAnAccessor(name));

        // then
        assertThat(flink.transformer.failures()).isEmpty();
        assertThat(new ClassReader(woven).getInterfaces()).contains(NOT_TO_BE_FOUND);
        assertThat(woven.length).isGreaterThan(withAnAccessor(name).length);
    }

    private byte[] withAnAccessor(String name) throws IOException {
        try (InputStream code = getClass().getResourceAsStream("/" + name + ".class")) {
            ClassWriter writer = new ClassWriter(0);
            new ClassReader(code).accept(new Accessor(writer), 0);
            return writer.toByteArray();
        }
    }

    /** Visitor that adds an interface and a method that refers to it. */
    private static final class Accessor extends ClassVisitor {

        Accessor(ClassVisitor next) {
            super(OpenedClassReader.ASM_API, next);
        }

        @Override
        public void visit(
                int version,
                int access,
                String name,
                String signature,
                String superName,
                String[] interfaces) {
            String[] all =
                    Stream.concat(Stream.of(interfaces), Stream.of(NOT_TO_BE_FOUND))
                            .toArray(String[]::new);
            super.visit(version, access, name, null, superName, all);
        }

        @Override
        public void visitEnd() {
            String descriptor = "(L" + NOT_TO_BE_FOUND + ";)L" + NOT_TO_BE_FOUND + ";";
            var added = visitMethod(Opcodes.ACC_PUBLIC, "theirs", descriptor, null, new String[0]);
            added.visitCode();
            added.visitVarInsn(Opcodes.ALOAD, 1);
            added.visitInsn(Opcodes.ARETURN);
            added.visitMaxs(1, 2);
            added.visitEnd();
            super.visitEnd();
        }
    }
}
