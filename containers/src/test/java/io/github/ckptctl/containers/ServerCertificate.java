// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.containers;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

import static org.assertj.core.api.Assertions.assertThat;

/** A certificate for one name with its key, in the form of a Secret of type kubernetes.io/tls. */
final class ServerCertificate {

    private static final String PASSWORD = "changeit";

    private final KeyStore store;

    private ServerCertificate(KeyStore store) {
        this.store = store;
    }

    static ServerCertificate make(String host, Path directory) throws Exception {
        Path file = directory.resolve("server.p12");
        String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process =
                new ProcessBuilder(
                                (keytool
                                                + " -genkeypair -alias server -keyalg EC -dname CN="
                                                + host
                                                + " -ext san=dns:"
                                                + host
                                                + " -storetype PKCS12 -storepass "
                                                + PASSWORD
                                                + " -keystore "
                                                + file)
                                        .split(" "))
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream stream = Files.newInputStream(file)) {
            store.load(stream, PASSWORD.toCharArray());
        }
        return new ServerCertificate(store);
    }

    /** Returns {@code tls.crt}. */
    String certificate() throws GeneralSecurityException {
        return pem("CERTIFICATE", store.getCertificate("server").getEncoded());
    }

    /** Returns {@code tls.key}. */
    String key() throws GeneralSecurityException {
        return pem("PRIVATE KEY", store.getKey("server", PASSWORD.toCharArray()).getEncoded());
    }

    /** Returns the TLS context of a client that trusts only this certificate. */
    SSLContext trusting() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", store.getCertificate("server"));
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static String pem(String kind, byte[] der) {
        String text = Base64.getMimeEncoder().encodeToString(der);
        return "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n";
    }
}
