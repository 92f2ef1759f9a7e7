// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.request;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.github.ckptctl.agent.http.RequestRejectedException;
import io.github.ckptctl.agent.json.StrictJsonParser;
import org.jolokia.json.JSONArray;
import org.jolokia.json.JSONObject;
import org.jolokia.server.core.util.RequestType;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reader of the requests of an exchange: one from a GET's path, one or a bulk of up to 20 from a
 * POST's body of up to 64 KB.
 */
public final class RequestReader {

    static final int MAX_BODY_BYTES = 64 * 1024;
    static final int MAX_BULK = 20;

    private static final Pattern JSON =
            Pattern.compile("(application|text)/json\\s*(;\\s*charset=\"?utf-8\"?\\s*)?");

    /** The path to which Telegraf posts its reads. */
    private static final List<String> ONLY_READS = List.of("read");

    private RequestReader() {}

    /**
     * Checks method and content type, before any of the body is read.
     *
     * @throws RequestRejectedException with status 405 or 415
     */
    public static void checkForm(HttpExchange exchange, List<String> path)
            throws RequestRejectedException {
        String method = exchange.getRequestMethod();
        if (method.equals("GET")) {
            String type = path.isEmpty() ? "" : path.get(0).toLowerCase(Locale.ROOT);
            if (type.equals("write") || type.equals("exec")) {
                throw new RequestRejectedException(405, type + " needs POST");
            }
            return;
        }
        if (!method.equals("POST")) {
            throw new RequestRejectedException(
                    405, "GET to read and POST for everything, nothing else");
        }
        if (!path.isEmpty() && !path.equals(ONLY_READS)) {
            throw new RequestRejectedException(
                    404, "POST goes to /jolokia/ itself, or to /jolokia/read for reads");
        }
        requireJson(exchange.getRequestHeaders());
    }

    /**
     * Requires a body in JSON, by the headers.
     *
     * @throws RequestRejectedException with status 415
     */
    static void requireJson(Headers headers) throws RequestRejectedException {
        List<String> types = headers.getOrDefault("Content-Type", List.of());
        // under neither name can a page of another site send it without a preflight request
        boolean json =
                types.size() == 1 && JSON.matcher(types.get(0).toLowerCase(Locale.ROOT)).matches();
        if (!json || headers.containsKey("Content-Encoding")) {
            throw new RequestRejectedException(
                    415, "the body is to be application/json in UTF-8, not compressed");
        }
    }

    /**
     * Returns the requests of an exchange.
     *
     * @throws RequestRejectedException with status 400 for one that cannot be read, 413 for a body
     *     too large
     */
    public static Requests read(HttpExchange exchange, List<String> path)
            throws RequestRejectedException, IOException {
        JSONObject query = ProcessingConfig.ofQuery(exchange.getRequestURI().getRawQuery());
        if (exchange.getRequestMethod().equals("GET")) {
            return new Requests(List.of(RawRequest.of(ofPath(path), query)), false);
        }
        Requests requests = ofBody(json(body(exchange)), query);
        boolean reads = requests.entries().stream().allMatch(one -> one.type() == RequestType.READ);
        if (path.equals(ONLY_READS) && !reads) {
            throw new RequestRejectedException(400, "POST to /jolokia/read is for reads alone");
        }
        return requests;
    }

    /**
     * Returns the JSON object in a body, empty for an empty body.
     *
     * @throws RequestRejectedException with status 400 for a body that is none, 413 for one that is
     *     too large
     */
    static Map<String, Object> object(HttpExchange exchange)
            throws RequestRejectedException, IOException {
        String body = body(exchange);
        Object value = body.isBlank() ? new JSONObject() : json(body);
        if (!(value instanceof JSONObject)) {
            throw new RequestRejectedException(400, "the body is not a JSON object");
        }
        return (JSONObject) value;
    }

    private static @Nullable Object json(String body) throws RequestRejectedException {
        try {
            return StrictJsonParser.parse(body);
        } catch (IllegalArgumentException e) {
            throw new RequestRejectedException(400, String.valueOf(e.getMessage()));
        }
    }

    private static Requests ofBody(@Nullable Object body, JSONObject query)
            throws RequestRejectedException {
        if (!(body instanceof JSONArray)) {
            return new Requests(List.of(RawRequest.of(body, query)), false);
        }
        JSONArray entries = (JSONArray) body;
        if (entries.size() > MAX_BULK) {
            throw new RequestRejectedException(
                    400, "a bulk has no more than " + MAX_BULK + " entries");
        }
        List<RawRequest> requests = new ArrayList<>();
        for (Object entry : entries) {
            try {
                requests.add(RawRequest.of(entry, query));
            } catch (RequestRejectedException e) {
                throw e.at(requests.size() + 1);
            }
        }
        return new Requests(requests, true);
    }

    private static JSONObject ofPath(List<String> path) throws RequestRejectedException {
        JSONObject request = new JSONObject();
        String type = path.isEmpty() ? "version" : path.get(0);
        request.put("type", type);
        int at = 1;
        if ((type.equals("read") || type.equals("search")) && path.size() > at) {
            request.put("mbean", path.get(at++));
        }
        if (type.equals("read") && path.size() > at) {
            request.put("attribute", path.get(at++));
        }
        if (path.size() > at) {
            request.put("path", JolokiaPath.join(path.subList(at, path.size())));
        }
        return request;
    }

    private static String body(HttpExchange exchange) throws RequestRejectedException, IOException {
        byte[] bytes = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
        if (bytes.length > MAX_BODY_BYTES) {
            throw new RequestRejectedException(
                    413, "the body is longer than " + MAX_BODY_BYTES + " bytes");
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new RequestRejectedException(400, "the body is not UTF-8");
        }
    }

    /** Requests of one exchange. */
    public static final class Requests {
        private final List<RawRequest> entries;
        private final boolean bulk;

        private Requests(List<RawRequest> entries, boolean bulk) {
            this.entries = entries;
            this.bulk = bulk;
        }

        public List<RawRequest> entries() {
            return entries;
        }

        /** Returns whether the answer must be a list. */
        public boolean isBulk() {
            return bulk;
        }
    }
}
