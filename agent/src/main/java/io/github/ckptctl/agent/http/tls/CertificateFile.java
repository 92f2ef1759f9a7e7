// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.tls;

import io.github.ckptctl.agent.http.secret.FileText;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** File of certificates in the forms that common tools write: PEM, PKCS#7 in PEM, or DER. */
final class CertificateFile {

    private static final Set<String> CERTIFICATES =
            Set.of("CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE", "PKCS7");

    private final String option;
    private final Path path;

    private CertificateFile(String option, Path path) {
        this.option = option;
        this.path = path;
    }

    /**
     * Returns the certificates of a file in its order, at least one.
     *
     * @throws IOException with a message that says what was found, and what to do
     */
    static List<X509Certificate> read(String option, Path path) throws IOException {
        return new CertificateFile(option, path).certificates();
    }

    private List<X509Certificate> certificates() throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(path);
        } catch (IOException e) {
            throw new IOException(option + ": " + path + " cannot be read (" + e + ")", e);
        }
        FileForm form = FileForm.of(bytes);
        switch (form) {
            case DER:
                return ofDer(bytes);
            case TEXT:
                return ofText(text(bytes));
            case EMPTY:
                throw fault(form.words());
            default:
                throw fault(
                        form.words()
                                + "; keytool -exportcert -rfc -alias NAME -keystore "
                                + path
                                + " writes a certificate of it in PEM"
                                + (option.endsWith("clientCa")
                                        ? ""
                                        : ", or name it in jolokia.tls.keystore"));
        }
    }

    private String text(byte[] bytes) throws IOException {
        try {
            return FileText.of(bytes);
        } catch (UnsupportedEncodingException e) {
            throw fault(String.valueOf(e.getMessage()));
        }
    }

    private List<X509Certificate> ofText(String text) throws IOException {
        List<X509Certificate> all = new ArrayList<>();
        boolean hasKey = false;
        for (Pem block : Pem.blocks(text)) {
            hasKey |= block.label().endsWith("PRIVATE KEY");
            if (CERTIFICATES.contains(block.label())) {
                try {
                    all.addAll(ofDer(block.der()));
                } catch (IllegalArgumentException e) {
                    throw fault("holds a damaged BEGIN " + block.label());
                }
            }
        }
        if (all.isEmpty()) {
            throw fault(
                    Pem.found(text)
                            + ", and no certificate"
                            + (hasKey ? ": name it in jolokia.tls.key" : ""));
        }
        return all;
    }

    private List<X509Certificate> ofDer(byte[] der) throws IOException {
        List<X509Certificate> all = new ArrayList<>();
        try {
            for (Certificate one :
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(der))) {
                all.add((X509Certificate) one);
            }
        } catch (CertificateException e) {
            throw fault("holds a certificate that cannot be read (" + e + ")");
        }
        if (all.isEmpty()) {
            throw fault("holds no certificate");
        }
        return all;
    }

    private IOException fault(String what) {
        return new IOException(option + ": " + path + " " + what);
    }
}
