// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.remote;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Job on the agent that has it. */
public final class RemoteJob {

    private static final int TITLE = 80;

    private final Connection connection;
    private final String id;
    private final String name;
    private final String bean;

    RemoteJob(Connection connection, String id, String name, String bean) {
        this.connection = connection;
        this.id = id;
        this.name = name;
        this.bean = bean;
    }

    /** Returns its id. */
    public String id() {
        return id;
    }

    /** Returns its name. */
    public String name() {
        return name;
    }

    /** Returns its name, shortened for a message. */
    public String title() {
        return shortened(name);
    }

    /** Returns the beginning of a name if it is long, otherwise the name. */
    static String shortened(String name) {
        return name.codePointCount(0, name.length()) <= TITLE
                ? name
                : name.substring(0, name.offsetByCodePoints(0, TITLE)) + "...";
    }

    /** Returns whether a text is its id, its name, or the beginning of its id. */
    boolean isMeantBy(String asked) {
        return name.equals(asked) || (!asked.isEmpty() && id.startsWith(asked));
    }

    /** Reads attributes, or all if none is named. */
    public JsonObject read(String... attributes) {
        return ordered(connection.read(bean, List.of(attributes)), List.of(attributes));
    }

    /** Returns attributes in the requested order, otherwise in the order of their names. */
    public static JsonObject ordered(JsonObject values, List<String> attributes) {
        JsonObject ordered = new JsonObject();
        List<String> names =
                attributes.isEmpty() ? new ArrayList<>(new TreeSet<>(values.keySet())) : attributes;
        names.forEach(name -> ordered.add(name, values.get(name)));
        return ordered;
    }

    /** Calls an operation. */
    public JsonElement call(String operation, Object... arguments) {
        return connection.call(bean, operation, arguments);
    }

    /** Returns the maximum duration of a call in milliseconds. */
    public long longestCall() {
        return connection.longestCall();
    }

    /** Returns the connection to its agent. */
    public Connection connection() {
        return connection;
    }

    @Override
    public String toString() {
        return id + "  " + title();
    }
}
