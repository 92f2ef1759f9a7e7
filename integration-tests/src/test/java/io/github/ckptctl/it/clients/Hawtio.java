// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.clients;

import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;

import java.net.InetSocketAddress;
import java.nio.file.Path;

/** The console hawtio in a server of its own, open to everybody on the loopback interface. */
final class Hawtio implements AutoCloseable {

    private static final String PATH = "/hawtio";

    private final Server server;

    Hawtio(Path war) throws Exception {
        System.setProperty("hawtio.authenticationEnabled", "false");
        System.setProperty("hawtio.proxyAllowlist", "127.0.0.1");
        server = new Server(new InetSocketAddress("127.0.0.1", 0));
        WebAppContext console = new WebAppContext();
        console.setContextPath(PATH);
        console.setWar(war.toString());
        console.setThrowUnavailableOnStartupException(true);
        server.setHandler(new OriginKeptBack(console));
        server.start();
    }

    String address() {
        return server.getURI().resolve(PATH + "/").toString();
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }

    /** Does what a proxy in front of an endpoint may do: its requests are not those of a page. */
    private static final class OriginKeptBack extends Handler.Wrapper {

        OriginKeptBack(Handler console) {
            super(console);
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback)
                throws Exception {
            HttpFields kept =
                    HttpFields.build(request.getHeaders())
                            .remove(HttpHeader.ORIGIN)
                            .remove(HttpHeader.REFERER);
            Request.Wrapper bare =
                    new Request.Wrapper(request) {
                        @Override
                        public HttpFields getHeaders() {
                            return kept;
                        }
                    };
            return super.handle(bare, response, callback);
        }
    }
}
