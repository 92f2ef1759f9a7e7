// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http;

import org.jolokia.json.JSONArray;
import org.jolokia.json.JSONObject;
import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Map;

/** Takes out of texts what a terminal, a browser or a line of log would take for a command. */
final class CleanText {

    private CleanText() {}

    /**
     * Returns a JSON value without control characters in its texts and keys, a blank in the place
     * of each; numbers that are none become null. It is the value itself where it has nothing of
     * these, as nearly every one.
     */
    static @Nullable Object withoutControls(@Nullable Object value) {
        return isClean(value) ? value : cleaned(value);
    }

    /** In plain loops: every character of every answer comes through here. */
    private static boolean isClean(@Nullable Object value) {
        if (value instanceof Map) {
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                if (!isClean(String.valueOf(entry.getKey())) || !isClean(entry.getValue())) {
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
            return isClean((String) value);
        }
        return !isNoNumber(value);
    }

    private static boolean isClean(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isUnsafe(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNoNumber(@Nullable Object value) {
        return (value instanceof Double || value instanceof Float)
                && !Double.isFinite(((Number) value).doubleValue());
    }

    private static @Nullable Object cleaned(@Nullable Object value) {
        if (value instanceof Map) {
            JSONObject copy = new JSONObject();
            ((Map<?, ?>) value)
                    .forEach((key, one) -> copy.put(blanked(String.valueOf(key)), cleaned(one)));
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
        return value instanceof String ? blanked((String) value) : value;
    }

    /**
     * Returns a text for one line of log: control characters and quotes escaped, cut at a number of
     * characters.
     */
    static String oneLine(String text, int limit) {
        StringBuilder line = new StringBuilder();
        text.chars()
                .limit(limit)
                .forEach(
                        character -> {
                            if (character == '"' || character == '\\') {
                                line.append('\\').append((char) character);
                            } else if (isUnsafe(character)) {
                                line.append(String.format("\\u%04x", character));
                            } else {
                                line.append((char) character);
                            }
                        });
        return text.length() > limit ? line.append("...").toString() : line.toString();
    }

    private static String blanked(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.chars()
                .forEach(character -> clean.append(isUnsafe(character) ? ' ' : (char) character));
        return clean.toString();
    }

    private static boolean isUnsafe(int character) {
        return Character.isISOControl(character) || character == 0x2028 || character == 0x2029;
    }
}
