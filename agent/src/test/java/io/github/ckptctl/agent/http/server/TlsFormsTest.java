// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.server;

import io.github.ckptctl.agent.http.JolokiaOptions;
import io.github.ckptctl.agent.http.tls.ClientAuth;
import io.github.ckptctl.agent.http.tls.TlsOptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import javax.management.MBeanServerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Test of certificates and keys as OpenSSL and keytool write them: accepted, or rejected with the
 * cause and the remedy.
 */
class TlsFormsTest {

    private static final String PASSWORD = "changeit";

    @TempDir static Path made;

    @TempDir Path directory;
    private Path certificate;
    private Path key;

    @BeforeAll
    static void makeCertificates() throws Exception {
        assumeTrue(isThere("openssl"), "there is no openssl");
        openssl("req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.crt -subj /CN=root");
        openssl("req -newkey rsa:2048 -nodes -keyout rsa.key -out rsa.csr -subj /CN=rsa");
        openssl("x509 -req -in rsa.csr -CA root.crt -CAkey root.key -CAcreateserial -out rsa.crt");
        openssl("rsa -in rsa.key -traditional -out rsa-pkcs1.key");
        openssl("rsa -in rsa.key -traditional -aes256 -passout pass:changeit -out rsa-old.key");
        openssl("pkcs8 -topk8 -in rsa.key -passout pass:changeit -out rsa-encrypted.key");
        openssl("pkcs8 -topk8 -nocrypt -in rsa.key -outform DER -out rsa-pkcs8.der");
        openssl("pkcs8 -topk8 -in rsa.key -passout pass:changeit -outform DER -out rsa-secret.der");
        openssl("rsa -in rsa.key -traditional -outform DER -out rsa-pkcs1.der");
        openssl("x509 -in rsa.crt -outform DER -out rsa.der");
        openssl("x509 -in rsa.crt -trustout -out rsa-trusted.crt");
        openssl("crl2pkcs7 -nocrl -certfile root.crt -certfile rsa.crt -out rsa.p7b");
        openssl("pkcs12 -export -in rsa.crt -inkey rsa.key -passout pass:changeit -out rsa.p12");
        openssl("ecparam -name prime256v1 -genkey -out ec.key");
        openssl("ecparam -name prime256v1 -genkey -noout -out other.key");
        openssl("req -new -x509 -key ec.key -out ec.crt -subj /CN=ec");
        openssl("ec -in ec.key -out ec-sec1.key");
        openssl("ec -in ec.key -outform DER -out ec-sec1.der");
        openssl("ec -in ec.key -no_public -out ec-private.key");
        openssl("genpkey -algorithm ed25519 -out ed.key");
        openssl("req -new -x509 -key ed.key -out ed.crt -subj /CN=ed");
        keytool("store.jks", "-storetype", "JKS", "-keypass", PASSWORD);
        keytool("other-password.jks", "-storetype", "JKS", "-keypass", "something else");
        keytool("store.p12", "-storetype", "PKCS12");
    }

    @BeforeEach
    void installTheUsualFiles() throws IOException {
        certificate = directory.resolve("tls.crt");
        key = directory.resolve("tls.key");
        certify(bytes("rsa.crt"));
        unlock(bytes("rsa.key"));
    }

    @ParameterizedTest
    @CsvSource({
        "rsa.crt, rsa.key",
        "rsa.crt, rsa-pkcs1.key",
        "rsa.crt, rsa-pkcs8.der",
        "rsa.crt, rsa-pkcs1.der",
        "rsa.der, rsa.key",
        "rsa-trusted.crt, rsa.key",
        "rsa.p7b, rsa.key",
        "ec.crt, ec.key",
        "ec.crt, ec-sec1.key",
        "ec.crt, ec-sec1.der",
        "ec.crt, ec-private.key"
    })
    void takesWhatOpensslWrites(String certificateFile, String keyFile) throws Exception {
        // given
        certify(bytes(certificateFile));
        unlock(bytes(keyFile));

        // when, then
        assertThat(served(pem()).get(0)).isEqualTo("CN=" + certificateFile.replaceAll("\\W.*", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CRLF", "UTF-8", "UTF-16LE", "UTF-16BE"})
    void takesTextAsEditorsOfOtherSystemsLeaveIt(String editor) throws Exception {
        for (String keyFile : List.of("rsa.key", "rsa-pkcs1.key")) {
            // given
            certify(edited("rsa.crt", editor));
            unlock(edited(keyFile, editor));

            // when, then
            assertThat(served(pem())).containsExactly("CN=rsa");
        }
    }

    @Test
    void servesAChainInOrderFromAFileInAnyOrder() throws Exception {
        // given: the root first, something that has nothing to do with it, and the key itself
        certify(bytes("root.crt"), bytes("ec.crt"), bytes("rsa.key"), bytes("rsa.crt"));

        // when, then
        assertThat(served(pem())).containsExactly("CN=rsa", "CN=root");
    }

    @Test
    void takesCertificateAndKeyFromOneFile() throws Exception {
        // given
        unlock(bytes("rsa.key"), bytes("rsa.crt"));

        // when, then
        assertThat(served(TlsOptions.pem(key, key))).containsExactly("CN=rsa");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa.p12", "store.p12", "store.jks"})
    void takesTheStoresThatOpensslAndKeytoolWrite(String file) throws Exception {
        assertThat(served(store(file, PASSWORD + "\r\n"))).hasSize(1);
        assertThat(served(store(file, "\ufeff" + PASSWORD))).hasSize(1);
    }

    @Test
    void takesAnAuthorityInDer() throws Exception {
        // given
        Path authority = Files.write(directory.resolve("ca.crt"), bytes("rsa.der"));

        // when, then
        assertThat(served(pem().withClients(authority, ClientAuth.OPTIONAL)))
                .containsExactly("CN=rsa");
    }

    @ParameterizedTest
    @CsvSource({
        "rsa-encrypted.key, encrypted with a password, openssl pkey",
        "rsa-old.key, encrypted with a password, openssl pkey",
        "rsa-secret.der, a key with a password, openssl pkey",
        "ed.key, of Ed25519, openssl genpkey -algorithm EC",
        "other.key, is not the key of the certificate in, tls.crt",
        "rsa.crt, holds BEGIN CERTIFICATE, no key",
        "rsa.der, is in DER, holds no key",
        "rsa.p12, is a PKCS#12 store, jolokia.tls.keystore",
        "store.jks, is a Java key store (JKS), jolokia.tls.keystore"
    })
    void saysWhatAKeyFileHolds(String file, String found, String todo) throws Exception {
        // given
        unlock(bytes(file));

        // then
        assertRejected(pem(), "jolokia.tls.key: " + key, found, todo);
    }

    @ParameterizedTest
    @CsvSource({
        "rsa.key, holds BEGIN PRIVATE KEY, name it in jolokia.tls.key",
        "rsa.csr, holds BEGIN CERTIFICATE REQUEST, no certificate",
        "rsa.p12, is a PKCS#12 store, jolokia.tls.keystore",
        "store.jks, is a Java key store (JKS), keytool -exportcert -rfc",
        "rsa-pkcs8.der, cannot be read, jolokia.tls.certificate"
    })
    void saysWhatACertificateFileHolds(String file, String found, String todo) throws Exception {
        // given
        certify(bytes(file));

        // then
        assertRejected(pem(), "jolokia.tls.certificate: " + certificate, found, todo);
    }

    @ParameterizedTest
    @CsvSource({
        "rsa.p12, guess, has another password than the one in, password",
        "store.jks, guess, has another password than the one in, password",
        "other-password.jks, changeit, another password for its key mykey, keytool -keypasswd",
        "rsa.crt, changeit, is a text, jolokia.tls.certificate",
        "rsa.der, changeit, is in DER, jolokia.tls.certificate"
    })
    void saysWhatAStoreFileHolds(String file, String password, String found, String todo)
            throws Exception {
        assertRejected(store(file, password), "jolokia.tls.keystore: ", found, todo);
    }

    @Test
    void saysWhatIsWrongWithText() throws Exception {
        // a truncated copy
        String whole = Files.readString(made.resolve("rsa.key"));
        unlock(whole.substring(0, whole.length() / 2).getBytes(StandardCharsets.US_ASCII));
        assertRejected(pem(), "jolokia.tls.key: " + key, "begins in PEM, but has no end");

        // saved as UTF-16 without a byte order mark
        unlock(whole.getBytes(StandardCharsets.UTF_16LE));
        assertRejected(pem(), "holds zero bytes, as UTF-16 without a byte order mark", "as UTF-8");

        // empty, and something else
        unlock(new byte[0]);
        assertRejected(pem(), "jolokia.tls.key: " + key + " is empty");
        unlock("secret".getBytes(StandardCharsets.US_ASCII));
        assertRejected(pem(), "is neither PEM nor DER");
        unlock(bytes("rsa.key"));
        certify(new byte[0]);
        assertRejected(pem(), "jolokia.tls.certificate: " + certificate + " is empty");
        certify(Arrays.copyOf(bytes("rsa.der"), 300));
        assertRejected(pem(), "holds a certificate that cannot be read");
    }

    @Test
    void saysThatAKeyIsCutWhereverThatIs() throws Exception {
        for (String file : List.of("rsa-pkcs8.der", "rsa-pkcs1.der", "ec-sec1.der")) {
            byte[] whole = bytes(file);
            for (int length = 1; length < whole.length; length++) {
                unlock(Arrays.copyOf(whole, length));
                assertRejected(pem(), "jolokia.tls.key: " + key);
            }
        }
    }

    private void assertRejected(TlsOptions tls, String... words) {
        assertThatIOException()
                .isThrownBy(() -> served(tls))
                .satisfies(
                        e ->
                                assertThat(e.getMessage())
                                        .contains(words)
                                        .doesNotContain("\n", "guess"));
    }

    /** Returns the subjects of the certificates that an endpoint serves. */
    private List<String> served(TlsOptions tls) throws Exception {
        JolokiaOptions options =
                JolokiaOptions.defaults()
                        .withPort(0)
                        .withTokenFile(directory.resolve("token"))
                        .withTls(tls);
        try (JolokiaEndpoint endpoint =
                JolokiaEndpoint.start(options, MBeanServerFactory.newMBeanServer())) {
            URI url = URI.create(endpoint.url());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Everybody()}, null);
            try (SSLSocket socket =
                    (SSLSocket)
                            context.getSocketFactory().createSocket(url.getHost(), url.getPort())) {
                socket.setSoTimeout(120_000);
                socket.startHandshake();
                return Arrays.stream(socket.getSession().getPeerCertificates())
                        .map(TlsFormsTest::subject)
                        .collect(Collectors.toList());
            }
        }
    }

    private static String subject(Certificate certificate) {
        return ((X509Certificate) certificate).getSubjectX500Principal().getName();
    }

    private TlsOptions pem() {
        return TlsOptions.pem(certificate, key);
    }

    private TlsOptions store(String file, String password) throws IOException {
        unlock(bytes(file));
        return TlsOptions.pkcs12(
                key, EndpointFixture.secret(directory.resolve("password"), password));
    }

    private void certify(byte[]... parts) throws IOException {
        Files.write(certificate, joined(parts));
    }

    private void unlock(byte[]... parts) throws IOException {
        Files.write(key, joined(parts));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    }

    private static byte[] joined(byte[]... parts) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.write(part);
        }
        return all.toByteArray();
    }

    private static byte[] bytes(String file) throws IOException {
        return Files.readAllBytes(made.resolve(file));
    }

    private static byte[] edited(String file, String editor) throws IOException {
        String text = Files.readString(made.resolve(file));
        return editor.equals("CRLF")
                ? text.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII)
                : ("\ufeff" + text.replace("\n", "\r\n")).getBytes(Charset.forName(editor));
    }

    private static boolean isThere(String program) {
        try {
            new ProcessBuilder(program, "version").start().waitFor();
            return true;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void openssl(String arguments) throws Exception {
        run("openssl " + arguments);
    }

    private static void keytool(String store, String... options) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=keytool",
                                "-storepass",
                                PASSWORD,
                                "-keystore",
                                made.resolve(store).toString()));
        command.addAll(List.of(options));
        run(command.toArray(new String[0]));
    }

    private static void run(String line) throws Exception {
        run(line.split(" "));
    }

    private static void run(String[] command) throws Exception {
        Process process =
                new ProcessBuilder(command)
                        .directory(made.toFile())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(String.join(" ", command) + ": " + output).isZero();
    }

    /** Trust manager that trusts every server: the served certificates are read, not verified. */
    private static final class Everybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            throw new IllegalStateException("no client here");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            assertThat(chain).isNotEmpty();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
