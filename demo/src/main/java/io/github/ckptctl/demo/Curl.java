// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/** A request to the agent as a line for the shell, which is also how it is made. */
final class Curl {

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

    /** Runs a line; answers what it printed. */
    String run(String line) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", line).redirectErrorStream(true).start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        return code == 0 ? answer : "curl ended with " + code + ": " + answer;
    }
}
