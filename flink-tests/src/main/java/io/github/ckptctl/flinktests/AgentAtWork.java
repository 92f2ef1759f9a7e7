// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flinktests;

import io.github.ckptctl.bootstrap.CheckpointHookHandler;
import io.github.ckptctl.bootstrap.CheckpointHooks;
import org.jspecify.annotations.Nullable;

import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The agent in this JVM: made to take it for a JobManager, waited for, and asked at the end how it
 * did.
 *
 * <p>Stands between woven code and the agent's own sink to count the calls, which is the proof that
 * Flink's types are woven and talk to it. What the sink throws goes on to the hooks as it is.
 */
final class AgentAtWork {

    private static final String JOB_MANAGER =
            "org.apache.flink.runtime.entrypoint.ClusterEntrypoint";
    private static final String STARTED =
            "org.apache.flink.runtime.entrypoint.component.DispatcherResourceManagerComponent";
    private static final String AGENT = "flink.checkpointing:type=CheckpointAgent";
    private static final String SINK = "io.github.ckptctl.flink.FlinkHookHandler";
    private static final long PATIENCE_SECONDS = 60;
    private static final long LOOK_AGAIN_MILLIS = 20;

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final Map<String, LongAdder> calls = new ConcurrentHashMap<>();
    private final ObjectName bean;

    private AgentAtWork() throws JMException {
        bean = new ObjectName(AGENT);
    }

    /**
     * Waits until the agent is at work.
     *
     * @throws IllegalStateException if it is not in time
     */
    static AgentAtWork await()
            throws JMException, ReflectiveOperationException, InterruptedException {
        AgentAtWork agent = new AgentAtWork();
        Class.forName(JOB_MANAGER, false, AgentAtWork.class.getClassLoader());
        Class.forName(STARTED, false, AgentAtWork.class.getClassLoader());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!agent.server.isRegistered(agent.bean) || !name(sink()).equals(SINK)) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException(
                        "the agent is not at work after "
                                + PATIENCE_SECONDS
                                + " s; its sink is "
                                + name(sink()));
            }
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
        CheckpointHooks.install(agent.counting(sink()));
        return agent;
    }

    /**
     * Returns how the agent did.
     *
     * @throws IllegalStateException if it is gone, or another sink has taken its place
     */
    AgentReport report() throws JMException, ReflectiveOperationException {
        if (!Proxy.isProxyClass(sink().getClass())) {
            throw new IllegalStateException("the hooks now lead to " + name(sink()));
        }
        String[] capabilities = (String[]) server.getAttribute(bean, "Capabilities");
        CompositeData[] missing =
                (CompositeData[]) server.getAttribute(bean, "MissingCapabilities");
        if (capabilities.length == 0) {
            throw new IllegalStateException("the agent has no capability in this Flink");
        }
        String off =
                Stream.of(missing)
                        .map(data -> data.get("name") + " is off: " + data.get("reason"))
                        .collect(Collectors.joining("; "));
        return new AgentReport(
                (String) server.getAttribute(bean, "FlinkVersion"),
                capabilities.length + " capabilities" + (off.isEmpty() ? "" : "; " + off),
                calls.values().stream().mapToLong(LongAdder::sum).sum(),
                new TreeMap<>(calls).toString(),
                (Long) server.getAttribute(bean, "HookErrors"),
                (String) server.getAttribute(bean, "LastHookError"));
    }

    private CheckpointHookHandler counting(CheckpointHookHandler real) {
        return (CheckpointHookHandler)
                Proxy.newProxyInstance(
                        CheckpointHookHandler.class.getClassLoader(),
                        new Class<?>[] {CheckpointHookHandler.class},
                        (proxy, method, arguments) -> counted(real, method, arguments));
    }

    private @Nullable Object counted(CheckpointHookHandler real, Method method, Object[] arguments)
            throws Throwable {
        if (method.getName().equals("failed")) {
            // Flink's tests log nothing
            ((Throwable) arguments[0]).printStackTrace(System.out);
        }
        calls.computeIfAbsent(method.getName(), name -> new LongAdder()).increment();
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static CheckpointHookHandler sink() throws ReflectiveOperationException {
        Field field = CheckpointHooks.class.getDeclaredField("sink");
        field.setAccessible(true);
        return (CheckpointHookHandler) field.get(null);
    }

    private static String name(CheckpointHookHandler sink) {
        return sink.getClass().getName();
    }
}
