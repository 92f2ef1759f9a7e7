// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.tls;

import io.github.ckptctl.agent.http.secret.ReloadingFile;
import io.github.ckptctl.agent.http.secret.SecretFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collections;
import java.util.List;

/**
 * Reader of a TLS context from the files that the options name. Each context is complete in itself.
 */
final class TlsFiles implements ReloadingFile.Reader<TlsContext> {

    private static final Logger LOG = LoggerFactory.getLogger(TlsFiles.class);

    private final TlsOptions options;
    private final boolean groupMayRead;

    TlsFiles(TlsOptions options, boolean groupMayRead) {
        this.options = options;
        this.groupMayRead = groupMayRead;
    }

    @Override
    public TlsContext read() throws IOException {
        try {
            char[] password = options.isPem() ? new char[0] : password();
            KeyStore store = options.isPem() ? ofPem() : ofStore(password);
            warnOfExpiry(store);
            KeyManagerFactory keys =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            SSLContext context = SSLContext.getInstance("TLS");
            X509TrustManager clients = clients();
            context.init(
                    keys.getKeyManagers(),
                    clients == null ? null : new TrustManager[] {clients},
                    null);
            return new TlsContext(context, clients);
        } catch (GeneralSecurityException e) {
            throw new IOException("jolokia.tls: " + options + " cannot be used (" + e + ")", e);
        }
    }

    private KeyStore ofPem() throws IOException, GeneralSecurityException {
        Path path = options.certificate();
        List<X509Certificate> found = CertificateFile.read("jolokia.tls.certificate", path);
        SecretFile file = SecretFile.of("jolokia.tls.key", options.secret(), groupMayRead);
        PrivateKey key = KeyFile.read(file);
        List<X509Certificate> chain = CertificateChain.of(key, found);
        if (chain.isEmpty()) {
            throw file.fault(
                    "is not the key of "
                            + (found.size() == 1 ? "the certificate" : "any certificate")
                            + " in "
                            + path);
        }
        if (!found.subList(0, Math.min(found.size(), chain.size())).equals(chain)) {
            LOG.info("The certificates in {} are served in the order of their chain", path);
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("endpoint", key, new char[0], chain.toArray(new Certificate[0]));
        return store;
    }

    private KeyStore ofStore(char[] password) throws IOException, GeneralSecurityException {
        SecretFile file =
                SecretFile.of("jolokia.tls.keystore", options.certificate(), groupMayRead);
        byte[] bytes = file.bytes();
        KeyStore store = KeyStore.getInstance(form(file, bytes).storeType());
        try {
            store.load(new ByteArrayInputStream(bytes), password);
        } catch (IOException e) {
            throw file.fault(whyNotOpened(e));
        }
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                requireSamePassword(file, store, alias, password);
                return store;
            }
        }
        throw file.fault(
                "holds no key, but "
                        + store.size()
                        + " certificates: that is a store of those that are trusted");
    }

    private static FileForm form(SecretFile file, byte[] bytes) throws IOException {
        FileForm form = FileForm.of(bytes);
        switch (form) {
            case TEXT:
            case DER:
            case EMPTY:
                throw file.fault(
                        form.words()
                                + ", and no key store; PEM and DER go into jolokia.tls.certificate"
                                + " and jolokia.tls.key");
            default:
                return form;
        }
    }

    private String whyNotOpened(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnrecoverableKeyException) {
                return "has another password than the one in " + options.secret();
            }
            if (cause instanceof NoSuchAlgorithmException) {
                return "is protected in a way that this Java ("
                        + System.getProperty("java.version")
                        + ") does not know ("
                        + cause.getMessage()
                        + "); openssl pkcs12 -export -legacy makes one that it does";
            }
        }
        return "cannot be opened: it is damaged, or has another password than the one in "
                + options.secret()
                + " ("
                + e.getMessage()
                + ")";
    }

    /**
     * Rejects a key with another password: a Java key store may have a password of its own for each
     * key.
     */
    private static void requireSamePassword(
            SecretFile file, KeyStore store, String alias, char[] password)
            throws IOException, GeneralSecurityException {
        try {
            store.getKey(alias, password);
        } catch (UnrecoverableKeyException e) {
            throw file.fault(
                    "has another password for its key "
                            + alias
                            + " than for itself; give the key the same one with keytool -keypasswd");
        }
    }

    private char[] password() throws IOException {
        return SecretFile.of("jolokia.tls.keystorePasswordFile", options.secret(), groupMayRead)
                .text()
                .replaceFirst("\\R$", "")
                .toCharArray();
    }

    private @Nullable X509TrustManager clients() throws IOException, GeneralSecurityException {
        Path ca = options.clientCa();
        if (ca == null) {
            return null;
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, new char[0]);
        for (X509Certificate one : CertificateFile.read("jolokia.tls.clientCa", ca)) {
            store.setCertificateEntry("ca" + store.size(), one);
        }
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        for (TrustManager one : trust.getTrustManagers()) {
            if (one instanceof X509TrustManager) {
                return (X509TrustManager) one;
            }
        }
        throw new GeneralSecurityException("this JVM cannot check certificates of clients");
    }

    /**
     * Logs a warning for an expired certificate. Clients will reject it, but a warning is better
     * than an endpoint that does not start at night.
     */
    private void warnOfExpiry(KeyStore store) throws GeneralSecurityException {
        for (String alias : Collections.list(store.aliases())) {
            Certificate certificate = store.getCertificate(alias);
            if (certificate instanceof X509Certificate
                    && ((X509Certificate) certificate)
                            .getNotAfter()
                            .toInstant()
                            .isBefore(Instant.now())) {
                LOG.warn(
                        "The endpoint's certificate in {} expired on {}",
                        options.certificate(),
                        ((X509Certificate) certificate).getNotAfter());
            }
        }
    }
}
