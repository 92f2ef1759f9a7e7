// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.support;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** A page in a browser: its requests have the headers that browsers send for it. */
public final class WebPage {

    private final HttpClient browser = HttpClient.newHttpClient();
    private final String origin;
    private final String site;

    /**
     * @param origin the origin of the page
     * @param site the browser's relation of it to the server: {@code cross-site} and the like
     */
    public WebPage(String origin, String site) {
        this.origin = origin;
        this.site = site;
    }

    /** Sends a request that needs no preflight, if the method is POST or GET. */
    public HttpResponse<String> send(URI server, String method, String path, String body)
            throws IOException, InterruptedException {
        return browser.send(
                HttpRequest.newBuilder(server.resolve(path))
                        .header("Origin", origin)
                        .header("Referer", origin + "/")
                        .header("Sec-Fetch-Site", site)
                        .header("Content-Type", "text/plain")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
