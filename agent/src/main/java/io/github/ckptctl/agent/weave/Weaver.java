// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.weave;

import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Weaves Flink's types as they are loaded, or again while they run, and takes the weaving back.
 *
 * <p>Only method bodies change ({@code decorate} can do nothing else), so a loaded class can be
 * woven, and restored by retransforming it without this transformer. A type that cannot be woven
 * stays as Flink made it; {@link #failures} says why. A class whose loader does not see the hooks
 * is left alone, since its woven code could not be linked.
 *
 * <p>Costs nothing until the first of these types is loaded: Byte Buddy is touched only then.
 * Called by whichever thread loads a class.
 */
public final class Weaver implements ClassFileTransformer {

    /** The type that tells a JobManager: TaskManagers, clients and others do not load it. */
    public static final String JOB_MANAGER =
            "org.apache.flink.runtime.entrypoint.ClusterEntrypoint";

    private final Map<String, WovenType> types;
    private final ClassLoader hookLoader;
    private final Map<String, Boolean> woven = new ConcurrentHashMap<>();
    private final Map<String, String> failures = new ConcurrentHashMap<>();

    private final Consumer<ClassLoader> onJobManager;

    private Weaver(ClassLoader hookLoader, Consumer<ClassLoader> onJobManager) {
        this.hookLoader = hookLoader;
        this.onJobManager = onJobManager;
        this.types =
                List.of(
                                new CheckpointCoordinatorWeaving(),
                                new CheckpointRequestDeciderWeaving(),
                                new CheckpointCancellerWeaving(),
                                new CheckpointFailureManagerWeaving(),
                                new JobMasterWeaving(),
                                new RouterWeaving())
                        .stream()
                        .collect(Collectors.toMap(WovenType::name, Function.identity()));
    }

    /**
     * Starts weaving: types to be loaded as they come, types already loaded at once.
     *
     * @param hookLoader the loader that defines {@code CheckpointHooks}
     * @param onJobManager hears, at once and perhaps more than once, of the loader of Flink's
     *     runtime in a JVM that is a JobManager; the type that tells one is {@code
     *     ClusterEntrypoint}, which TaskManagers and clients do not load
     */
    public static Weaver install(
            Instrumentation instrumentation,
            ClassLoader hookLoader,
            Consumer<ClassLoader> onJobManager) {
        Weaver weaver = new Weaver(hookLoader, onJobManager);
        instrumentation.addTransformer(weaver, true);
        try {
            weaver.lookAtLoaded(instrumentation);
        } catch (Throwable e) {
            weaver.uninstall(instrumentation);
            throw e;
        }
        return weaver;
    }

    /** Stops weaving and gives every woven type its own code back. Harmless when called again. */
    public void uninstall(Instrumentation instrumentation) {
        if (instrumentation.removeTransformer(this)) {
            retransformLoaded(instrumentation);
            woven.clear();
        }
    }

    /** Returns the binary names of the types that were woven. */
    public Set<String> woven() {
        return Set.copyOf(woven.keySet());
    }

    /** Returns the types that could not be woven, each with the reason. */
    public Map<String, String> failures() {
        return Map.copyOf(failures);
    }

    @Override
    @SuppressWarnings("NullAway") // null is how a transformer says "unchanged"
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String internalName,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] classFile) {
        // a plain look-up for each of the thousands of classes that are not ours
        if (internalName == null || !internalName.startsWith("org/apache/flink/runtime/")) {
            return null;
        }
        String name = internalName.replace('/', '.');
        if (name.equals(JOB_MANAGER) && loader != null) {
            onJobManager.accept(loader);
        }
        WovenType type = types.get(name);
        if (type == null) {
            return null;
        }
        try {
            if (!seesHooks(loader)) {
                failures.put(type.name(), "its class loader does not see the agent's hooks");
                return null;
            }
            byte[] result = weave(type, loader, classFile);
            woven.put(type.name(), Boolean.TRUE);
            failures.remove(type.name());
            return result;
        } catch (Throwable e) {
            failures.put(type.name(), e.toString());
            return null;
        }
    }

    private byte[] weave(WovenType type, @Nullable ClassLoader loader, byte[] classFile) {
        ClassFileLocator locator =
                new ClassFileLocator.Compound(
                        ClassFileLocator.Simple.of(type.name(), classFile),
                        new LenientClassFiles(loader));
        TypePool pool = TypePool.Default.of(locator);
        DynamicType.Builder<?> builder =
                new ByteBuddy()
                        .with(TypeValidation.DISABLED)
                        .with(Implementation.Context.Disabled.Factory.INSTANCE)
                        .decorate(pool.describe(type.name()).resolve(), locator);
        for (AsmVisitorWrapper change : type.changes()) {
            builder = builder.visit(change);
        }
        return builder.make(pool).getBytes();
    }

    private boolean seesHooks(@Nullable ClassLoader loader) {
        try {
            return loader != null && loader.loadClass(Hook.TYPE).getClassLoader() == hookLoader;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private void lookAtLoaded(Instrumentation instrumentation) {
        Arrays.stream(instrumentation.getAllLoadedClasses())
                .filter(candidate -> candidate.getName().equals(JOB_MANAGER))
                .forEach(found -> onJobManager.accept(found.getClassLoader()));
        retransformLoaded(instrumentation);
    }

    /** All of them at once, since the JVM stops every thread each time that it is asked. */
    private void retransformLoaded(Instrumentation instrumentation) {
        Class<?>[] loaded =
                Arrays.stream(instrumentation.getAllLoadedClasses())
                        .filter(candidate -> types.containsKey(candidate.getName()))
                        .toArray(Class<?>[]::new);
        try {
            instrumentation.retransformClasses(loaded);
        } catch (UnmodifiableClassException | LinkageError | UnsupportedOperationException e) {
            // none was; the one that cannot be must not keep the others from it
            for (Class<?> candidate : loaded) {
                retransform(instrumentation, candidate);
            }
        }
    }

    private void retransform(Instrumentation instrumentation, Class<?> candidate) {
        try {
            instrumentation.retransformClasses(candidate);
        } catch (UnmodifiableClassException | LinkageError | UnsupportedOperationException e) {
            woven.remove(candidate.getName());
            failures.put(candidate.getName(), e.toString());
        }
    }
}
