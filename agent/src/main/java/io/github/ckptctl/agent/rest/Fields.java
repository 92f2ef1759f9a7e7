// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.rest;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The fields of a request's body, taken one by one; what is wrong with them, and what is left over,
 * is collected. Confined to one request.
 */
final class Fields {

    private final Map<String, Object> left;
    private final List<String> faults = new ArrayList<>();

    Fields(Map<String, Object> body) {
        left = new LinkedHashMap<>(body);
    }

    /** Takes a text, or what stands for one that is not there. */
    String text(String name, String otherwise) {
        Object value = taken(name);
        if (value != null && !(value instanceof String)) {
            faults.add(name + " " + value + " is not a text");
        }
        return value instanceof String ? (String) value : otherwise;
    }

    /** Takes a whole number, or what stands for one that is not there. */
    long number(String name, long otherwise) {
        Object value = taken(name);
        if (value != null && !isWhole(value)) {
            faults.add(name + " " + shown(value) + " is not a whole number");
        }
        return value != null && isWhole(value) ? ((Number) value).longValue() : otherwise;
    }

    /** Takes a flag, or what stands for one that is not there. */
    boolean flag(String name, boolean otherwise) {
        Object value = taken(name);
        if (value != null && !(value instanceof Boolean)) {
            faults.add(name + " " + shown(value) + " is neither true nor false");
        }
        return value instanceof Boolean ? (Boolean) value : otherwise;
    }

    /** Takes a value of a setting as the text of it; null where there is none that could be it. */
    @Nullable String setting(String name, boolean isFlag) {
        if (!left.containsKey(name)) {
            return null;
        }
        return isFlag
                ? faultless(name, Boolean.toString(flag(name, false)))
                : faultless(name, Long.toString(number(name, 0)));
    }

    private @Nullable String faultless(String name, String value) {
        return faults.stream().anyMatch(fault -> fault.startsWith(name + " ")) ? null : value;
    }

    /** Returns what is wrong, fields that nobody asked for included. */
    List<String> faults(Set<String> known) {
        List<String> all = new ArrayList<>(faults);
        left.keySet()
                .forEach(
                        name ->
                                all.add(
                                        name
                                                + " is not a field here; "
                                                + (known.isEmpty()
                                                        ? "there is none"
                                                        : "there are "
                                                                + String.join(", ", known))));
        return all;
    }

    /**
     * Ends the taking.
     *
     * @param known the fields that could have been there
     * @throws FieldFaults if anything is wrong or left over
     */
    void requireNoMore(Set<String> known) throws FieldFaults {
        List<String> all = faults(known);
        if (!all.isEmpty()) {
            throw new FieldFaults(all);
        }
    }

    /** Takes a field; one that is null is there and wrong, since it says nothing. */
    private @Nullable Object taken(String name) {
        if (left.containsKey(name) && left.get(name) == null) {
            faults.add(name + " is null");
        }
        return left.remove(name);
    }

    private static boolean isWhole(Object value) {
        return value instanceof Integer || value instanceof Long;
    }

    private static String shown(Object value) {
        return value instanceof String ? "'" + value + "'" : String.valueOf(value);
    }
}
