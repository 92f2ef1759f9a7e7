// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.rest;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * JSON form of the contract's values, with fields under the names that they have over JMX: the
 * results of {@code getX} and {@code isX}, by name.
 */
final class BeanJson {

    /** The getters of a type, by the names of the fields and in their order. */
    private static final ClassValue<Map<String, Method>> GETTERS =
            new ClassValue<>() {
                @Override
                protected Map<String, Method> computeValue(Class<?> type) {
                    Map<String, Method> getters = new TreeMap<>();
                    Arrays.stream(type.getMethods())
                            .filter(BeanJson::isGetter)
                            .forEach(getter -> getters.put(name(getter), getter));
                    return getters;
                }
            };

    private BeanJson() {}

    static Map<String, Object> of(Object value) {
        return of(value.getClass(), value, name -> true);
    }

    /** Returns some of the fields that a type has. */
    static Map<String, Object> of(Class<?> type, Object value, Predicate<String> wanted) {
        Map<String, Object> fields = new LinkedHashMap<>();
        GETTERS.get(type)
                .forEach(
                        (name, getter) -> {
                            if (wanted.test(name)) {
                                fields.put(name, field(got(getter, value)));
                            }
                        });
        return fields;
    }

    static List<Map<String, Object>> ofAll(List<?> values) {
        return values.stream().map(BeanJson::of).collect(Collectors.toList());
    }

    private static boolean isGetter(Method method) {
        return method.getParameterCount() == 0
                && method.getDeclaringClass() != Object.class
                && (method.getName().matches("get[A-Z].*")
                        || method.getName().matches("is[A-Z].*"));
    }

    private static String name(Method getter) {
        String name = getter.getName().replaceFirst("^(get|is)", "");
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    private static Object got(Method getter, Object value) {
        try {
            return getter.invoke(value);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(getter + " failed", e);
        }
    }

    private static Object field(Object value) {
        if (value instanceof Enum) {
            return ((Enum<?>) value).name();
        }
        if (value instanceof Object[]) {
            return Arrays.stream((Object[]) value)
                    .map(BeanJson::field)
                    .collect(Collectors.toList());
        }
        return value instanceof String || value instanceof Number || value instanceof Boolean
                ? value
                : of(value);
    }
}
