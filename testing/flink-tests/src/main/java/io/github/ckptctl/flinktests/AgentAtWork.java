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
 * The agent in this JVM: made to regard the JVM as a JobManager, awaited, and queried for its
 * report at the end.
 *
 * <p>Wraps the agent's own handler to count the calls of instrumented code, which proves that
 * Flink's types are instrumented and call it. Exceptions of the handler are passed to the hooks
 * unchanged.
 */
final class AgentAtWork {

    private static final String JOB_MANAGER =
            "org.apache.flink.runtime.entrypoint.ClusterEntrypoint";
    private static final String STARTED =
            "org.apache.flink.runtime.entrypoint.component.DispatcherResourceManagerComponent";
    private static final String AGENT = "flink.checkpointing:type=CheckpointAgent";
    static final String HANDLER = "io.github.ckptctl.flink.FlinkHookHandler";
    private static final long PATIENCE_SECONDS = 60;
    private static final long LOOK_AGAIN_MILLIS = 20;

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final Map<String, LongAdder> calls = new ConcurrentHashMap<>();
    private final ObjectName bean;

    private AgentAtWork() throws JMException {
        bean = new ObjectName(AGENT);
    }

    /**
     * Waits until the agent is active.
     *
     * @throws IllegalStateException if it is not active in time
     */
    static AgentAtWork await()
            throws JMException, ReflectiveOperationException, InterruptedException {
        AgentAtWork agent = new AgentAtWork();
        Class.forName(JOB_MANAGER, false, AgentAtWork.class.getClassLoader());
        Class.forName(STARTED, false, AgentAtWork.class.getClassLoader());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!agent.server.isRegistered(agent.bean) || !name(handler()).equals(HANDLER)) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException(
                        "the agent is not at work after "
                                + PATIENCE_SECONDS
                                + " s; its handler is "
                                + name(handler()));
            }
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
        CheckpointHooks.install(agent.counting(handler()));
        return agent;
    }

    /**
     * Returns the agent's report.
     *
     * @throws IllegalStateException if it is gone, or another handler has replaced this one
     */
    AgentReport report() throws JMException, ReflectiveOperationException {
        if (!Proxy.isProxyClass(handler().getClass())) {
            throw new IllegalStateException("the hooks now lead to " + name(handler()));
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
            // logging is off in Flink's tests
            ((Throwable) arguments[0]).printStackTrace(System.out);
        }
        calls.computeIfAbsent(method.getName(), name -> new LongAdder()).increment();
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    static CheckpointHookHandler handler() throws ReflectiveOperationException {
        Field field = CheckpointHooks.class.getDeclaredField("handler");
        field.setAccessible(true);
        return (CheckpointHookHandler) field.get(null);
    }

    private static String name(CheckpointHookHandler handler) {
        return handler.getClass().getName();
    }
}
