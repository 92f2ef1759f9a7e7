// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.json;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Map;

/**
 * Writer of the text of a JSON value, in one line.
 *
 * <p>Implemented here, as Jolokia's own writer has escapes of some control characters that are not
 * JSON. Numbers that JSON cannot represent become null. One thread.
 */
public final class JsonText {

    private static final String HEX = "0123456789abcdef";

    private final StringBuilder text = new StringBuilder();

    private JsonText() {}

    /**
     * Returns the text of a value: a map, a collection, a number, a boolean, null; any other value
     * is a JSON string of its own text.
     */
    public static String of(@Nullable Object value) {
        JsonText json = new JsonText();
        json.write(value);
        return json.text.toString();
    }

    private void write(@Nullable Object value) {
        if (value instanceof Map) {
            object((Map<?, ?>) value);
        } else if (value instanceof Collection) {
            array((Collection<?>) value);
        } else if (value == null || value instanceof Boolean) {
            text.append(value);
        } else if (value instanceof Number) {
            text.append(isFinite((Number) value) ? value.toString() : "null");
        } else {
            string(value.toString());
        }
    }

    private void object(Map<?, ?> map) {
        char before = '{';
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            text.append(before);
            string(String.valueOf(entry.getKey()));
            text.append(':');
            write(entry.getValue());
            before = ',';
        }
        text.append(map.isEmpty() ? "{}" : "}");
    }

    private void array(Collection<?> values) {
        char before = '[';
        for (Object value : values) {
            text.append(before);
            write(value);
            before = ',';
        }
        text.append(values.isEmpty() ? "[]" : "]");
    }

    private void string(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            if (character == '"' || character == '\\') {
                text.append('\\').append(character);
            } else if (character < ' ') {
                control(character);
            } else {
                text.append(character);
            }
        }
        text.append('"');
    }

    private void control(char character) {
        int known = "\n\t\r".indexOf(character);
        if (known >= 0) {
            text.append('\\').append("ntr".charAt(known));
        } else {
            text.append("\\u00").append(HEX.charAt(character >> 4));
            text.append(HEX.charAt(character & 0xf));
        }
    }

    private static boolean isFinite(Number value) {
        return !(value instanceof Double || value instanceof Float)
                || Double.isFinite(value.doubleValue());
    }
}
