// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.coordinator;

import io.github.ckptctl.agent.instrumentation.AgentTransformer;
import io.github.ckptctl.bootstrap.CheckpointHooks;
import io.github.ckptctl.flink.InstrumentedType;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.utility.OpenedClassReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/** Test of types that are already loaded when the transformer is added, as in an attach. */
class LateInstrumentationTest {

    private static final String CHECKPOINT = "org.apache.flink.runtime.checkpoint.";
    private static final String FAILURES = CHECKPOINT + "CheckpointFailureManager";
    private static final Set<String> TYPES =
            InstrumentedType.byClassName().keySet().stream()
                    // two are there from 2.0 on
                    .filter(LateInstrumentationTest::isThere)
                    .collect(Collectors.toUnmodifiableSet());

    private final Instrumentation instrumentation = ByteBuddyAgent.install();
    private final List<Integer> retransformed = new ArrayList<>();

    @BeforeEach
    void loadAll() throws ClassNotFoundException {
        for (String type : TYPES) {
            Class.forName(type);
        }
    }

    @Test
    void asksTheJvmOnceForAll() {
        // when
        AgentTransformer transformer = install();

        // then
        assertThat(transformer.woven()).isEqualTo(TYPES);
        assertThat(transformer.failures()).isEmpty();
        assertThat(retransformed).containsExactly(TYPES.size());

        // when
        transformer.uninstall(counting());

        // then
        assertThat(transformer.woven()).isEmpty();
        assertThat(retransformed).containsExactly(TYPES.size(), TYPES.size());
    }

    @Test
    void weavesTheOthersWhereTheJvmRejectsOne() {
        // given
        ClassFileTransformer another = new OneMethodMore();
        instrumentation.addTransformer(another, true);

        // when
        AgentTransformer transformer = install();

        // then
        instrumentation.removeTransformer(another);
        Set<String> others = new HashSet<>(TYPES);
        others.remove(FAILURES);
        assertThat(transformer.woven()).isEqualTo(others);
        assertThat(transformer.failures()).containsOnlyKeys(FAILURES);
        assertThat(transformer.failures().get(FAILURES)).contains("attempted to add a method");
        transformer.uninstall(instrumentation);
    }

    private static boolean isThere(String type) {
        String file = type.replace('.', '/') + ".class";
        return LateInstrumentationTest.class.getClassLoader().getResource(file) != null;
    }

    private AgentTransformer install() {
        return AgentTransformer.install(
                counting(), CheckpointHooks.class.getClassLoader(), loader -> {});
    }

    /**
     * Returns this JVM's instrumentation, which counts the types that it is requested to
     * retransform.
     */
    private Instrumentation counting() {
        return (Instrumentation)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {Instrumentation.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("retransformClasses")) {
                                retransformed.add(((Class<?>[]) arguments[0]).length);
                            }
                            try {
                                return method.invoke(instrumentation, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    /** Another agent, which changes a loaded type in a way that no JVM allows. */
    private static final class OneMethodMore implements ClassFileTransformer {

        @Override
        public byte[] transform(
                ClassLoader loader,
                String internalName,
                Class<?> redefined,
                ProtectionDomain domain,
                byte[] classFile) {
            if (!FAILURES.replace('.', '/').equals(internalName)) {
                return null;
            }
            ClassWriter writer = new ClassWriter(0);
            new ClassReader(classFile)
                    .accept(
                            new ClassVisitor(OpenedClassReader.ASM_API, writer) {
                                @Override
                                public void visitEnd() {
                                    int modifiers = Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT;
                                    visitMethod(modifiers, "another", "()V", null, null).visitEnd();
                                    super.visitEnd();
                                }
                            },
                            0);
            return writer.toByteArray();
        }
    }
}
