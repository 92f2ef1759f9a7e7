// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.attach;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.rmi.server.RMISocketFactory;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Socket factory of this JVM's RMI clients that connects registered hosts to this machine; other
 * hosts, which may be servers elsewhere, get the default sockets.
 *
 * <p>A JVM that is reached by RMI from elsewhere names the host for that with {@code
 * java.rmi.server.hostname}, and the stub of its local MBean server then has this host too, which
 * may be unknown or closed here. That server listens on every address, for this machine alone. May
 * be used by any thread.
 */
final class LoopbackSockets extends RMISocketFactory {

    private static final Set<String> HOSTS = ConcurrentHashMap.newKeySet();

    private LoopbackSockets() {}

    /**
     * Redirects this JVM's RMI clients to this machine when they connect to a host.
     *
     * @return false if this JVM has another factory, so that they connect to the host itself
     */
    static synchronized boolean lead(String host) {
        try {
            if (RMISocketFactory.getSocketFactory() == null) {
                RMISocketFactory.setSocketFactory(new LoopbackSockets());
            }
        } catch (IOException e) {
            return false;
        }
        HOSTS.add(host);
        return RMISocketFactory.getSocketFactory() instanceof LoopbackSockets;
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return HOSTS.contains(host)
                ? new Socket(InetAddress.getLoopbackAddress(), port)
                : RMISocketFactory.getDefaultSocketFactory().createSocket(host, port);
    }

    @Override
    public ServerSocket createServerSocket(int port) throws IOException {
        return RMISocketFactory.getDefaultSocketFactory().createServerSocket(port);
    }
}
