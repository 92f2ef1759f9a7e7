// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.containers;

import org.jspecify.annotations.Nullable;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Client of the agent's port under a host name that resolves to this machine only in the test:
 * {@code Host} and the certificate are checked as they would be where that name is real.
 */
final class EndpointProbe {

    private final int port;
    private final @Nullable SSLContext tls;

    private EndpointProbe(int port, @Nullable SSLContext tls) {
        this.port = port;
        this.tls = tls;
    }

    static EndpointProbe plain(int port) {
        return new EndpointProbe(port, null);
    }

    static EndpointProbe tls(int port, SSLContext trusting) {
        return new EndpointProbe(port, trusting);
    }

    /** Returns the status of a request that reads only the version. */
    int status(String host, String user, String password) throws IOException {
        String login =
                Base64.getEncoder()
                        .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        try (Socket socket = connect(host)) {
            String request =
                    "GET /jolokia/version HTTP/1.1\r\nHost: %s:8778\r\n"
                            + "Authorization: Basic %s\r\nConnection: close\r\n\r\n";
            socket.getOutputStream()
                    .write(String.format(request, host, login).getBytes(StandardCharsets.UTF_8));
            BufferedReader answer =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            return Integer.parseInt(answer.readLine().split(" ")[1]);
        }
    }

    private Socket connect(String host) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        if (tls == null) {
            return socket;
        }
        SSLSocket secured =
                (SSLSocket) tls.getSocketFactory().createSocket(socket, host, port, true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        return secured;
    }
}
