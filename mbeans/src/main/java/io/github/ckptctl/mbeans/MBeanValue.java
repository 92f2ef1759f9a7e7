// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

import javax.management.ConstructorParameters;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Base class of the values that the MXBeans return: equality, hash code and text by the properties
 * that a subclass names in {@link ConstructorParameters}, in that order.
 *
 * <p>Immutable, any thread. By reflection, which is fast enough for messages and tests: nothing in
 * the JobManager compares values.
 */
abstract class MBeanValue {

    private static final ClassValue<Map<String, Method>> GETTERS =
            new ClassValue<>() {
                @Override
                protected Map<String, Method> computeValue(Class<?> type) {
                    Map<String, Method> getters = new LinkedHashMap<>();
                    for (String property : properties(type)) {
                        getters.put(property, getter(type, property));
                    }
                    return getters;
                }
            };

    @Override
    @SuppressWarnings("EqualsGetClass") // the subclasses are final
    public final boolean equals(Object other) {
        return other != null
                && other.getClass() == getClass()
                && Arrays.deepEquals(values(), ((MBeanValue) other).values());
    }

    @Override
    public final int hashCode() {
        return Arrays.deepHashCode(values());
    }

    @Override
    public final String toString() {
        StringBuilder text = new StringBuilder(getClass().getSimpleName()).append('{');
        String separator = "";
        for (Map.Entry<String, Method> getter : GETTERS.get(getClass()).entrySet()) {
            Object value = read(getter.getValue());
            text.append(separator)
                    .append(getter.getKey())
                    .append('=')
                    .append(value instanceof Object[] ? Arrays.toString((Object[]) value) : value);
            separator = ", ";
        }
        return text.append('}').toString();
    }

    private Object[] values() {
        return GETTERS.get(getClass()).values().stream().map(this::read).toArray();
    }

    private Object read(Method getter) {
        try {
            return getter.invoke(this);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(getter + " cannot be read", e);
        }
    }

    private static String[] properties(Class<?> type) {
        return Arrays.stream(type.getConstructors())
                .map(constructor -> constructor.getAnnotation(ConstructorParameters.class))
                .filter(parameters -> parameters != null)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(type + " names no properties"))
                .value();
    }

    private static Method getter(Class<?> type, String property) {
        String name = Character.toUpperCase(property.charAt(0)) + property.substring(1);
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getParameterCount() == 0)
                .filter(
                        method ->
                                method.getName().equals("get" + name)
                                        || method.getName().equals("is" + name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(type + " has no getter of " + name));
    }
}
