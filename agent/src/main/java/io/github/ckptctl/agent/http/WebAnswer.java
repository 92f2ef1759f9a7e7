// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http;

import io.github.ckptctl.agent.json.JsonText;
import io.github.ckptctl.control.model.TextSanitizer;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Answer of the web console: an HTTP status, headers and content. Immutable. */
public final class WebAnswer {

    private final int status;
    private final Map<String, String> headers;
    private final byte[] content;

    private WebAnswer(int status, Map<String, String> headers, byte[] content) {
        this.status = status;
        this.headers = Map.copyOf(headers);
        this.content = content;
    }

    /** Returns an answer with a file, or with nothing but headers. */
    public static WebAnswer of(int status, Map<String, String> headers, byte[] content) {
        return new WebAnswer(status, headers, content.clone());
    }

    /**
     * Returns an answer in JSON, every text exact, in characters that no terminal and no page
     * interprets.
     */
    public static WebAnswer of(int status, Object json) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", "application/json; charset=utf-8");
        headers.put("Cache-Control", "no-store");
        return new WebAnswer(
                status,
                headers,
                TextSanitizer.json(JsonText.of(json)).getBytes(StandardCharsets.UTF_8));
    }

    /** Returns an answer that says no, in the form of Flink's own errors. */
    public static WebAnswer of(RequestRejectedException rejection) {
        return of(rejection.status(), Map.of("errors", List.of(rejection.sentence())));
    }

    public int status() {
        return status;
    }

    public Map<String, String> headers() {
        return headers;
    }

    /** Returns the content; read only. */
    public byte[] content() {
        return content;
    }
}
