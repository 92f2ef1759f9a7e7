// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.server;

import io.github.ckptctl.control.model.CallerContext;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A job's MBean that does nothing but record the requested changes. */
public final class TestingCoordinator implements InvocationHandler {

    private final List<String> changes = new CopyOnWriteArrayList<>();
    private final List<String> callers = new CopyOnWriteArrayList<>();
    private final Map<String, Object> attributes = new ConcurrentHashMap<>();

    private volatile RuntimeException failure;
    private volatile Runnable during = () -> {};

    public CheckpointCoordinatorMXBean bean() {
        return (CheckpointCoordinatorMXBean)
                Proxy.newProxyInstance(
                        CheckpointCoordinatorMXBean.class.getClassLoader(),
                        new Class<?>[] {CheckpointCoordinatorMXBean.class},
                        this);
    }

    /** Returns the changes so far, in the form {@code setTimeout[1000]}. */
    public List<String> changes() {
        return List.copyOf(changes);
    }

    public List<String> callers() {
        return List.copyOf(callers);
    }

    void forget() {
        changes.clear();
        callers.clear();
    }

    public void put(String attribute, Object value) {
        attributes.put(attribute, value);
    }

    public void failWith(RuntimeException newFailure) {
        failure = newFailure;
    }

    void during(Runnable newDuring) {
        during = newDuring;
    }

    /** Rethrows any throwable, checked or not. */
    @SuppressWarnings("unchecked")
    static <T extends Throwable> RuntimeException unchecked(Throwable failure) throws T {
        throw (T) failure;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) {
        String name = method.getName();
        switch (name) {
            case "equals":
                return proxy == arguments[0];
            case "hashCode":
                return System.identityHashCode(proxy);
            case "toString":
                return "testing coordinator";
            default:
        }
        if (name.matches("(get|is)[A-Z].*") && method.getParameterCount() == 0) {
            String attribute = name.substring(name.startsWith("is") ? 2 : 3);
            return attributes.getOrDefault(attribute, zero(method.getReturnType()));
        }
        changes.add(name + (arguments == null ? "[]" : Arrays.toString(arguments)));
        callers.add(CallerContext.current());
        during.run();
        if (failure != null) {
            throw failure;
        }
        if (name.startsWith("set")) {
            attributes.put(name.substring(3), arguments[0]);
        }
        return zero(method.getReturnType());
    }

    private static Object zero(Class<?> type) {
        if (type == long.class) {
            return 0L;
        }
        if (type == double.class) {
            return 0.0;
        }
        if (type == int.class) {
            return 0;
        }
        return type == boolean.class ? Boolean.FALSE : null;
    }
}
