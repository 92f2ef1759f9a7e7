// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A request to the agent as a line for the shell, which is also how it is made. */
final class Curl {

    private static final int COMMAND_NOT_FOUND = 127;

    private final String url;
    private final Path token;

    Curl(int port, Path token) {
        this.url = String.format(Locale.ROOT, "http://127.0.0.1:%d/jolokia/", port);
        this.token = token;
    }

    String url() {
        return url;
    }

    /** Returns the line that posts a request. */
    String line(String json) {
        return "curl -s "
                + url
                + " -H \"Authorization: Bearer $(cat "
                + token
                + ")\" -H 'Content-Type: application/json' -d '"
                + json
                + "'";
    }

    /** Makes a request by running its line, or in this JVM where there is no curl. */
    String post(String json) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder("sh", "-c", line(json)).start();
            String answer =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != COMMAND_NOT_FOUND) {
                return answer;
            }
        } catch (IOException e) {
            // no shell either
        }
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url))
                        .header("Authorization", "Bearer " + Files.readString(token).trim())
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json))
                        .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
