// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import java.util.ArrayList;
import java.util.List;

/** Accessors for a job's attributes and responses in JSON. */
final class JobsJson {

    private static final int SHORT = 8;

    private JobsJson() {}

    static String shortId(String id) {
        return id.length() > SHORT ? id.substring(0, SHORT) : id;
    }

    static long number(JsonObject of, String name) {
        return of.get(name).getAsLong();
    }

    static String text(JsonObject of, String name) {
        return of.get(name).getAsString();
    }

    static boolean is(JsonObject of, String name) {
        return of.get(name).getAsBoolean();
    }

    static JsonObject object(JsonObject of, String name) {
        return of.getAsJsonObject(name);
    }

    static List<JsonObject> objects(JsonObject of, String name) {
        return objects(of.get(name));
    }

    static List<JsonObject> objects(JsonElement array) {
        List<JsonObject> objects = new ArrayList<>();
        array.getAsJsonArray().forEach(element -> objects.add(element.getAsJsonObject()));
        return objects;
    }

    /**
     * Returns why Flink does not trigger checkpoints of a job automatically, empty if it does, or
     * if the agent is too old to report it.
     */
    static String notTriggering(JsonObject job) {
        return job.has("NotTriggering") ? text(job, "NotTriggering") : "";
    }

    /** Returns the path of a checkpoint, or a text for its absence. */
    static String path(JsonObject checkpoint) {
        String path = text(checkpoint, "externalPath");
        return path.isEmpty() ? "none, it is in the JobManager's memory" : path;
    }

    /** Returns the ends of the job and its processes that a checkpoint survives. */
    static String survives(JsonObject checkpoint) {
        List<String> ends = texts(checkpoint, "survives");
        return ends.isEmpty() ? "nothing" : String.join(", ", ends);
    }

    static List<String> texts(JsonObject of, String name) {
        List<String> texts = new ArrayList<>();
        of.getAsJsonArray(name).forEach(element -> texts.add(element.getAsString()));
        return texts;
    }
}
