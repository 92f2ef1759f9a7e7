// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink.rest;

import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonParser;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonProcessingException;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.DeserializationFeature;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * JSON conversion by Flink's own library: of requests and responses, and of calls on their way to a
 * leader.
 */
final class RestJson {

    private static final ObjectMapper MAPPER =
            new ObjectMapper()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private RestJson() {}

    /**
     * Returns the content of a JSON object, in its order.
     *
     * @throws IllegalArgumentException if the text is no object, or names a field twice
     */
    @SuppressWarnings("unchecked") // what Jackson makes of a JSON object
    static Map<String, Object> object(String text) {
        JsonNode node = tree(text);
        if (!node.isObject()) {
            throw new IllegalArgumentException("it is of the type " + node.getNodeType());
        }
        return MAPPER.convertValue(node, LinkedHashMap.class);
    }

    private static JsonNode tree(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
    }

    static String text(Map<String, Object> object) {
        try {
            return MAPPER.writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be written as JSON: " + object, e);
        }
    }

    static String text(JobRequest call) {
        return text(
                Map.of(
                        "route", call.route().name(),
                        "jobId", call.jobId(),
                        "caller", call.caller(),
                        "body", call.body()));
    }

    /**
     * Returns the call in a message.
     *
     * @throws IllegalArgumentException if it is none
     */
    static JobRequest call(String text) {
        JsonNode call = tree(text);
        return JobRequest.forwarded(
                RestRoute.valueOf(call.path("route").asText()),
                call.path("jobId").asText(),
                call.path("caller").asText(),
                object(call.path("body").toString()));
    }

    static String text(JobResponse reply) {
        return text(Map.of("status", reply.status(), "body", reply.body()));
    }

    static JobResponse reply(String text) {
        JsonNode reply = tree(text);
        return new JobResponse(reply.path("status").asInt(), object(reply.path("body").toString()));
    }
}
