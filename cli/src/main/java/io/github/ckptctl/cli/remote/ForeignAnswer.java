// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.remote;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;

/** Response that is not Jolokia's, with the server that may have sent it. */
final class ForeignAnswer {

    private static final int MOVED = 300;
    private static final int BAD_REQUEST = 400;
    private static final int PROXY_LOGIN = 407;

    private ForeignAnswer() {}

    /**
     * Returns the part of a sentence that describes the response and follows the requested address.
     */
    static String words(URI url, HttpResponse<String> response) {
        int status = response.statusCode();
        HttpHeaders headers = response.headers();
        String location = headers.firstValue("Location").orElse("");
        if (status >= MOVED && status < BAD_REQUEST && !location.isEmpty()) {
            return " redirects ("
                    + status
                    + ") to "
                    + location
                    + "; name that address, if it is"
                    + " the agent's";
        }
        String body = response.body();
        if (status == BAD_REQUEST && url.getScheme().equals("http") && body.contains("HTTPS")) {
            return " answered that its port speaks HTTPS: write https://";
        }
        String via = headers.firstValue("Via").orElse("");
        if (status == PROXY_LOGIN || !via.isEmpty()) {
            return " was not reached: a proxy "
                    + (via.isEmpty() ? "" : "(" + via + ") ")
                    + "answered "
                    + status
                    + "; without the proxy properties in CKPTCTL_JAVA_OPTS none is asked";
        }
        if (body.startsWith("{\"errors\":")) {
            return " is not ckptctl, but Flink's REST port: it answered "
                    + status
                    + "; the agent has a port of its own, 8778 by default";
        }
        return " is not ckptctl: it answered "
                + status
                + headers.firstValue("Server").map(server -> " (" + server + ")").orElse("")
                + " with something else than Jolokia's JSON. The path ends with /jolokia/, and the"
                + " port is not that of Flink's Web UI";
    }
}
