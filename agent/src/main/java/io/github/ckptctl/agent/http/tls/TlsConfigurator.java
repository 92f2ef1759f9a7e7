// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.tls;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import io.github.ckptctl.agent.http.secret.ReloadingFile;

import javax.net.ssl.SSLParameters;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Configurator of each connection of the JDK's HTTPS server: TLS 1.3 or 1.2, certificates as the
 * options have them, from the current files. Any thread.
 */
public final class TlsConfigurator extends HttpsConfigurator {

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final Supplier<TlsContext> current;
    private final ClientAuth clientAuth;

    private TlsConfigurator(Supplier<TlsContext> current, ClientAuth clientAuth) {
        super(ReloadingSslContext.of(() -> current.get().context()));
        this.current = current;
        this.clientAuth = clientAuth;
    }

    /**
     * Reads the files.
     *
     * @param groupMayRead whether the group of the files may read them too
     * @throws IOException with a message for the operator, if they cannot be used
     */
    public static TlsConfigurator of(
            TlsOptions options, boolean groupMayRead, LongSupplier nanoClock) throws IOException {
        ReloadingFile<TlsContext> files =
                new ReloadingFile<>(
                        "The files of jolokia.tls",
                        options.files(),
                        new TlsFiles(options, groupMayRead),
                        nanoClock);
        return new TlsConfigurator(files::current, options.clientAuth());
    }

    /**
     * Returns whether the certificate that a client presented when its connection began is valid
     * now, after files may have changed and time has passed.
     *
     * @param shown the client's certificate, then those that certify it; at least one
     */
    public boolean trusts(X509Certificate[] shown) {
        return current.get().trusts(shown);
    }

    @Override
    public void configure(HttpsParameters connection) {
        SSLParameters parameters = getSSLContext().getDefaultSSLParameters();
        parameters.setProtocols(PROTOCOLS);
        parameters.setUseCipherSuitesOrder(true);
        if (clientAuth == ClientAuth.REQUIRED) {
            parameters.setNeedClientAuth(true);
        } else {
            parameters.setWantClientAuth(clientAuth == ClientAuth.OPTIONAL);
        }
        connection.setSSLParameters(parameters);
    }
}
