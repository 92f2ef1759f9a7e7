// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.server;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import io.github.ckptctl.agent.http.JolokiaOptions;
import io.github.ckptctl.agent.http.WebConsole;
import io.github.ckptctl.agent.http.auth.Authenticator;
import io.github.ckptctl.agent.http.auth.Credentials;
import io.github.ckptctl.agent.http.jolokia.JolokiaCallFactory;
import io.github.ckptctl.agent.http.request.Audit;
import io.github.ckptctl.agent.http.request.ChangeCheck;
import io.github.ckptctl.agent.http.request.ConsoleCheck;
import io.github.ckptctl.agent.http.request.OperationRoles;
import io.github.ckptctl.agent.http.request.OriginCheck;
import io.github.ckptctl.agent.http.request.PermittedBeans;
import io.github.ckptctl.agent.http.request.RequestCheck;
import io.github.ckptctl.agent.http.tls.TlsConfigurator;
import io.github.ckptctl.agent.http.tls.TlsOptions;
import io.github.ckptctl.mbeans.CheckpointAgentMXBean;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.management.MBeanServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * HTTP endpoint of our beans, in Jolokia's protocol, at {@code /jolokia/}, and of the web console.
 *
 * <p>A server of our own with one context, on loopback unless configured otherwise, that answers no
 * client without credentials. Started and closed by any thread.
 */
public final class JolokiaEndpoint implements AutoCloseable {

    private static final int BACKLOG = 50;
    private static final Duration REST = Duration.ofSeconds(1);

    private final HttpServer server;
    private final RequestExecutor workers;
    private final Credentials credentials;
    private final String url;
    private final AtomicBoolean closed = new AtomicBoolean();

    private JolokiaEndpoint(
            HttpServer server, RequestExecutor workers, Credentials credentials, String url) {
        this.server = server;
        this.workers = workers;
        this.credentials = credentials;
        this.url = url;
    }

    /**
     * Binds the port and serves requests.
     *
     * @param options the address to listen on, who may log in and what may be read
     * @param beans the server that holds our beans
     * @throws IOException with one message that names the option, if it cannot; nothing is left
     */
    public static JolokiaEndpoint start(JolokiaOptions options, MBeanServer beans)
            throws IOException {
        return start(options, beans, null);
    }

    /**
     * Binds the port and serves requests, those of the web console's page too.
     *
     * @param console the web console, null for none
     * @throws IOException with one message that names the option, if it cannot; nothing is left
     */
    public static JolokiaEndpoint start(
            JolokiaOptions options, MBeanServer beans, @Nullable WebConsole console)
            throws IOException {
        return start(
                options,
                beans,
                console,
                LoggerFactory.getLogger(Audit.LOGGER),
                System::nanoTime,
                REST);
    }

    static JolokiaEndpoint start(
            JolokiaOptions options,
            MBeanServer beans,
            @Nullable WebConsole console,
            Logger audit,
            LongSupplier nanoClock,
            Duration restAfterFailure)
            throws IOException {
        InetAddress address = address(options);
        TlsOptions tls = options.tls();
        TlsConfigurator configurator =
                tls == null ? null : TlsConfigurator.of(tls, options.isGroupMayRead(), nanoClock);
        Credentials credentials = Credentials.open(options, nanoClock);
        try {
            RequestExecutor workers = new RequestExecutor();
            JolokiaHttpHandler guard =
                    guard(
                            options,
                            address,
                            beans,
                            console,
                            workers,
                            credentials.login(
                                    configurator == null
                                            ? noCertificate -> false
                                            : configurator::trusts,
                                    nanoClock,
                                    restAfterFailure),
                            new Audit(audit, nanoClock));
            // last, as the JDK's server retains its port when it is stopped before it was started
            HttpServer server =
                    workers.startServer(
                            () -> {
                                HttpServer bound = bound(address, options, configurator);
                                bound.createContext("/", guard);
                                bound.setExecutor(workers);
                                return bound;
                            });
            return new JolokiaEndpoint(server, workers, credentials, url(options, address, server));
        } catch (IOException | RuntimeException e) {
            credentials.discard();
            throw e;
        }
    }

    /** Returns the URL for clients, {@code http://host:port/jolokia/}, with TLS {@code https}. */
    public String url() {
        return url;
    }

    /** Returns the address of the web console, {@code http://host:port/ckptctl/}. */
    public String consoleUrl() {
        return URI.create(url).resolve("/ckptctl/").toString();
    }

    /** Returns the places of the credentials, as a sentence for the log; never one of them. */
    public String whereToLogIn() {
        return credentials.where();
    }

    /** Returns the file with the token, null if there is no token. */
    public @Nullable Path tokenFile() {
        return credentials.tokenFile();
    }

    /**
     * Stops listening, ends the threads, and deletes the token's file if it was created here.
     * Called from within a request, it lets that one have its answer first. Harmless when called
     * again.
     */
    @Override
    public void close() throws IOException {
        if (closed.compareAndSet(false, true)) {
            workers.stopServer(server);
            workers.close();
            credentials.discard();
        }
    }

    private static InetAddress address(JolokiaOptions options) throws IOException {
        InetAddress address;
        try {
            address = InetAddress.getByName(options.host());
        } catch (UnknownHostException e) {
            throw new IOException("jolokia.host=" + options.host() + " is not a known host", e);
        }
        if (address.isLoopbackAddress()) {
            return address;
        }
        String beyond = "jolokia.host=" + options.host() + " is beyond loopback, where ";
        if (options.usersFile() == null && options.tokenFile() == null) {
            throw new IOException(
                    beyond
                            + "no client can log in with a token in a local file; name those who may in"
                            + " jolokia.usersFile, or a token of your own in jolokia.tokenFile");
        }
        if (options.tls() == null && !options.isPlainRemoteAllowed()) {
            throw new IOException(
                    beyond
                            + "logins would cross the net in clear; set jolokia.tls.certificate and"
                            + " jolokia.tls.key, or use 127.0.0.1, or set"
                            + " jolokia.allowPlainRemote=true where the net is trusted or encrypts"
                            + " by itself");
        }
        return address;
    }

    private static HttpServer bound(
            InetAddress address, JolokiaOptions options, @Nullable TlsConfigurator tls)
            throws IOException {
        try {
            InetSocketAddress place = new InetSocketAddress(address, options.port());
            if (tls == null) {
                return ServerCopy.provider().createHttpServer(place, BACKLOG);
            }
            HttpsServer server = ServerCopy.provider().createHttpsServer(place, BACKLOG);
            server.setHttpsConfigurator(tls);
            return server;
        } catch (IOException e) {
            String taken = TakenPort.answer(address, options.port());
            throw new IOException(
                    "jolokia.port="
                            + options.port()
                            + " on "
                            + options.host()
                            + " cannot be bound ("
                            + e.getMessage()
                            + (taken.isEmpty() ? "" : ": " + taken)
                            + "); name another port, or 0 for any free one",
                    e);
        }
    }

    private static JolokiaHttpHandler guard(
            JolokiaOptions options,
            InetAddress address,
            MBeanServer beans,
            @Nullable WebConsole console,
            RequestExecutor workers,
            Authenticator login,
            Audit audit)
            throws IOException {
        OperationRoles roles =
                OperationRoles.of(
                        List.of(CheckpointCoordinatorMXBean.class, CheckpointAgentMXBean.class));
        OriginCheck site =
                OriginCheck.of(
                        scheme(options),
                        address,
                        options.host(),
                        options.allowedHosts(),
                        options.allowedOrigins());
        PermittedBeans permitted = new PermittedBeans(beans, options.readable());
        return new JolokiaHttpHandler(
                new RequestLimiter(RequestExecutor.PARALLEL),
                workers,
                login,
                site,
                new RequestCheck(
                        permitted,
                        new ChangeCheck(beans, permitted, roles, options.isTextValues())),
                new ConsoleCheck(console, site, roles),
                new JolokiaCallFactory(beans, permitted),
                audit);
    }

    private static String url(JolokiaOptions options, InetAddress address, HttpServer server) {
        String host = address.isAnyLocalAddress() ? "127.0.0.1" : options.host();
        String shown = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        return scheme(options) + "://" + shown + ":" + server.getAddress().getPort() + "/jolokia/";
    }

    private static String scheme(JolokiaOptions options) {
        return options.tls() == null ? "http" : "https";
    }
}
