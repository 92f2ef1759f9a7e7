// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.remote;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import org.jspecify.annotations.Nullable;

import javax.management.openmbean.CompositeData;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.TabularData;
import javax.management.openmbean.TabularDataSupport;
import javax.management.openmbean.TabularType;

import java.lang.reflect.Array;
import java.util.Map;

/**
 * Conversion of open types to the JSON that Jolokia produces, and of arguments back to open types.
 */
final class OpenData {

    private OpenData() {}

    static JsonElement json(@Nullable Object value) {
        if (value == null) {
            return JsonNull.INSTANCE;
        }
        if (value instanceof Boolean) {
            return new JsonPrimitive((Boolean) value);
        }
        if (value instanceof Number) {
            return new JsonPrimitive((Number) value);
        }
        if (value instanceof CompositeData) {
            return object((CompositeData) value);
        }
        if (value instanceof TabularData) {
            return map((TabularData) value);
        }
        return value.getClass().isArray() ? array(value) : new JsonPrimitive(value.toString());
    }

    private static JsonObject object(CompositeData data) {
        JsonObject object = new JsonObject();
        for (String key : data.getCompositeType().keySet()) {
            object.add(key, json(data.get(key)));
        }
        return object;
    }

    private static JsonObject map(TabularData data) {
        JsonObject map = new JsonObject();
        for (Object row : data.values()) {
            CompositeData entry = (CompositeData) row;
            map.add(String.valueOf(entry.get("key")), json(entry.get("value")));
        }
        return map;
    }

    private static JsonArray array(Object values) {
        JsonArray array = new JsonArray();
        for (int i = 0; i < Array.getLength(values); i++) {
            array.add(json(Array.get(values, i)));
        }
        return array;
    }

    /** Returns an argument in the type that an MXBean's operation declares. */
    static Object of(Object argument, @Nullable Object type) throws OpenDataException {
        if (!(argument instanceof Map) || !(type instanceof TabularType)) {
            return argument;
        }
        TabularType declared = (TabularType) type;
        TabularDataSupport table = new TabularDataSupport(declared);
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) argument).entrySet()) {
            table.put(
                    new CompositeDataSupport(
                            declared.getRowType(),
                            new String[] {"key", "value"},
                            new Object[] {entry.getKey(), entry.getValue()}));
        }
        return table;
    }
}
