// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** Client for JSON over HTTP with one server. Thread-safe. */
final class HttpExchange {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final String BOUNDARY = "ckptctl-7d9f2c4e81";

    private final URI address;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT)
                    .build();

    HttpExchange(URI address) {
        this.address = address;
    }

    URI address() {
        return address;
    }

    /** Sends a request with a JSON body, or none, and returns the JSON of the response. */
    JsonElement json(String method, String path, @Nullable JsonElement body) {
        BodyPublisher publisher =
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString());
        return send(method, path, "application/json", publisher);
    }

    /** Uploads a file as a browser would. */
    JsonObject upload(String path, String field, Path file) {
        String disposition =
                "form-data; name=\"" + field + "\"; filename=\"" + file.getFileName() + "\"";
        String head =
                String.join(
                        "\r\n",
                        "--" + BOUNDARY,
                        "Content-Disposition: " + disposition,
                        "Content-Type: application/x-java-archive",
                        "",
                        "");
        String foot = "\r\n--" + BOUNDARY + "--\r\n";
        try {
            BodyPublisher publisher =
                    BodyPublishers.concat(
                            BodyPublishers.ofString(head),
                            BodyPublishers.ofFile(file),
                            BodyPublishers.ofString(foot));
            return send("POST", path, "multipart/form-data; boundary=" + BOUNDARY, publisher)
                    .getAsJsonObject();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private JsonElement send(String method, String path, String type, BodyPublisher body) {
        HttpRequest request =
                HttpRequest.newBuilder(address.resolve(path))
                        .timeout(ANSWER)
                        .header("Content-Type", type)
                        .method(method, body)
                        .build();
        try {
            HttpResponse<String> response =
                    client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
            if (response.statusCode() >= 300) {
                throw new FlinkRestException(
                        method + " " + path, response.statusCode(), response.body());
            }
            return JsonParser.parseString(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + request.uri() + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in " + method + " " + path, e);
        }
    }
}
