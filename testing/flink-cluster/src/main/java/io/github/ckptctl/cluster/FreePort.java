// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finder of free TCP ports. */
public final class FreePort {

    private FreePort() {}

    /**
     * Returns a port that is currently free on the loopback interface; it is not reserved until it
     * is used. The port never ends in 443: Jolokia's JMX adapter speaks TLS to every such port.
     */
    public static int onLoopback() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = socket.getLocalPort();
            return port % 1000 == 443 ? onLoopback() : port;
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on the loopback interface", e);
        }
    }
}
