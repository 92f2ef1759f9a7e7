// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.server;

import io.github.ckptctl.control.model.TextSanitizer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Probe of the server on a port that the endpoint cannot bind, described as a part of a sentence.
 * Sends one short request without a login; the answer is only shown.
 */
final class TakenPort {

    private static final int PATIENCE_MILLIS = 1_000;
    private static final int MAX_ANSWER = 16 * 1024;

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})");
    private static final Pattern SERVER = Pattern.compile("(?im)^Server: *(.+)$");
    private static final Pattern JOLOKIA = Pattern.compile("\"agent\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern PROTOCOL = Pattern.compile("\"protocol\"\\s*:");
    private static final String OWN = "realm=\"ckptctl\"";

    private TakenPort() {}

    /** Returns what answers, and what to do about it; empty if nothing answers. */
    static String answer(InetAddress address, int port) {
        String said;
        try {
            said = asked(address.isAnyLocalAddress() ? loopback() : address, port);
        } catch (IOException e) {
            return "";
        }
        return describe(said, port);
    }

    private static String describe(String said, int port) {
        Matcher status = STATUS.matcher(said);
        if (!status.lookingAt()) {
            return "something answers there that does not speak HTTP without TLS";
        }
        if (said.contains(OWN)) {
            return "another JobManager's ckptctl answers there";
        }
        Matcher jolokia = JOLOKIA.matcher(said);
        if (status.group(1).equals("200") && PROTOCOL.matcher(said).find() && jolokia.find()) {
            return "a Jolokia "
                    + TextSanitizer.quoted(jolokia.group(1))
                    + " answers there without a login"
                    + (isOfThisJvm(port)
                            ? "; it is in this JVM, and anyone who reaches it may do what these beans"
                                    + " can, unless jmx.changes=false"
                            : "");
        }
        Matcher server = SERVER.matcher(said);
        return "an HTTP server answers there"
                + (server.find() ? " (" + TextSanitizer.quoted(server.group(1).trim()) + ")" : "");
    }

    /**
     * Returns whether a Jolokia is of this JVM: its agent leaves its URL where all of its JVM can
     * see it.
     */
    private static boolean isOfThisJvm(int port) {
        return System.getProperty("jolokia.agent", "").contains(":" + port + "/");
    }

    private static InetAddress loopback() {
        return InetAddress.getLoopbackAddress();
    }

    private static String asked(InetAddress address, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress(address, port), PATIENCE_MILLIS);
            String request =
                    "GET /jolokia/version HTTP/1.0\r\nHost: "
                            + address.getHostAddress()
                            + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return read(socket.getInputStream());
        }
    }

    /** Reads for two seconds at most, whatever arrives. */
    private static String read(InputStream stream) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        byte[] part = new byte[1024];
        long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
        try {
            int many = stream.read(part);
            while (many >= 0 && answer.size() < MAX_ANSWER && System.nanoTime() < end) {
                answer.write(part, 0, many);
                many = stream.read(part);
            }
        } catch (IOException e) {
            // what has arrived is enough, or there is nothing
        }
        return answer.toString(StandardCharsets.ISO_8859_1);
    }
}
