// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.demo;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The agent's HTTP endpoint, accessed with curl, as by an operator. */
final class Endpoint {

    private final String url;
    private final Path token;

    Endpoint(String url, Path token) {
        this.url = url;
        this.token = token;
    }

    String url() {
        return url;
    }

    Path token() {
        return token;
    }

    /** Returns the shell commands that post a request, indented, ready to be copied. */
    String curl(String json) {
        return String.join(
                " \\\n",
                "  curl -s " + url,
                "    -H \"Authorization: Bearer $(cat " + token + ")\"",
                "    -H 'Content-Type: application/json'",
                "    -d '" + json + "'");
    }

    /**
     * Posts a request by running exactly the lines of {@link #curl}; without curl, sends the same
     * request directly.
     *
     * @return the value of the response
     * @throws IOException if there is no response, or none that reports success
     */
    String send(String json) throws IOException, InterruptedException {
        String answer = hasCurl() ? shell(curl(json)) : post(json);
        try {
            JsonObject object = JsonParser.parseString(answer).getAsJsonObject();
            if (object.get("status").getAsInt() == 200) {
                return object.get("value").toString();
            }
        } catch (JsonParseException | IllegalStateException | NullPointerException e) {
            // reported below
        }
        throw new IOException("the agent answered " + answer);
    }

    private static boolean hasCurl() throws InterruptedException {
        try {
            return new ProcessBuilder("sh", "-c", "command -v curl").start().waitFor() == 0;
        } catch (IOException e) {
            return false; // no shell either
        }
    }

    private static String shell(String lines) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", lines).redirectErrorStream(true).start();
        String shown = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        if (code != 0) {
            throw new IOException("curl ended with " + code + " " + shown);
        }
        return shown;
    }

    private String post(String json) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url))
                        .header("Authorization", "Bearer " + Files.readString(token).trim())
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json))
                        .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }
}
