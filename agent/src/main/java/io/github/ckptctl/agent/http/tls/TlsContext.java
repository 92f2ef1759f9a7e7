// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.tls;

import org.jspecify.annotations.Nullable;

import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

/** TLS context of the files as they were read, and the trust manager of its clients. Any thread. */
final class TlsContext {

    private final SSLContext context;
    private final @Nullable X509TrustManager clients;

    /**
     * Creates the context.
     *
     * @param clients null if clients are not asked for certificates
     */
    TlsContext(SSLContext context, @Nullable X509TrustManager clients) {
        this.context = context;
        this.clients = clients;
    }

    SSLContext context() {
        return context;
    }

    /** Returns whether a client that opens a connection now may present this. */
    boolean trusts(X509Certificate[] shown) {
        if (clients == null) {
            return false;
        }
        try {
            clients.checkClientTrusted(shown, shown[0].getPublicKey().getAlgorithm());
            return true;
        } catch (CertificateException e) {
            return false;
        }
    }
}
