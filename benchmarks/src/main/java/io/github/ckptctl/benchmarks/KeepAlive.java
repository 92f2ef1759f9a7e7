// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Requests over one persistent connection, mostly the same repeatedly: HTTP/1.1 on a bare socket,
 * so that the server is measured and not its client. Not thread-safe.
 */
final class KeepAlive implements AutoCloseable {

    private static final String LENGTH = "content-length:";
    private static final String OK = "HTTP/1.1 200";
    private static final String SERVER_ERROR = "HTTP/1.1 500";

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final Request request;

    KeepAlive(Request request) throws IOException {
        this.request = request;
        this.socket = new Socket(request.url().getHost(), request.url().getPort());
        socket.setTcpNoDelay(true);
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        this.out = socket.getOutputStream();
    }

    /**
     * Sends the request and returns the response body.
     *
     * @throws IOException if the response is not a 200 with a length
     */
    byte[] ask() throws IOException {
        return ask(request);
    }

    /** Sends another request to the same server and returns the response body. */
    byte[] ask(Request request) throws IOException {
        for (int tries = 1; ; tries++) {
            out.write(request.bytes());
            String status = line();
            if (status.startsWith(OK)) {
                return body();
            }
            if (tries == request.tries() || !status.startsWith(SERVER_ERROR)) {
                throw new IOException(request.url() + " answers " + status);
            }
            body();
        }
    }

    private byte[] body() throws IOException {
        int length = -1;
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (header.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
                length = Integer.parseInt(header.substring(LENGTH.length()).trim());
            }
        }
        byte[] body = new byte[length];
        in.readFully(body);
        return body;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException(request.url() + " has closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /**
     * A request as it is sent.
     *
     * @param tries maximum number of attempts while the server fails; the time of all counts
     */
    record Request(URI url, String text, int tries) {

        static Request get(URI url, Map<String, String> headers) {
            return of("GET", url, headers, "");
        }

        static Request post(URI url, Map<String, String> headers, String body) {
            return of("POST", url, headers, body);
        }

        private static Request of(
                String method, URI url, Map<String, String> headers, String body) {
            StringBuilder text = new StringBuilder();
            text.append(method).append(' ').append(url.getRawPath()).append(" HTTP/1.1\r\n");
            text.append("Host: ").append(url.getAuthority()).append("\r\n");
            headers.forEach((name, value) -> text.append(name + ": " + value + "\r\n"));
            if (!body.isEmpty()) {
                int length = body.getBytes(StandardCharsets.UTF_8).length;
                text.append("Content-Type: application/json\r\n");
                text.append("Content-Length: ").append(length).append("\r\n");
            }
            return new Request(url, text.append("\r\n").append(body).toString(), 1);
        }

        /** Returns the same request, for a server that fails occasionally. */
        Request withTries(int tries) {
            return new Request(url, text, tries);
        }

        private byte[] bytes() {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }
}
