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
 * Sockets of this JVM's RMI clients that lead to this machine whatever host is asked for; for hosts
 * that stand for servers elsewhere, the usual ones.
 *
 * <p>A JVM that is reached by RMI from elsewhere names the host for that with {@code
 * java.rmi.server.hostname}, and the stub of its local MBean server then has this host too, which
 * may be unknown or closed here. That server listens on every address, for this machine alone. Any
 * thread.
 */
final class LoopbackSockets extends RMISocketFactory {

    private static final Set<String> HOSTS = ConcurrentHashMap.newKeySet();

    private LoopbackSockets() {}

    /**
     * Leads this JVM's RMI clients to this machine when they ask for a host.
     *
     * @return false if another factory decides in this JVM, so that they go where the host is
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
