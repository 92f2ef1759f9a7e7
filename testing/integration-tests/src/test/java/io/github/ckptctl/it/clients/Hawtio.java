// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.clients;

import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.Server;

import java.net.InetSocketAddress;
import java.nio.file.Path;

/** The console hawtio in a server of its own, without authentication on the loopback interface. */
final class Hawtio implements AutoCloseable {

    private static final String HOST = "127.0.0.1";

    private final Server server;

    Hawtio(Path war, int port) throws Exception {
        System.setProperty("hawtio.authenticationEnabled", "false");
        System.setProperty("hawtio.proxyAllowlist", HOST);
        WebAppContext console = new WebAppContext();
        console.setContextPath("/hawtio");
        console.setWar(war.toString());
        console.setThrowUnavailableOnStartupException(true);
        server = new Server(new InetSocketAddress(HOST, port));
        server.setHandler(console);
        server.start();
    }

    /** Returns the origin of the pages of a console that is to run on a port. */
    static String origin(int port) {
        return "http://" + HOST + ":" + port;
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
