// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http;

import com.sun.net.httpserver.HttpServer;
import io.github.ckptctl.mbeans.CheckpointAgentMXBean;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import org.slf4j.LoggerFactory;

import javax.management.MBeanServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Our beans over HTTP, in Jolokia's protocol, at {@code /jolokia/}.
 *
 * <p>A server of our own with one context, on loopback unless told otherwise, that answers nobody
 * without the token. Started and closed by any thread.
 */
public final class JolokiaEndpoint implements AutoCloseable {

    private static final int BACKLOG = 50;

    private final HttpServer server;
    private final Workers workers;
    private final AccessToken token;
    private final String url;
    private final AtomicBoolean closed = new AtomicBoolean();

    private JolokiaEndpoint(HttpServer server, Workers workers, AccessToken token, String url) {
        this.server = server;
        this.workers = workers;
        this.token = token;
        this.url = url;
    }

    /**
     * Binds and serves.
     *
     * @param options where to listen and what may be read
     * @param beans the server that holds our beans
     * @throws IOException with one message that names the option, when it cannot; nothing is left
     */
    public static JolokiaEndpoint start(JolokiaOptions options, MBeanServer beans)
            throws IOException {
        return start(
                options, beans, new Audit(LoggerFactory.getLogger(Audit.LOGGER), System::nanoTime));
    }

    static JolokiaEndpoint start(JolokiaOptions options, MBeanServer beans, Audit audit)
            throws IOException {
        InetAddress address = address(options);
        AccessToken token = AccessToken.open(options.tokenFile());
        try {
            Guard guard = guard(options, address, beans, token, audit);
            ServerProperties.setWhereAbsent();
            // last, as the JDK's server keeps its port when it is stopped before it was started
            HttpServer server = bound(address, options);
            Workers workers = new Workers();
            server.createContext("/", guard);
            server.setExecutor(workers);
            workers.startServer(server);
            return new JolokiaEndpoint(server, workers, token, url(options, address, server));
        } catch (IOException | RuntimeException e) {
            token.discard();
            throw e;
        }
    }

    /** Returns the address to point clients at, {@code http://host:port/jolokia/}. */
    public String url() {
        return url;
    }

    /** Returns the file that holds the token; log its path, never its content. */
    public Path tokenFile() {
        return token.file();
    }

    /**
     * Stops listening, ends the threads, and deletes the token's file if it was made here. Called
     * from within a request, it lets that one have its answer first. Harmless when called again.
     */
    @Override
    public void close() throws IOException {
        if (closed.compareAndSet(false, true)) {
            workers.stopServer(server);
            workers.close();
            token.discard();
        }
    }

    private static InetAddress address(JolokiaOptions options) throws IOException {
        InetAddress address;
        try {
            address = InetAddress.getByName(options.host());
        } catch (UnknownHostException e) {
            throw new IOException("jolokia.host=" + options.host() + " is not a known host", e);
        }
        if (!address.isLoopbackAddress() && !options.isPlainRemoteAllowed()) {
            throw new IOException(
                    "jolokia.host="
                            + options.host()
                            + " is beyond loopback, where the token would cross the net in clear;"
                            + " use 127.0.0.1, or set jolokia.allowPlainRemote=true where the"
                            + " net is trusted or encrypts by itself");
        }
        return address;
    }

    private static HttpServer bound(InetAddress address, JolokiaOptions options)
            throws IOException {
        try {
            return HttpServer.create(new InetSocketAddress(address, options.port()), BACKLOG);
        } catch (IOException e) {
            throw new IOException(
                    "jolokia.port="
                            + options.port()
                            + " on "
                            + options.host()
                            + " cannot be bound ("
                            + e.getMessage()
                            + "); name another port, or 0 for any free one",
                    e);
        }
    }

    private static Guard guard(
            JolokiaOptions options,
            InetAddress address,
            MBeanServer beans,
            AccessToken token,
            Audit audit)
            throws IOException {
        OperationRoles roles =
                OperationRoles.of(
                        List.of(CheckpointCoordinatorMXBean.class, CheckpointAgentMXBean.class));
        PermittedBeans permitted = new PermittedBeans(beans, options.readable());
        return new Guard(
                Workers.PARALLEL,
                new TokenLogin(token),
                SiteCheck.of(address, options.host(), options.allowedHosts()),
                new RequestCheck(permitted, new ChangeCheck(beans, permitted, roles)),
                new JolokiaCalls(beans, permitted, roles),
                audit);
    }

    private static String url(JolokiaOptions options, InetAddress address, HttpServer server) {
        String host = address.isAnyLocalAddress() ? "127.0.0.1" : options.host();
        String shown = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        return "http://" + shown + ":" + server.getAddress().getPort() + "/jolokia/";
    }
}
