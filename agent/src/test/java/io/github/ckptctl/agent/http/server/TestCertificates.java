// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.server;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Certificates created once for all tests of this JVM, by the JDK's keytool: those of two servers,
 * an authority for clients, and valid, expired and foreign ones of clients.
 */
final class TestCertificates {

    static final String PASSWORD = "changeit";

    private static final String LOCAL = "san=ip:127.0.0.1,dns:localhost";

    private static final TestCertificates MADE = new TestCertificates();

    private final Path directory;

    private TestCertificates() {
        try {
            directory = Files.createTempDirectory("ckptctl-certificates");
            directory.toFile().deleteOnExit();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        CompletableFuture<Void> servers =
                CompletableFuture.runAsync(
                        () -> {
                            pair("server", "RSA", "CN=server", "-ext", LOCAL);
                            pair("other-server", "EC", "CN=other server", "-ext", LOCAL);
                            pair("stranger", "EC", "CN=ada,O=Example");
                        });
        pair("ca", "EC", "CN=authority", "-ext", "bc:c");
        pair("client", "EC", "CN=ada,O=Example");
        keytool("client", "-certreq", "-file", request().toString());
        signed("expired", "-dname", "CN=ada,O=Example", "-startdate", "-10d", "-validity", "5");
        signed("unknown", "-dname", "CN=nobody,O=Example");
        signed("client", "-dname", "CN=ada,O=Example");
        servers.join();
        for (File made : directory.toFile().listFiles()) {
            made.deleteOnExit();
        }
    }

    /** Returns the PKCS#12 store of a certificate, with {@link #PASSWORD}. */
    static Path store(String name) {
        return MADE.file(name);
    }

    /** Returns a certificate as PEM. */
    static String certificate(String name) throws Exception {
        return pem("CERTIFICATE", load(name).getCertificate(name).getEncoded());
    }

    /** Returns the key of a certificate as PEM. */
    static String key(String name) throws Exception {
        return pem("PRIVATE KEY", load(name).getKey(name, PASSWORD.toCharArray()).getEncoded());
    }

    /**
     * Returns a client's TLS context.
     *
     * @param client whose certificate it presents, empty for none
     * @param servers the servers that it trusts
     */
    static SSLContext client(String client, String... servers) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        for (String server : servers) {
            trusted.setCertificateEntry(server, load(server).getCertificate(server));
        }
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(client.isEmpty() ? null : load(client), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManager[] shown =
                client.isEmpty()
                        ? keys.getKeyManagers()
                        : new KeyManager[] {
                            new AlwaysShown(
                                    client, (X509ExtendedKeyManager) keys.getKeyManagers()[0])
                        };
        context.init(shown, trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore load(String name) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream stream = Files.newInputStream(store(name))) {
            store.load(stream, PASSWORD.toCharArray());
        }
        return store;
    }

    private static String pem(String kind, byte[] der) {
        return "-----BEGIN "
                + kind
                + "-----\n"
                + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END "
                + kind
                + "-----\n";
    }

    private void pair(String name, String algorithm, String subject, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("-genkeypair", "-keyalg", algorithm, "-dname", subject));
        arguments.addAll(List.of(more));
        keytool(name, arguments.toArray(new String[0]));
    }

    /** Makes the authority sign a certificate for the client's key, in a store of its own. */
    private void signed(String name, String... more) {
        Path answer = directory.resolve(name + ".crt");
        List<String> sign =
                new ArrayList<>(
                        List.of(
                                "-gencert",
                                "-rfc",
                                "-infile",
                                request().toString(),
                                "-outfile",
                                answer.toString()));
        sign.addAll(List.of(more));
        keytool("ca", sign.toArray(new String[0]));
        char[] password = PASSWORD.toCharArray();
        try (InputStream pem = Files.newInputStream(answer);
                InputStream old = Files.newInputStream(file("client"))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(old, password);
            Key key = store.getKey("client", password);
            Certificate signed = CertificateFactory.getInstance("X.509").generateCertificate(pem);
            store.deleteEntry("client");
            store.setKeyEntry(name, key, password, new Certificate[] {signed});
            try (OutputStream out = Files.newOutputStream(file(name))) {
                store.store(out, password);
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path request() {
        return directory.resolve("client.csr");
    }

    private Path file(String name) {
        return directory.resolve(name + ".p12");
    }

    private void keytool(String name, String... arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString()));
        command.addAll(List.of(arguments));
        command.addAll(
                List.of(
                        "-alias",
                        name,
                        "-keystore",
                        directory.resolve(name + ".p12").toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-J-XX:TieredStopAtLevel=1"));
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes());
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + ": " + output);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Key manager that presents a certificate even to a server that has named other authorities.
     */
    private static final class AlwaysShown extends X509ExtendedKeyManager {
        private final String alias;
        private final X509ExtendedKeyManager keys;

        AlwaysShown(String alias, X509ExtendedKeyManager keys) {
            this.alias = alias;
            this.keys = keys;
        }

        @Override
        public String chooseEngineClientAlias(
                String[] keyTypes, Principal[] issuers, SSLEngine engine) {
            return alias;
        }

        @Override
        public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
            return alias;
        }

        @Override
        public X509Certificate[] getCertificateChain(String name) {
            return keys.getCertificateChain(name);
        }

        @Override
        public PrivateKey getPrivateKey(String name) {
            return keys.getPrivateKey(name);
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return new String[] {alias};
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return null;
        }
    }
}
