// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.request;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.github.ckptctl.agent.http.RequestRejectedException;
import io.github.ckptctl.agent.json.JsonText;
import io.github.ckptctl.control.model.TextSanitizer;
import org.jolokia.json.JSONArray;
import org.jolokia.json.JSONObject;
import org.jolokia.json.JSONStructure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Response to the client: an HTTP status and JSON, with the headers that every answer has. */
public final class HttpResponse {

    private final int status;
    private final JSONStructure body;

    private HttpResponse(int status, JSONStructure body) {
        this.status = status;
        this.body = body;
    }

    /** Returns the answer to one request, whose own status becomes that of HTTP. */
    public static HttpResponse of(JSONObject result) {
        Object status = result.get("status");
        return new HttpResponse(
                status instanceof Number ? ((Number) status).intValue() : 500, result);
    }

    /** Returns the answer to a bulk request, in which each entry has a status of its own. */
    public static HttpResponse of(JSONArray results) {
        return new HttpResponse(200, results);
    }

    /** Returns the answer to a browser's preflight request: only its headers matter. */
    public static HttpResponse empty() {
        return new HttpResponse(204, new JSONObject());
    }

    public static HttpResponse of(RequestRejectedException refusal) {
        JSONObject body = new JSONObject();
        body.put("status", refusal.status());
        body.put("error", refusal.sentence());
        return new HttpResponse(refusal.status(), body);
    }

    int status() {
        return status;
    }

    /** Sends the answer; the exchange is still to be closed. */
    public void send(HttpExchange exchange) throws IOException {
        // every text exact, in characters that no terminal and no page interprets
        byte[] bytes = TextSanitizer.json(JsonText.of(body)).getBytes(StandardCharsets.UTF_8);
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "application/json; charset=utf-8");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Cache-Control", "no-store");
        if (status == 401) {
            headers.add("WWW-Authenticate", "Bearer realm=\"ckptctl\"");
            headers.add("WWW-Authenticate", "Basic realm=\"ckptctl\", charset=\"UTF-8\"");
        } else if (status == 405) {
            headers.set("Allow", "GET, POST");
        } else if (status == 413) {
            // the rest of the body is not read
            headers.set("Connection", "close");
        } else if (status == 429 || status == 503) {
            headers.set("Retry-After", "1");
        }
        boolean bare = status == 204 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, bare ? -1 : bytes.length);
        if (!bare) {
            exchange.getResponseBody().write(bytes);
            // now: closing the exchange would send it too, but first waits for the rest of the
            // request
            exchange.getResponseBody().flush();
        }
    }
}
