// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.tls;

import io.github.ckptctl.agent.http.secret.Reloaded;
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
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collections;
import java.util.List;

/** Makes a TLS context of the files that the options name. Each is complete in itself. */
final class TlsFiles implements Reloaded.Reader<TlsContext> {

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
            KeyStore store = options.isPem() ? ofPem() : ofPkcs12(password);
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
        List<X509Certificate> chain =
                PemFile.certificates("jolokia.tls.certificate", options.certificate());
        SecretFile file = SecretFile.of("jolokia.tls.key", options.secret(), groupMayRead);
        PrivateKey key = PemFile.key(file);
        if (!key.getAlgorithm().equals(chain.get(0).getPublicKey().getAlgorithm())
                || !isPair(key, chain.get(0))) {
            throw file.fault("is not the key of the first certificate in " + options.certificate());
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("endpoint", key, new char[0], chain.toArray(new Certificate[0]));
        return store;
    }

    private static boolean isPair(PrivateKey key, X509Certificate certificate)
            throws GeneralSecurityException {
        Signature signature =
                Signature.getInstance(
                        key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
        byte[] text = {1, 2, 3};
        signature.initSign(key);
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(text);
        return signature.verify(signed);
    }

    private KeyStore ofPkcs12(char[] password) throws IOException, GeneralSecurityException {
        SecretFile file =
                SecretFile.of("jolokia.tls.keystore", options.certificate(), groupMayRead);
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(new ByteArrayInputStream(file.bytes()), password);
        } catch (IOException e) {
            if (e.getMessage() != null && e.getMessage().startsWith("jolokia.")) {
                throw e;
            }
            throw file.fault("is no PKCS#12 store, or its password is another (" + e + ")");
        }
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                return store;
            }
        }
        throw file.fault("holds no key");
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
        for (X509Certificate one : PemFile.certificates("jolokia.tls.clientCa", ca)) {
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

    /** Clients will turn away, but that is better told than a door that does not open at night. */
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
