// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.server;

import org.jolokia.json.parser.JSONParser;
import org.jolokia.json.parser.ParseException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Fuzz target for the requests that the holder of the token may send to the endpoint: as the body
 * of a request, or as everything after the login in its head.
 *
 * <p>Every input has a JSON response, and none reports an internal error of the endpoint; nothing
 * is changed except by a request that is answered 200; a line of the audit is one line.
 */
public final class EndpointFuzz {

    private static final EndpointFixture FIXTURE = start();

    /**
     * Status line of an internal error, at the start of a line: the content of a request is
     * returned within one.
     */
    private static final Pattern FAILED = Pattern.compile("(?m)^HTTP/1\\.1 500 ");

    private EndpointFuzz() {}

    /** Called by the fuzzer: the first byte selects the entry point. */
    public static void fuzzerTestOneInput(byte[] data) throws Exception {
        if (data.length == 0) {
            return;
        }
        byte[] rest = Arrays.copyOfRange(data, 1, data.length);
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        if (data[0] % 2 == 0) {
            request.write(head("POST /jolokia/ HTTP/1.1"));
            request.write(
                    ascii(
                            "Content-Type: application/json\r\nConnection: close\r\nContent-Length: "
                                    + rest.length
                                    + "\r\n\r\n"));
        } else {
            request.write(head("GET /jolokia/ HTTP/1.1"));
        }
        request.write(rest);
        FIXTURE.coordinator.forget();
        check(answer(request.toByteArray()), data[0] % 2 == 0);
    }

    private static void check(String answer, boolean isWhole) throws IOException, ParseException {
        List<String> changes = FIXTURE.coordinator.changes();
        if (!changes.isEmpty() && !answer.contains("HTTP/1.1 200 ")) {
            throw new AssertionError("changed by a request that was refused: " + changes);
        }
        // a head that the fuzzer writes may be two requests, or none, which the JDK's server
        // answers
        if (FAILED.matcher(answer).find() || (isWhole && !answer.startsWith("HTTP/1.1 "))) {
            throw new AssertionError(answer);
        }
        if (isWhole && !answer.contains("Transfer-Encoding: chunked")) {
            new JSONParser().parse(answer.substring(answer.indexOf("\r\n\r\n") + 4));
        }
        for (String line : FIXTURE.audit.lines()) {
            if (line.chars().anyMatch(c -> Character.isISOControl(c) || c == '\u2028')) {
                throw new AssertionError("a line of the audit is not one: " + line);
            }
        }
        FIXTURE.audit.forget();
    }

    private static String answer(byte[] request) throws IOException {
        try (Socket socket = new Socket(FIXTURE.root().getHost(), FIXTURE.root().getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request);
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (java.net.SocketException e) {
            // it may close the connection on input that is too long, or invalid from the beginning
            return "";
        }
    }

    private static byte[] head(String line) {
        return ascii(
                line
                        + "\r\n"
                        + FIXTURE.host()
                        + "\r\nAuthorization: Bearer "
                        + FIXTURE.token
                        + "\r\n");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static EndpointFixture start() {
        try {
            return new EndpointFixture(Files.createTempDirectory("ckptctl-fuzz"));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
