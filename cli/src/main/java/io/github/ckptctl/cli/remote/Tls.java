// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.remote;

import io.github.ckptctl.cli.outcome.CliException;
import io.github.ckptctl.cli.outcome.ExitCode;
import org.jspecify.annotations.Nullable;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;

/** TLS settings: the certificates to trust over https, and the client's own certificate. */
public final class Tls {

    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final @Nullable Path authorities;
    private final @Nullable Path certificate;
    private final String password;

    /**
     * Creates the settings.
     *
     * @param authorities certificates in PEM or DER, null for those of the JVM
     * @param certificate a key store (PKCS12 or JKS) with key and certificate, null for none
     * @param password the store's password
     */
    public Tls(@Nullable Path authorities, @Nullable Path certificate, String password) {
        this.authorities = authorities;
        this.certificate = certificate;
        this.password = password;
    }

    /**
     * Returns a client.
     *
     * @param isNeeded whether any address is https; if none is, the certificates that the JVM
     *     trusts are not read, since that takes longer than all the rest
     */
    HttpClient client(boolean isNeeded) {
        // a proxy is used if the JVM's properties name one, never because of its environment alone
        HttpClient.Builder client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT);
        if (authorities != null || certificate != null) {
            client.sslContext(context());
        } else if (!isNeeded) {
            client.sslContext(trustingNone());
        }
        return client.build();
    }

    private static SSLContext trustingNone() {
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
                keys.init(store(certificate), password.toCharArray());
            }
            TrustManagerFactory trust = null;
            if (authorities != null) {
                trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                trust.init(trusted(authorities));
            }
            context.init(
                    keys == null ? null : keys.getKeyManagers(),
                    trust == null ? null : trust.getTrustManagers(),
                    null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new CliException(
                    ExitCode.USAGE,
                    "the certificates cannot be used ("
                            + (certificate == null ? authorities : certificate)
                            + "): "
                            + e.getMessage());
        }
    }

    private KeyStore store(Path file) throws GeneralSecurityException, IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (isPem(bytes)) {
            throw new IOException(
                    "it is PEM; openssl pkcs12 -export -in CERTIFICATE -inkey KEY -out client.p12"
                            + " makes a store of it");
        }
        KeyStore store = KeyStore.getInstance(isJks(bytes) ? "JKS" : "PKCS12");
        store.load(new ByteArrayInputStream(bytes), password.toCharArray());
        return store;
    }

    private static KeyStore trusted(Path file) throws GeneralSecurityException, IOException {
        byte[] bytes = Files.readAllBytes(file);
        // one certificate in DER, or text
        byte[] certificates =
                isBinary(bytes) ? bytes : FileText.read(file).getBytes(StandardCharsets.UTF_8);
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try {
            int number = 0;
            for (Certificate each :
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(certificates))) {
                store.setCertificateEntry("ca-" + number++, each);
            }
        } catch (CertificateException e) {
            throw new IOException(notCertificates(file, bytes), e);
        }
        if (store.size() == 0) {
            throw new IOException(notCertificates(file, bytes));
        }
        return store;
    }

    private static String notCertificates(Path file, byte[] bytes) {
        return isBinary(bytes)
                ? "it holds no certificate in DER; if it is a key store, keytool -exportcert -rfc"
                        + " -alias NAME -keystore "
                        + file
                        + " writes one of its certificates in PEM"
                : "it holds no certificate (BEGIN CERTIFICATE)";
    }

    private static boolean isPem(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1).contains("-----BEGIN ");
    }

    private static boolean isJks(byte[] bytes) {
        return bytes.length > 0 && bytes[0] == (byte) 0xfe;
    }

    /** Returns whether content begins as DER, PKCS#12 or JKS does. */
    private static boolean isBinary(byte[] bytes) {
        return bytes.length > 1 && (bytes[0] == 0x30 || (isJks(bytes) && bytes[1] == (byte) 0xed));
    }
}
