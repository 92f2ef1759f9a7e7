// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.request;

import io.github.ckptctl.agent.http.RequestRejectedException;
import io.github.ckptctl.control.model.TextSanitizer;
import org.jolokia.json.JSONObject;
import org.jspecify.annotations.Nullable;

import javax.management.Descriptor;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;
import javax.management.openmbean.TabularType;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Validator that accepts a JSON value only if it is of the type that the bean declares, unchanged:
 * no rounding, no conversion of strings to numbers, no null. The one exception is {@link #spelled},
 * for callers that opt in.
 */
final class OpenTypeValidator {

    private static final Map<OpenType<?>, long[]> WHOLE =
            Map.of(
                    SimpleType.LONG, new long[] {Long.MIN_VALUE, Long.MAX_VALUE},
                    SimpleType.INTEGER, new long[] {Integer.MIN_VALUE, Integer.MAX_VALUE},
                    SimpleType.SHORT, new long[] {Short.MIN_VALUE, Short.MAX_VALUE},
                    SimpleType.BYTE, new long[] {Byte.MIN_VALUE, Byte.MAX_VALUE});

    private OpenTypeValidator() {}

    /**
     * Returns the value to pass on.
     *
     * @param what the attribute or parameter, for the message
     * @param declared its descriptor
     * @param value the JSON value
     * @throws RequestRejectedException with status 400 if it does not fit
     */
    static Object of(String what, Descriptor declared, @Nullable Object value)
            throws RequestRejectedException {
        Object type = declared.getFieldValue("openType");
        if (value != null && type instanceof OpenType) {
            if (WHOLE.containsKey(type)) {
                return whole(what, (OpenType<?>) type, value);
            }
            if (type.equals(SimpleType.BOOLEAN) && value instanceof Boolean) {
                return value;
            }
            if (type.equals(SimpleType.STRING) && value instanceof String) {
                return constant(what, declared, (String) value);
            }
            if (isFinite(type, value)) {
                return value;
            }
            if (isMapOfTexts(type) && value instanceof JSONObject) {
                return texts(what, (JSONObject) value);
            }
        }
        throw fault(what, value, type instanceof OpenType ? nameOf(type) : "supported here");
    }

    /**
     * Returns the value that a string spells, if a whole number or a boolean is declared and the
     * string is how JSON spells one; else the value itself. For consoles that send what was typed
     * into a field.
     */
    static @Nullable Object spelled(Descriptor declared, @Nullable Object value) {
        Object type = declared.getFieldValue("openType");
        if (!(value instanceof String) || !(type instanceof OpenType)) {
            return value;
        }
        String text = (String) value;
        if (WHOLE.containsKey(type) && isWholeText(text)) {
            return Long.valueOf(text);
        }
        return type.equals(SimpleType.BOOLEAN) && isBooleanText(text)
                ? Boolean.valueOf(text)
                : value;
    }

    private static Object whole(String what, OpenType<?> type, Object value)
            throws RequestRejectedException {
        long[] range = WHOLE.getOrDefault(type, new long[2]);
        if (value instanceof Long && (Long) value >= range[0] && (Long) value <= range[1]) {
            return value;
        }
        throw fault(what, value, "a whole number from " + range[0] + " to " + range[1]);
    }

    /**
     * Returns whether a string is a whole number, up to the length that fits a long whatever its
     * digits.
     */
    private static boolean isWholeText(String text) {
        return text.matches("0|-?[1-9][0-9]{0,17}");
    }

    private static boolean isBooleanText(String text) {
        return text.equals("true") || text.equals("false");
    }

    private static Object constant(String what, Descriptor declared, String value)
            throws RequestRejectedException {
        Object original = declared.getFieldValue("originalType");
        if (original instanceof String) {
            Object @Nullable [] constants = constants((String) original);
            for (int i = 0; constants != null && i < constants.length; i++) {
                if (((Enum<?>) constants[i]).name().equals(value)) {
                    return value;
                }
            }
            if (constants != null) {
                throw fault(what, value, "one of " + Arrays.toString(constants));
            }
        }
        return value;
    }

    private static Object @Nullable [] constants(String className) {
        try {
            ClassLoader ours = OpenTypeValidator.class.getClassLoader();
            Class<?> type = Class.forName(className, false, ours);
            return type.isEnum() ? type.getEnumConstants() : null;
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    private static boolean isFinite(Object type, Object value) {
        if (!(value instanceof Number)) {
            return false;
        }
        Number number = (Number) value;
        if (type.equals(SimpleType.FLOAT)) {
            return Float.isFinite(number.floatValue());
        }
        return type.equals(SimpleType.DOUBLE) && Double.isFinite(number.doubleValue());
    }

    /**
     * Returns whether a type is a map of strings to strings, as the platform declares it: rows of a
     * key and a value.
     */
    private static boolean isMapOfTexts(Object type) {
        if (!(type instanceof TabularType)) {
            return false;
        }
        TabularType table = (TabularType) type;
        return table.getIndexNames().equals(List.of("key"))
                && SimpleType.STRING.equals(table.getRowType().getType("key"))
                && SimpleType.STRING.equals(table.getRowType().getType("value"));
    }

    private static JSONObject texts(String what, JSONObject map) throws RequestRejectedException {
        JSONObject texts = new JSONObject();
        for (Map.Entry<String, Object> entry : map.entrySet()) {
            Object value = entry.getValue();
            boolean fits =
                    value instanceof String || value instanceof Boolean || value instanceof Long;
            if (!fits) {
                throw fault(
                        what + "." + entry.getKey(), value, "a text, a whole number or a boolean");
            }
            texts.put(entry.getKey(), value.toString());
        }
        return texts;
    }

    private static String nameOf(Object type) {
        return isMapOfTexts(type) ? "a JSON object of texts" : ((OpenType<?>) type).getClassName();
    }

    private static RequestRejectedException fault(
            String what, @Nullable Object value, String wanted) {
        String shown = TextSanitizer.escaped(String.valueOf(value), 80);
        return new RequestRejectedException(400, what + ": " + shown + " is not " + wanted);
    }
}
