// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** Method or constructor of Flink that was found at start, or not. Any thread. */
final class MethodAccessor {

    private static final Object[] NOTHING = {};

    private final String name;
    private final @Nullable Executable executable;

    MethodAccessor(String name, @Nullable Executable executable) {
        this.name = name;
        this.executable = executable;
    }

    /** Returns whether this Flink has it. */
    boolean isFound() {
        return executable != null;
    }

    /** Returns whether an object has the method that was found. */
    boolean isMethodOf(Object owner) {
        return executable != null && executable.getDeclaringClass().isInstance(owner);
    }

    /** Returns the type of a parameter of what was found. */
    Class<?> parameterType(int index) {
        if (executable == null) {
            throw new UnsupportedOperationException("this Flink has no " + name);
        }
        return executable.getParameterTypes()[index];
    }

    /** Returns the number of parameters of what was found, 0 if nothing was. */
    int parameterCount() {
        return executable == null ? 0 : executable.getParameterCount();
    }

    /** Calls the method, which takes no arguments, on an object. */
    Object call(Object target) {
        return call(target, NOTHING);
    }

    /**
     * Calls the method on an object, which is ignored if the method is static, or the constructor
     * with {@code target} as first argument.
     */
    Object call(Object target, @Nullable Object... arguments) {
        try {
            if (executable instanceof Method) {
                return ((Method) executable).invoke(target, arguments);
            }
            if (executable instanceof Constructor) {
                @Nullable Object[] all = new @Nullable Object[arguments.length + 1];
                all[0] = target;
                System.arraycopy(arguments, 0, all, 1, arguments.length);
                return ((Constructor<?>) executable).newInstance(all);
            }
            throw new UnsupportedOperationException("this Flink has no " + name);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(name + " failed: " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new UnsupportedOperationException(name + " cannot be called", e);
        }
    }
}
