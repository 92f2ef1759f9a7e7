// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink.rest;

import java.util.List;
import java.util.function.Function;

/** Request without its body: its client, method, path, scheme and headers. */
public final class RequestHead {

    private final String caller;
    private final String method;
    private final String path;
    private final String scheme;
    private final Function<String, List<String>> headers;

    RequestHead(
            String caller,
            String method,
            String path,
            String scheme,
            Function<String, List<String>> headers) {
        this.caller = caller;
        this.method = method;
        this.path = path;
        this.scheme = scheme;
        this.headers = headers;
    }

    /** Returns the client, as the history names it. */
    public String caller() {
        return caller;
    }

    /** Returns the request's method. */
    public String method() {
        return method;
    }

    /** Returns the request's path, decoded. */
    public String path() {
        return path;
    }

    /** Returns {@code https} if the connection has TLS, else {@code http}. */
    public String scheme() {
        return scheme;
    }

    /** Returns all values of a header, in their order; none if it is missing. */
    public List<String> header(String name) {
        return headers.apply(name);
    }
}
