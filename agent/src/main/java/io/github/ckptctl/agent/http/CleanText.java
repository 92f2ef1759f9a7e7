// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http;

import io.github.ckptctl.control.SafeText;
import org.jolokia.json.JSONArray;
import org.jolokia.json.JSONObject;
import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Map;

/** Takes out of what is answered what no client should have to take. */
final class CleanText {

    private CleanText() {}

    /**
     * Returns a JSON value whose texts and keys are clean ({@link SafeText}); numbers that are none
     * become null. It is the value itself where it has nothing of these, as nearly every one.
     */
    static @Nullable Object withoutControls(@Nullable Object value) {
        return isClean(value) ? value : cleaned(value);
    }

    /** In plain loops: every character of every answer comes through here. */
    private static boolean isClean(@Nullable Object value) {
        if (value instanceof Map) {
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                if (!SafeText.isClean(String.valueOf(entry.getKey()))
                        || !isClean(entry.getValue())) {
                    return false;
                }
            }
        } else if (value instanceof Collection) {
            for (Object one : (Collection<?>) value) {
                if (!isClean(one)) {
                    return false;
                }
            }
        } else if (value instanceof String) {
            return SafeText.isClean((String) value);
        }
        return !isNoNumber(value);
    }

    private static boolean isNoNumber(@Nullable Object value) {
        return (value instanceof Double || value instanceof Float)
                && !Double.isFinite(((Number) value).doubleValue());
    }

    private static @Nullable Object cleaned(@Nullable Object value) {
        if (value instanceof Map) {
            JSONObject copy = new JSONObject();
            ((Map<?, ?>) value)
                    .forEach(
                            (key, one) ->
                                    copy.put(SafeText.cleaned(String.valueOf(key)), cleaned(one)));
            return copy;
        }
        if (value instanceof Collection) {
            JSONArray copy = new JSONArray();
            ((Collection<?>) value).forEach(one -> copy.add(cleaned(one)));
            return copy;
        }
        if (isNoNumber(value)) {
            return null;
        }
        return value instanceof String ? SafeText.cleaned((String) value) : value;
    }
}
