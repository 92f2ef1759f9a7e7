// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.request;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.github.ckptctl.agent.http.RequestRejectedException;
import io.github.ckptctl.agent.http.WebAnswer;
import org.jolokia.json.JSONArray;
import org.jolokia.json.JSONObject;
import org.jolokia.json.JSONStructure;

import java.io.IOException;

/** Response to the client: an HTTP status and JSON, with the headers that every answer has. */
public final class HttpResponse {

    private final WebAnswer answer;

    private HttpResponse(WebAnswer answer) {
        this.answer = answer;
    }

    private HttpResponse(int status, JSONStructure body) {
        this(WebAnswer.of(status, body));
    }

    /** Returns an answer of the web console. */
    public static HttpResponse of(WebAnswer answer) {
        return new HttpResponse(answer);
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
        return answer.status();
    }

    /** Sends the answer; the exchange is still to be closed. */
    public void send(HttpExchange exchange) throws IOException {
        int status = answer.status();
        byte[] bytes = answer.content();
        Headers headers = exchange.getResponseHeaders();
        answer.headers().forEach(headers::set);
        headers.set("X-Content-Type-Options", "nosniff");
        if (status == 401) {
            headers.add("WWW-Authenticate", "Bearer realm=\"ckptctl\"");
            headers.add("WWW-Authenticate", "Basic realm=\"ckptctl\", charset=\"UTF-8\"");
        } else if (status == 405 && !headers.containsKey("Allow")) {
            headers.set("Allow", "GET, POST");
        } else if (status == 413) {
            // the rest of the body is not read
            headers.set("Connection", "close");
        } else if (status == 429 || status == 503) {
            headers.set("Retry-After", "1");
        }
        boolean bare = status == 204 || status == 304 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, bare ? -1 : bytes.length);
        if (!bare) {
            exchange.getResponseBody().write(bytes);
            // now: closing the exchange would send it too, but first waits for the rest of the
            // request
            exchange.getResponseBody().flush();
        }
    }
}
