// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.support;

import io.github.ckptctl.cluster.FlinkClusterBuilder;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** One key with a certificate that a server and its clients present to each other. */
public record ServerAndClient(Path keys, Path trust, String password) {

    private static final String NAME = "server";

    /** Creates a new key, valid for a day, for 127.0.0.1, in a file for its owner alone. */
    public static ServerAndClient in(Path directory, String password)
            throws IOException, GeneralSecurityException {
        Path store = directory.resolve("server.p12");
        Program keytool =
                Program.run(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                NAME,
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=server",
                                "-ext",
                                "san=ip:127.0.0.1",
                                "-validity",
                                "1",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                password),
                        Map.of());
        assertThat(keytool.exitCode()).as(keytool.output()).isZero();
        Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rw-------"));
        // a key's own certificate is not trusted in its own key store
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(NAME, loaded(store, password).getCertificate(NAME));
        Path trust = directory.resolve("trust.p12");
        try (OutputStream out = Files.newOutputStream(trust)) {
            trusted.store(out, password.toCharArray());
        }
        return new ServerAndClient(store, trust, password);
    }

    /** Makes a cluster's REST servers use it, and request it from clients. */
    public FlinkClusterBuilder configured(FlinkClusterBuilder cluster) {
        FlinkClusterBuilder configured =
                cluster.agent(AgentJar.path(), "jolokia.enabled=false")
                        .config("security.ssl.rest.enabled", "true")
                        .config("security.ssl.rest.authentication-enabled", "true")
                        .config("security.ssl.rest.key-password", password)
                        .config(
                                "security.ssl.algorithms",
                                "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
        stores().forEach(
                        (kind, file) ->
                                configured
                                        .config("security.ssl.rest." + kind, file.toString())
                                        .config("security.ssl.rest." + kind + "-password", password)
                                        .config("security.ssl.rest." + kind + "-type", "PKCS12"));
        return configured;
    }

    /** Returns the context of a client, with a certificate to present or without. */
    public SSLContext context(boolean withCertificate)
            throws IOException, GeneralSecurityException {
        KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
        own.init(loaded(keys, password), password.toCharArray());
        TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
        trusted.init(loaded(trust, password));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                withCertificate ? own.getKeyManagers() : null, trusted.getTrustManagers(), null);
        return context;
    }

    private Map<String, Path> stores() {
        return Map.of("keystore", keys, "truststore", trust);
    }

    private static KeyStore loaded(Path file, String password)
            throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(file.toFile(), password.toCharArray());
    }
}
