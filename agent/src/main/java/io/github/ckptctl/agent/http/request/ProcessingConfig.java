// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.request;

import io.github.ckptctl.agent.http.RequestRejectedException;
import org.jolokia.json.JSONObject;
import org.jspecify.annotations.Nullable;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Options of a request that are passed to Jolokia: how much to answer and in what form.
 *
 * <p>They come as the query or as the field {@code config}; the field takes precedence.
 */
final class ProcessingConfig {

    private static final String NUMBER = "0|[1-9][0-9]{0,6}";
    private static final String FLAG = "true|false";

    private static final Map<String, String> ALLOWED =
            Map.ofEntries(
                    Map.entry("maxDepth", NUMBER),
                    Map.entry("maxCollectionSize", NUMBER),
                    Map.entry("maxObjects", NUMBER),
                    Map.entry("ignoreErrors", FLAG),
                    Map.entry("canonicalNaming", FLAG),
                    Map.entry("includeRequest", FLAG),
                    Map.entry("listKeys", FLAG),
                    Map.entry("serializeLong", "number|string"),
                    Map.entry("mimeType", "application/json"),
                    Map.entry("includeStackTrace", "true|false|runtime"),
                    Map.entry("serializeException", FLAG));

    /** Options that some clients always request and none gets: they are answered without them. */
    private static final Map<String, String> GRANTED =
            Map.of("includeStackTrace", "false", "serializeException", "false");

    private ProcessingConfig() {}

    /**
     * Returns the options of a query, none for null.
     *
     * @throws RequestRejectedException with status 400 for one that is unknown, out of range or
     *     duplicate
     */
    static JSONObject ofQuery(@Nullable String rawQuery) throws RequestRejectedException {
        JSONObject config = new JSONObject();
        if (rawQuery == null || rawQuery.isEmpty()) {
            return config;
        }
        for (String pair : rawQuery.split("&", -1)) {
            int equal = pair.indexOf('=');
            String name = decoded(equal < 0 ? pair : pair.substring(0, equal));
            String value = decoded(equal < 0 ? "" : pair.substring(equal + 1));
            if (config.put(name, checked(name, value)) != null) {
                throw new RequestRejectedException(400, "option " + name + " is there twice");
            }
        }
        return config;
    }

    /**
     * Returns the options of a request: those of the query, overridden by its own.
     *
     * @param query the checked options of the query
     * @param field the field {@code config}, null if there is none
     * @throws RequestRejectedException with status 400 for one that is unknown or out of range
     */
    static JSONObject merged(JSONObject query, @Nullable Object field)
            throws RequestRejectedException {
        JSONObject config = new JSONObject();
        config.putAll(query);
        if (field == null) {
            return config;
        }
        if (!(field instanceof JSONObject)) {
            throw new RequestRejectedException(400, "config is not a JSON object");
        }
        for (Map.Entry<String, Object> option : ((JSONObject) field).entrySet()) {
            String value = String.valueOf(option.getValue());
            config.put(option.getKey(), checked(option.getKey(), value));
        }
        return config;
    }

    private static String checked(String name, String value) throws RequestRejectedException {
        String legal = ALLOWED.get(name);
        if (legal == null) {
            throw new RequestRejectedException(400, "unknown option " + name);
        }
        if (!value.matches(legal)) {
            throw new RequestRejectedException(
                    400, "option " + name + "=" + value + " is not " + legal);
        }
        return GRANTED.getOrDefault(name, value);
    }

    private static String decoded(String text) throws RequestRejectedException {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new RequestRejectedException(400, "bad escape in the query");
        }
    }
}
