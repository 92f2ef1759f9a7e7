// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.tls;

import io.github.ckptctl.agent.http.secret.SecretFile;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and keys in PEM. */
final class PemFile {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

    private PemFile() {}

    /** Returns the certificates of a file in their order, at least one. */
    static List<X509Certificate> certificates(String option, Path file) throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            Matcher block = BLOCK.matcher(text);
            while (block.find()) {
                if (block.group(1).equals("CERTIFICATE")) {
                    byte[] der = Base64.getMimeDecoder().decode(block.group(2));
                    certificates.add(
                            (X509Certificate)
                                    factory.generateCertificate(new ByteArrayInputStream(der)));
                }
            }
        } catch (IOException | CertificateException | IllegalArgumentException e) {
            throw new IOException(option + ": " + file + " cannot be read (" + e + ")", e);
        }
        if (certificates.isEmpty()) {
            throw new IOException(option + ": " + file + " holds no certificate in PEM");
        }
        return certificates;
    }

    /** Returns the key of a file, RSA or EC. */
    static PrivateKey key(SecretFile file) throws IOException {
        Matcher block = BLOCK.matcher(file.text());
        while (block.find()) {
            if (block.group(1).equals("PRIVATE KEY")) {
                return key(file, Base64.getMimeDecoder().decode(block.group(2)));
            }
        }
        throw file.fault(
                "holds no key in PKCS#8 without a password; make one of another kind with: openssl"
                        + " pkcs8 -topk8 -nocrypt");
    }

    private static PrivateKey key(SecretFile file, byte[] der) throws IOException {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(der);
        for (String algorithm : new String[] {"RSA", "EC"}) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                // perhaps the other one
            } catch (GeneralSecurityException e) {
                throw new IOException(e);
            }
        }
        throw file.fault("holds a key that is neither RSA nor EC");
    }
}
