// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.request;

import io.github.ckptctl.agent.http.RequestRejectedException;
import org.jolokia.json.JSONObject;
import org.jolokia.server.core.util.RequestType;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Request as the client wrote it: a JSON object of well-known fields and nothing else. */
public final class RawRequest {

    private static final Map<RequestType, Set<String>> FIELDS =
            Map.of(
                    RequestType.READ, Set.of("mbean", "attribute", "path"),
                    RequestType.WRITE, Set.of("mbean", "attribute", "value"),
                    RequestType.EXEC, Set.of("mbean", "operation", "arguments"),
                    RequestType.LIST, Set.of("path"),
                    RequestType.SEARCH, Set.of("mbean"),
                    RequestType.VERSION, Set.of());

    private final JSONObject fields;
    private final RequestType type;
    private final JSONObject config;

    private RawRequest(JSONObject fields, RequestType type, JSONObject config) {
        this.fields = fields;
        this.type = type;
        this.config = config;
    }

    /**
     * Returns a request whose fields are known for its type.
     *
     * @param value the JSON value
     * @param query the checked options of the query, which apply if the request has none
     * @throws RequestRejectedException with status 400 if it is not one
     */
    static RawRequest of(@Nullable Object value, JSONObject query) throws RequestRejectedException {
        if (!(value instanceof JSONObject)) {
            throw new RequestRejectedException(400, "a request is a JSON object");
        }
        JSONObject fields = (JSONObject) value;
        RequestType type = type(fields.get("type"));
        Set<String> known = FIELDS.getOrDefault(type, Set.of());
        for (String field : fields.keySet()) {
            if (!known.contains(field) && !field.equals("type") && !field.equals("config")) {
                throw new RequestRejectedException(
                        400, "unknown field " + field + " of " + type.getName());
            }
        }
        return new RawRequest(fields, type, ProcessingConfig.merged(query, fields.get("config")));
    }

    RequestType type() {
        return type;
    }

    @Nullable Object get(String field) {
        return fields.get(field);
    }

    /** Returns a field that must be a non-empty string. */
    String text(String field) throws RequestRejectedException {
        Object value = fields.get(field);
        if (value instanceof String && !((String) value).isEmpty()) {
            return (String) value;
        }
        throw new RequestRejectedException(400, type.getName() + " needs the text " + field);
    }

    /** Returns a field that may be a list, empty if it is absent. */
    List<?> list(String field) throws RequestRejectedException {
        Object value = fields.get(field);
        if (value == null || value instanceof List) {
            return value == null ? List.of() : (List<?>) value;
        }
        throw new RequestRejectedException(400, field + " is not a JSON array");
    }

    /** Returns a new request in Jolokia's form with the type and the options alone. */
    JSONObject rebuilt(RequestType checkedType) {
        JSONObject json = new JSONObject();
        json.put("type", checkedType.getName());
        json.put("config", config);
        return json;
    }

    /** Returns the request for the log. */
    @Override
    public String toString() {
        return fields.toString();
    }

    private static RequestType type(@Nullable Object name) throws RequestRejectedException {
        String wanted = name instanceof String ? ((String) name).toLowerCase(Locale.ROOT) : "";
        for (RequestType type : FIELDS.keySet()) {
            if (type.getName().equals(wanted)) {
                return type;
            }
        }
        throw new RequestRejectedException(
                400, "type is not read, write, exec, list, search or version");
    }
}
