// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.coordinator;

import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.Remapper;
import net.bytebuddy.utility.OpenedClassReader;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Flink's runtime as a later release might be: a class loader of its own copies, in some of which a
 * member has another name or is not final, or which lacks a class.
 */
final class ModifiedFlink extends ClassLoader {

    private static final String RUNTIME = "org.apache.flink.runtime.";

    /** Original classes, read once from the jars, for all loaders. */
    private static final Map<String, byte[]> ORIGINALS = new ConcurrentHashMap<>();

    private final Map<String, String> members;
    private final boolean isOpen;

    /** Returns a Flink in which a field of a class is no longer final. */
    static ModifiedFlink open(String type, String field) {
        return new ModifiedFlink(Map.of(type, field), true);
    }

    /** Returns a Flink without a member of each of some classes. */
    static ModifiedFlink without(Map<String, String> members) {
        return new ModifiedFlink(members, false);
    }

    /**
     * @param type the binary name of the class that differs
     * @param member the field or method that it lacks, empty if there is no such class
     */
    ModifiedFlink(String type, String member) {
        this(Map.of(type, member), false);
    }

    private ModifiedFlink(Map<String, String> members, boolean isOpen) {
        super(ModifiedFlink.class.getClassLoader());
        this.members = members;
        this.isOpen = isOpen;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(RUNTIME)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            return known != null ? known : findClass(name);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        String member = members.get(name);
        if (member != null && member.isEmpty()) {
            throw new ClassNotFoundException(name);
        }
        byte[] code = member != null ? doctored(original(name), member) : original(name);
        return defineClass(name, code, 0, code.length);
    }

    private byte[] original(String name) throws ClassNotFoundException {
        byte[] known = ORIGINALS.get(name);
        byte[] code = known == null ? read(name) : known;
        ORIGINALS.put(name, code);
        return code;
    }

    private byte[] read(String name) throws ClassNotFoundException {
        String file = name.replace('.', '/') + ".class";
        try (InputStream code = getParent().getResourceAsStream(file)) {
            if (code == null) {
                throw new ClassNotFoundException(name);
            }
            return code.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] doctored(byte[] code, String member) {
        ClassReader reader = new ClassReader(code);
        ClassWriter writer = new ClassWriter(0);
        reader.accept(
                isOpen ? new Open(writer, member) : new ClassRemapper(writer, new OtherName()), 0);
        return writer.toByteArray();
    }

    /** Visitor that makes the field non-final. */
    private static final class Open extends ClassVisitor {

        private final String member;

        Open(ClassVisitor next, String member) {
            super(OpenedClassReader.ASM_API, next);
            this.member = member;
        }

        @Override
        public FieldVisitor visitField(
                int access, String name, String descriptor, String signature, Object value) {
            int opened = (access & ~Opcodes.ACC_FINAL) | Opcodes.ACC_VOLATILE;
            return super.visitField(
                    name.equals(member) ? opened : access, name, descriptor, signature, value);
        }
    }

    /** Remapper that gives the members another name. */
    private final class OtherName extends Remapper {

        OtherName() {
            super(OpenedClassReader.ASM_API);
        }

        @Override
        public String mapFieldName(String owner, String name, String descriptor) {
            return other(owner, name);
        }

        @Override
        public String mapMethodName(String owner, String name, String descriptor) {
            return other(owner, name);
        }

        private String other(String owner, String name) {
            boolean meant = name.equals(members.get(owner.replace('/', '.')));
            return meant ? name + "InAnotherRelease" : name;
        }
    }
}
