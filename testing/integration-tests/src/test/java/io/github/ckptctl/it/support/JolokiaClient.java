// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.support;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

/** HTTP client that sends the same as curl: JSON in a POST with a login. */
public final class JolokiaClient {

    private final HttpClient http;
    private final URI url;
    private final String authorization;

    /** Authenticates with the token from its file. */
    public JolokiaClient(String url, Path tokenFile) throws IOException {
        this(HttpClient.newHttpClient(), url, "Bearer " + Files.readString(tokenFile).trim());
    }

    public JolokiaClient(HttpClient http, String url, String authorization) {
        this.http = http;
        this.url = URI.create(url);
        this.authorization = authorization;
    }

    public JsonObject write(String jobId, String attribute, long value) {
        JsonObject request = request("write", jobId);
        request.addProperty("attribute", attribute);
        request.addProperty("value", value);
        return post(request);
    }

    public JsonObject read(String jobId, String attribute) {
        JsonObject request = request("read", jobId);
        request.addProperty("attribute", attribute);
        return post(request);
    }

    public JsonObject exec(String jobId, String operation, String arguments) {
        JsonObject request = request("exec", jobId);
        request.addProperty("operation", operation);
        request.add("arguments", JsonParser.parseString(arguments));
        return post(request);
    }

    public JsonObject detach() {
        JsonObject request = new JsonObject();
        request.addProperty("type", "exec");
        request.addProperty("mbean", "flink.checkpointing:type=CheckpointAgent");
        request.addProperty("operation", "detach");
        return post(request);
    }

    private static JsonObject request(String type, String jobId) {
        JsonObject request = new JsonObject();
        request.addProperty("type", type);
        request.addProperty(
                "mbean", "flink.checkpointing:type=CheckpointCoordinator,job_id=" + jobId);
        return request;
    }

    private JsonObject post(JsonObject body) {
        HttpRequest request =
                HttpRequest.newBuilder(url)
                        .header("Authorization", authorization)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                        .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return JsonParser.parseString(answer.body()).getAsJsonObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
