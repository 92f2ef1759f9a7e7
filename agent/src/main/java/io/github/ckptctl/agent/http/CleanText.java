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
     * Returns a copy of a JSON value without control characters in its texts and keys, a blank in
     * the place of each; numbers that are none become null.
     */
    static @Nullable Object withoutControls(@Nullable Object value) {
        if (value instanceof Map) {
            JSONObject copy = new JSONObject();
            ((Map<?, ?>) value)
                    .forEach(
                            (key, one) ->
                                    copy.put(blanked(String.valueOf(key)), withoutControls(one)));
            return copy;
        }
        if (value instanceof Collection) {
            JSONArray copy = new JSONArray();
            ((Collection<?>) value).forEach(one -> copy.add(withoutControls(one)));
            return copy;
        }
        if ((value instanceof Double || value instanceof Float)
                && !Double.isFinite(((Number) value).doubleValue())) {
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
        if (text.chars().noneMatch(CleanText::isUnsafe)) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        text.chars()
                .forEach(character -> clean.append(isUnsafe(character) ? ' ' : (char) character));
        return clean.toString();
    }

    private static boolean isUnsafe(int character) {
        return Character.isISOControl(character) || character == 0x2028 || character == 0x2029;
    }
}
