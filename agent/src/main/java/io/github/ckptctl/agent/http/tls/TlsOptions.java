// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.tls;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Files for the endpoint's TLS. Immutable, any thread. */
public final class TlsOptions {

    private final Path certificate;
    private final Path secret;
    private final boolean pem;
    private final @Nullable Path clientCa;
    private final ClientAuth clientAuth;

    private TlsOptions(
            Path certificate,
            Path secret,
            boolean pem,
            @Nullable Path clientCa,
            ClientAuth clientAuth) {
        this.certificate = certificate;
        this.secret = secret;
        this.pem = pem;
        this.clientCa = clientCa;
        this.clientAuth = clientAuth;
    }

    /**
     * Returns options with a certificate and its key, in PEM or DER.
     *
     * @param certificate the endpoint's certificate and those that certify it, in any order
     * @param key its key, without a password
     */
    public static TlsOptions pem(Path certificate, Path key) {
        return new TlsOptions(certificate, key, true, null, ClientAuth.NONE);
    }

    /**
     * Returns options with a key store, PKCS#12 or Java's own.
     *
     * @param passwordFile the file with its password
     */
    public static TlsOptions pkcs12(Path keystore, Path passwordFile) {
        return new TlsOptions(keystore, passwordFile, false, null, ClientAuth.NONE);
    }

    /**
     * Returns options that request certificates of clients too.
     *
     * @param ca certificates of the authorities for clients, in PEM or DER
     */
    public TlsOptions withClients(Path ca, ClientAuth auth) {
        return new TlsOptions(certificate, secret, pem, ca, auth);
    }

    boolean isPem() {
        return pem;
    }

    /** Returns the certificates, or the key store with all of it. */
    Path certificate() {
        return certificate;
    }

    /** Returns the key, or the file with the key store's password. */
    Path secret() {
        return secret;
    }

    @Nullable Path clientCa() {
        return clientCa;
    }

    ClientAuth clientAuth() {
        return clientAuth;
    }

    List<Path> files() {
        List<Path> files = new ArrayList<>(List.of(certificate, secret));
        if (clientCa != null) {
            files.add(clientCa);
        }
        return files;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TlsOptions && toString().equals(other.toString());
    }

    @Override
    public int hashCode() {
        return Objects.hash(certificate, secret, pem, clientCa, clientAuth);
    }

    @Override
    public String toString() {
        return (pem ? "pem " : "pkcs12 ") + files() + " clients " + clientAuth;
    }
}
