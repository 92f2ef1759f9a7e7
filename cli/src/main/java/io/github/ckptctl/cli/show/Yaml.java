// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.show;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

import java.util.Locale;
import java.util.Map;

/**
 * Writer of JSON values as YAML, in blocks. Every text is in double quotes, which JSON and YAML
 * escape alike, so that no text is parsed as a number or a date.
 */
final class Yaml {

    private static final String STEP = "  ";

    private final StringBuilder text = new StringBuilder();

    private Yaml() {}

    static String of(JsonElement value) {
        Yaml yaml = new Yaml();
        yaml.write(value, "");
        return yaml.text.toString();
    }

    private void write(JsonElement value, String indent) {
        if (isEmpty(value) || !(value.isJsonObject() || value.isJsonArray())) {
            text.append(indent).append(scalar(value)).append('\n');
        } else if (value.isJsonArray()) {
            value.getAsJsonArray().forEach(item -> item(item, indent));
        } else {
            entries(value.getAsJsonObject(), indent, indent);
        }
    }

    private void item(JsonElement item, String indent) {
        if (item.isJsonObject() && !isEmpty(item)) {
            entries(item.getAsJsonObject(), indent + "- ", indent + STEP);
        } else if (item.isJsonArray() && !isEmpty(item)) {
            text.append(indent).append("-\n");
            write(item, indent + STEP);
        } else {
            text.append(indent).append("- ").append(scalar(item)).append('\n');
        }
    }

    private void entries(JsonObject object, String first, String indent) {
        String before = first;
        for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
            JsonElement value = entry.getValue();
            text.append(before).append(key(entry.getKey())).append(':');
            if (isEmpty(value) || !(value.isJsonObject() || value.isJsonArray())) {
                text.append(' ').append(scalar(value)).append('\n');
            } else {
                text.append('\n');
                write(value, indent + STEP);
            }
            before = indent;
        }
    }

    private static String key(String key) {
        return key.matches("[A-Za-z][A-Za-z0-9_-]*")
                        && !key.matches("(?i)y|n|yes|no|on|off|true|false|null")
                ? key
                : scalar(new JsonPrimitive(key));
    }

    private static boolean isEmpty(JsonElement value) {
        return (value.isJsonObject() && value.getAsJsonObject().isEmpty())
                || (value.isJsonArray() && value.getAsJsonArray().isEmpty());
    }

    private static String scalar(JsonElement value) {
        return Escapes.in(value.toString(), Escapes::isUnsafe, Yaml::escape);
    }

    /**
     * Returns the escape of a character; YAML, unlike JSON, has one for characters beyond U+FFFF.
     */
    private static String escape(int character) {
        return Character.isBmpCodePoint(character)
                ? Escapes.units(character)
                : String.format(Locale.ROOT, "\\U%08x", character);
    }
}
