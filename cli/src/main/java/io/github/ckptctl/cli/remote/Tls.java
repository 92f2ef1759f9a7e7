// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.remote;

import io.github.ckptctl.cli.outcome.CliFailure;
import io.github.ckptctl.cli.outcome.ExitCode;
import org.jspecify.annotations.Nullable;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;

/** Whom to trust over https, and with which certificate to come. */
public final class Tls {

    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final @Nullable Path authorities;
    private final @Nullable Path certificate;
    private final String password;

    /**
     * Creates it.
     *
     * @param authorities certificates in PEM, null for those of the JVM
     * @param certificate a PKCS12 file with key and certificate, null for none
     * @param password the file's password
     */
    public Tls(@Nullable Path authorities, @Nullable Path certificate, String password) {
        this.authorities = authorities;
        this.certificate = certificate;
        this.password = password;
    }

    /**
     * Returns a client.
     *
     * @param isNeeded whether any address is https; where none is, the certificates that the JVM
     *     trusts need not be read, which takes longer than all the rest
     */
    HttpClient client(boolean isNeeded) {
        HttpClient.Builder client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT);
        if (authorities != null || certificate != null) {
            client.sslContext(context());
        } else if (!isNeeded) {
            client.sslContext(nobody());
        }
        return client.build();
    }

    private static SSLContext nobody() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no TLS in this Java", e);
        }
    }

    private SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            KeyManagerFactory keys = null;
            if (certificate != null) {
                keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                keys.init(pkcs12(certificate), password.toCharArray());
            }
            TrustManagerFactory trust = null;
            if (authorities != null) {
                trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                trust.init(pem(authorities));
            }
            context.init(
                    keys == null ? null : keys.getKeyManagers(),
                    trust == null ? null : trust.getTrustManagers(),
                    null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new CliFailure(
                    ExitCode.USAGE,
                    "the certificates cannot be used ("
                            + (certificate == null ? authorities : certificate)
                            + "): "
                            + e.getMessage());
        }
    }

    private KeyStore pkcs12(Path file) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password.toCharArray());
        }
        return store;
    }

    private static KeyStore pem(Path file) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(file)) {
            int number = 0;
            for (Certificate each :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca-" + number++, each);
            }
            if (number == 0) {
                throw new IOException("no certificate in " + file);
            }
        }
        return store;
    }
}
