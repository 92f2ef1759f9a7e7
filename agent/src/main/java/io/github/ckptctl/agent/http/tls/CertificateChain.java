// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.tls;

import org.jspecify.annotations.Nullable;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * Chain of a key's certificate and those that certify it, each for the one before, whatever order a
 * file has them in.
 */
final class CertificateChain {

    private CertificateChain() {}

    /**
     * Returns the chain that begins with the certificate of a key; empty if none is the key's.
     * Certificates that certify nothing in it are left out.
     */
    static List<X509Certificate> of(PrivateKey key, List<X509Certificate> found)
            throws GeneralSecurityException {
        List<X509Certificate> left = new ArrayList<>(found);
        List<X509Certificate> chain = new ArrayList<>();
        for (X509Certificate candidate : found) {
            if (isPair(key, candidate)) {
                chain.add(candidate);
                break;
            }
        }
        while (!chain.isEmpty()) {
            X509Certificate last = chain.get(chain.size() - 1);
            left.remove(last);
            X509Certificate issuer = issuerOf(last, left);
            if (issuer == null) {
                break;
            }
            chain.add(issuer);
        }
        return chain;
    }

    private static @Nullable X509Certificate issuerOf(
            X509Certificate certificate, List<X509Certificate> candidates) {
        for (X509Certificate candidate : candidates) {
            if (candidate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())
                    && vouches(candidate, certificate)) {
                return candidate;
            }
        }
        return null;
    }

    private static boolean vouches(X509Certificate issuer, X509Certificate certificate) {
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static boolean isPair(PrivateKey key, X509Certificate certificate)
            throws GeneralSecurityException {
        if (!key.getAlgorithm().equals(certificate.getPublicKey().getAlgorithm())) {
            return false;
        }
        Signature signature =
                Signature.getInstance(
                        key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
        byte[] text = {1, 2, 3};
        signature.initSign(key);
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(text);
        try {
            return signature.verify(signed);
        } catch (SignatureException e) {
            // of another length: the key of another certificate
            return false;
        }
    }
}
