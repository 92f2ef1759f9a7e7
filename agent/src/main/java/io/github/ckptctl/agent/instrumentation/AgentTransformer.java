// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.instrumentation;

import io.github.ckptctl.flink.InstrumentedType;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Class file transformer that instruments Flink's types as they are loaded, or while they run, and
 * reverts the instrumentation.
 *
 * <p>Only method bodies change ({@code decorate} can do nothing else), so a loaded class can be
 * instrumented, and restored by retransforming it without this transformer. A type that cannot be
 * instrumented stays as Flink made it; {@link #failures} reports the reason. A class whose loader
 * does not see the hooks is left alone, since its instrumented code could not be linked.
 *
 * <p>Costs next to nothing until the first of these types is loaded: Byte Buddy is only used then.
 * The type that Flink loads while it starts its REST port is left unchanged at that point; see
 * {@link #instrumentDeferred}. Called by any thread that loads a class.
 */
public final class AgentTransformer implements ClassFileTransformer {

    /** The type that identifies a JobManager: TaskManagers, clients and others do not load it. */
    public static final String JOB_MANAGER =
            "org.apache.flink.runtime.entrypoint.ClusterEntrypoint";

    /**
     * Created when the REST server listens, and dispatcher and ResourceManager are being started.
     */
    private static final String STARTED =
            "org.apache.flink.runtime.entrypoint.component.DispatcherResourceManagerComponent";

    /**
     * Loaded by the thread that starts Flink, before its REST port answers; instrumented
     * afterwards.
     */
    private static final String DEFERRED_TYPE = InstrumentedType.ROUTER.className();

    private static final Map<String, InstrumentedType> TYPES = InstrumentedType.byClassName();

    private final ClassLoader hookLoader;
    private final StartupListener listener;
    private final Map<String, Boolean> woven = new ConcurrentHashMap<>();
    private final Map<String, String> failures = new ConcurrentHashMap<>();

    private AgentTransformer(ClassLoader hookLoader, StartupListener listener) {
        this.hookLoader = hookLoader;
        this.listener = listener;
    }

    /**
     * Starts the instrumentation: future types when they are loaded, loaded types at once.
     *
     * @param hookLoader the loader that defines {@code CheckpointHooks}
     * @param listener is notified of a JobManager's start
     */
    public static AgentTransformer install(
            Instrumentation instrumentation, ClassLoader hookLoader, StartupListener listener) {
        AgentTransformer transformer = new AgentTransformer(hookLoader, listener);
        instrumentation.addTransformer(transformer, true);
        try {
            transformer.lookAtLoaded(instrumentation);
            transformer.retransformLoaded(instrumentation, false);
        } catch (Throwable e) {
            transformer.uninstall(instrumentation);
            throw e;
        }
        return transformer;
    }

    /**
     * Stops the instrumentation and restores the original code of every instrumented type. Harmless
     * when called again.
     */
    public void uninstall(Instrumentation instrumentation) {
        if (instrumentation.removeTransformer(this)) {
            retransformLoaded(instrumentation, false);
            woven.clear();
        }
    }

    /**
     * Instruments the types that were left unchanged when they were loaded; to be called when all
     * types are loaded. This keeps the loading of Byte Buddy off the thread that starts Flink.
     */
    public void instrumentDeferred(Instrumentation instrumentation) {
        retransformLoaded(instrumentation, true);
    }

    /** Returns the binary names of the instrumented types. */
    public Set<String> woven() {
        return Set.copyOf(woven.keySet());
    }

    /** Returns the types that could not be instrumented, each with the reason. */
    public Map<String, String> failures() {
        return Map.copyOf(failures);
    }

    @Override
    @SuppressWarnings("NullAway") // null from a transformer means "unchanged"
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String internalName,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] classFile) {
        // a plain check for each of the thousands of classes that are not instrumented
        if (internalName == null || !internalName.startsWith("org/apache/flink/runtime/")) {
            return null;
        }
        String name = internalName.replace('/', '.');
        notifyListener(name, loader);
        InstrumentedType type = TYPES.get(name);
        if (type == null || (name.equals(DEFERRED_TYPE) && redefined == null)) {
            return null;
        }
        try {
            if (!seesHooks(loader)) {
                failures.put(name, "its class loader does not see the agent's hooks");
                return null;
            }
            byte[] result = weave(type, loader, classFile);
            woven.put(name, Boolean.TRUE);
            failures.remove(name);
            return result;
        } catch (Throwable e) {
            failures.put(name, e.toString());
            return null;
        }
    }

    /** Notifies the listener of the event that the loading of a type indicates. */
    private void notifyListener(String name, @Nullable ClassLoader loader) {
        if (name.equals(JOB_MANAGER) && loader != null) {
            listener.jobManagerFound(loader);
        } else if (name.equals(STARTED)
                || (TYPES.containsKey(name) && !name.equals(DEFERRED_TYPE))) {
            listener.flinkStarted();
        }
    }

    private byte[] weave(InstrumentedType type, @Nullable ClassLoader loader, byte[] classFile) {
        String name = type.className();
        ClassFileLocator locator =
                new ClassFileLocator.Compound(
                        ClassFileLocator.Simple.of(name, classFile),
                        new LenientClassFileLocator(loader));
        TypePool pool = TypePool.Default.of(locator);
        DynamicType.Builder<?> builder =
                new ByteBuddy()
                        .with(TypeValidation.DISABLED)
                        .with(Implementation.Context.Disabled.Factory.INSTANCE)
                        .decorate(pool.describe(name).resolve(), locator);
        for (AsmVisitorWrapper change : instrumentation(type).changes()) {
            builder = builder.visit(change);
        }
        return builder.make(pool).getBytes();
    }

    private boolean seesHooks(@Nullable ClassLoader loader) {
        try {
            return loader != null && loader.loadClass(HookCall.TYPE).getClassLoader() == hookLoader;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static TypeInstrumentation instrumentation(InstrumentedType type) {
        switch (type) {
            case COORDINATOR:
                return new CheckpointCoordinatorInstrumentation();
            case CANCELLER:
                return new CheckpointCancellerInstrumentation();
            case REQUEST_DECIDER:
                return new CheckpointRequestDeciderInstrumentation();
            case FAILURE_MANAGER:
                return new CheckpointFailureManagerInstrumentation();
            case COMPLETED_CHECKPOINT:
                return new CompletedCheckpointInstrumentation();
            case SUBSUME_HELPER:
                return new CheckpointSubsumeHelperInstrumentation();
            case SHARED_STATE_REGISTRY:
                return new SharedStateRegistryInstrumentation();
            case TASK_DEPLOYMENT:
                return new TaskDeploymentInstrumentation();
            case JOB_MASTER:
                return new JobMasterInstrumentation();
            case STATS_TRACKER:
                return new CheckpointStatsTrackerInstrumentation();
            case STATE_TRANSITION_MANAGER:
                return new StateTransitionManagerInstrumentation();
            case ROUTER:
                return new RouterInstrumentation();
            default:
                throw new IllegalArgumentException(type.className());
        }
    }

    private void lookAtLoaded(Instrumentation instrumentation) {
        for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
            notifyListener(loaded.getName(), loaded.getClassLoader());
        }
    }

    /**
     * Retransforms all types in one call, since the JVM stops every thread at each call.
     *
     * @param left only the types that were left unchanged while Flink started, and have not been
     *     instrumented since
     */
    private void retransformLoaded(Instrumentation instrumentation, boolean left) {
        List<Class<?>> loaded = new ArrayList<>();
        for (Class<?> candidate : instrumentation.getAllLoadedClasses()) {
            String name = candidate.getName();
            if (left
                    ? name.equals(DEFERRED_TYPE) && !woven.containsKey(name)
                    : TYPES.containsKey(name)) {
                loaded.add(candidate);
            }
        }
        try {
            instrumentation.retransformClasses(loaded.toArray(new Class<?>[0]));
        } catch (UnmodifiableClassException | LinkageError | UnsupportedOperationException e) {
            // none was retransformed; the one that cannot be must not prevent the others
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
