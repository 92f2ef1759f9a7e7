// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.rest;

import io.github.ckptctl.control.model.Setting;
import io.github.ckptctl.control.model.TextSanitizer;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Fields of a request's body, taken one by one; faults and fields left over are collected. Confined
 * to one request.
 */
final class RequestBody {

    private static final String NO_NUMBER = "is not a whole number";
    private static final String NO_TEXT = "is not a text";
    private static final String NO_FLAG = "is neither true nor false";

    /** Maximum number of unknown fields that are named; the rest is counted. */
    private static final int MOST_NAMED = 10;

    private final Map<String, Object> left;
    private final List<String> faults = new ArrayList<>();

    RequestBody(Map<String, Object> body) {
        left = new LinkedHashMap<>(body);
    }

    /** Takes a text, or returns a default if it is missing. */
    String text(String name, String otherwise) {
        Object value = taken(name, String.class::isInstance, NO_TEXT);
        return value == null ? otherwise : (String) value;
    }

    /** Takes a whole number, or returns a default if it is missing. */
    long number(String name, long otherwise) {
        Object value = taken(name, RequestBody::isWhole, NO_NUMBER);
        return value == null ? otherwise : ((Number) value).longValue();
    }

    /** Takes a whole number that must be there; 0 if it is at fault. */
    long requiredNumber(String name) {
        if (!left.containsKey(name)) {
            faults.add(name + " is missing");
        }
        return number(name, 0);
    }

    /** Takes a flag, or returns a default if it is missing. */
    boolean flag(String name, boolean otherwise) {
        Object value = taken(name, Boolean.class::isInstance, NO_FLAG);
        return value == null ? otherwise : (Boolean) value;
    }

    /** Takes a value of a setting as a text; null if it is missing or unsuitable. */
    @Nullable String setting(String name, Setting setting) {
        if (!setting.isNumber() && !setting.isFlag()) {
            return (String) taken(name, String.class::isInstance, NO_TEXT);
        }
        Object value =
                setting.isFlag()
                        ? taken(name, Boolean.class::isInstance, NO_FLAG)
                        : taken(name, RequestBody::isWhole, NO_NUMBER);
        return value == null ? null : value.toString();
    }

    /** Returns the faults, including unknown fields. */
    List<String> faults(Set<String> known) {
        List<String> all = new ArrayList<>(faults);
        String fields = known.isEmpty() ? "there is none" : "there are " + String.join(", ", known);
        left.keySet().stream()
                .limit(MOST_NAMED)
                .forEach(
                        name ->
                                all.add(
                                        TextSanitizer.quoted(name)
                                                + " is not a field here; "
                                                + fields));
        if (left.size() > MOST_NAMED) {
            all.add(left.size() - MOST_NAMED + " more are not fields here either");
        }
        return all;
    }

    /**
     * Rejects the request if there are faults or fields left over; called after all fields are
     * taken.
     *
     * @param known the fields that the request may have
     * @throws InvalidRequestException if there is a fault or a field left over
     */
    void requireNoMore(Set<String> known) throws InvalidRequestException {
        List<String> all = faults(known);
        if (!all.isEmpty()) {
            throw new InvalidRequestException(all);
        }
    }

    /** Takes a field if it fits; one that is null is present and a fault, since it has no value. */
    private @Nullable Object taken(String name, Predicate<Object> fits, String fault) {
        boolean isThere = left.containsKey(name);
        Object value = left.remove(name);
        if (isThere && value == null) {
            faults.add(name + " is null");
        } else if (value != null && !fits.test(value)) {
            faults.add(name + " " + shown(value) + " " + fault);
            return null;
        }
        return value;
    }

    private static boolean isWhole(Object value) {
        return value instanceof Integer || value instanceof Long;
    }

    private static String shown(Object value) {
        String quoted = TextSanitizer.quoted(String.valueOf(value));
        return value instanceof String ? "'" + quoted + "'" : quoted;
    }
}
