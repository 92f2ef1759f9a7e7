// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.tls;

import io.github.ckptctl.agent.http.secret.SecretFile;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;

/**
 * File of a private key in the forms that common tools write: PKCS#8 ({@code openssl genpkey}),
 * PKCS#1 ({@code openssl genrsa} until 1.1, cert-manager) and SEC1 ({@code openssl ecparam},
 * cert-manager), in PEM or DER.
 */
final class KeyFile {

    private static final byte[] VERSION_0 = {Der.INTEGER, 1, 0};

    /** 1.2.840.113549.1.1.1, with the parameters that it has. */
    private static final byte[] RSA = {
        Der.OBJECT_ID, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1, 5, 0
    };

    /** 1.2.840.10045.2.1. */
    private static final byte[] EC = {
        Der.OBJECT_ID, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1
    };

    /** 1.3.101.112 and 113. */
    private static final byte[] EDWARDS = {Der.OBJECT_ID, 3, 0x2b, 0x65};

    private static final int CURVE = 0xa0;

    private static final String AS_PKCS8 =
            "; openssl pkey -in old.key -out tls.key makes one that can be used";

    private final SecretFile file;

    private KeyFile(SecretFile file) {
        this.file = file;
    }

    /**
     * Returns the key of a file, RSA or EC.
     *
     * @throws IOException with a message that says what was found, and what to do
     */
    static PrivateKey read(SecretFile file) throws IOException {
        return new KeyFile(file).key();
    }

    private PrivateKey key() throws IOException {
        byte[] bytes = file.bytes();
        FileForm form = FileForm.of(bytes);
        switch (form) {
            case DER:
                return ofDer(bytes);
            case TEXT:
                return ofText(file.text());
            case EMPTY:
                throw file.fault(form.words());
            default:
                throw file.fault(
                        form.words()
                                + ", not a key: name it in jolokia.tls.keystore, and its password's"
                                + " file in jolokia.tls.keystorePasswordFile");
        }
    }

    private PrivateKey ofText(String text) throws IOException {
        byte[] curve = {};
        for (Pem block : Pem.blocks(text)) {
            switch (block.label()) {
                case "PRIVATE KEY":
                    return ofPkcs8(decoded(block));
                case "RSA PRIVATE KEY":
                    requirePlain(block);
                    return ofPkcs8(fromPkcs1(decoded(block)));
                case "EC PARAMETERS":
                    curve = decoded(block);
                    break;
                case "EC PRIVATE KEY":
                    requirePlain(block);
                    return ofPkcs8(fromSec1(decoded(block), curve));
                case "ENCRYPTED PRIVATE KEY":
                    throw encrypted();
                case "OPENSSH PRIVATE KEY":
                    throw file.fault(
                            "holds a key of OpenSSH's; ssh-keygen -p -m PKCS8 -f on a copy of it"
                                    + " makes one that can be used");
                default:
                    // a certificate, or the key of something else
            }
        }
        throw file.fault(Pem.found(text) + ", and no key of RSA or EC");
    }

    private PrivateKey ofDer(byte[] bytes) throws IOException {
        try {
            Der key = new Der(new Der(bytes).content(Der.SEQUENCE));
            if (!key.isNext(Der.INTEGER)) {
                // an encrypted key begins with its algorithm; a certificate too, with a sequence of
                // its own
                throw file.fault(
                        "is in DER, but holds no key: a certificate, or a key with a password"
                                + AS_PKCS8);
            }
            key.whole();
            if (key.isNext(Der.SEQUENCE)) {
                return ofPkcs8(bytes);
            }
            return ofPkcs8(
                    key.isNext(Der.OCTET_STRING) ? fromSec1(bytes, new byte[0]) : fromPkcs1(bytes));
        } catch (IOException e) {
            throw named(e);
        }
    }

    private byte[] decoded(Pem block) throws IOException {
        try {
            return block.der();
        } catch (IllegalArgumentException e) {
            throw file.fault("holds a damaged BEGIN " + block.label());
        }
    }

    private void requirePlain(Pem block) throws IOException {
        if (block.isEncrypted()) {
            throw encrypted();
        }
    }

    private IOException encrypted() {
        return file.fault(
                "holds a key that is encrypted with a password" + AS_PKCS8 + ", mode 600");
    }

    /** Converts a key of PKCS#1 to PKCS#8. */
    private static byte[] fromPkcs1(byte[] key) {
        return Der.of(
                Der.SEQUENCE, VERSION_0, Der.of(Der.SEQUENCE, RSA), Der.of(Der.OCTET_STRING, key));
    }

    /** Converts a key of SEC1 to PKCS#8, which has the curve in another place. */
    private byte[] fromSec1(byte[] key, byte[] curveBefore) throws IOException {
        byte[] curve = curveBefore;
        try {
            Der fields = new Der(new Der(key).content(Der.SEQUENCE));
            fields.content(Der.INTEGER);
            fields.content(Der.OCTET_STRING);
            if (fields.isNext(CURVE)) {
                curve = fields.content(CURVE);
            }
        } catch (IOException e) {
            throw named(e);
        }
        if (curve.length == 0) {
            throw file.fault("holds an EC key that does not say of which curve" + AS_PKCS8);
        }
        return Der.of(
                Der.SEQUENCE,
                VERSION_0,
                Der.of(Der.SEQUENCE, EC, curve),
                Der.of(Der.OCTET_STRING, key));
    }

    private PrivateKey ofPkcs8(byte[] der) throws IOException {
        byte[] algorithm = algorithm(der);
        String name = begins(algorithm, EC) ? "EC" : begins(algorithm, RSA) ? "RSA" : "";
        if (name.isEmpty()) {
            String other = begins(algorithm, EDWARDS) ? "Ed25519 or Ed448" : "another algorithm";
            throw file.fault(
                    "holds a key of "
                            + other
                            + ", which is neither RSA nor EC; openssl genpkey -algorithm EC -pkeyopt"
                            + " ec_paramgen_curve:P-256 makes one that can be used");
        }
        try {
            return KeyFactory.getInstance(name).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
            throw file.fault("holds a key of " + name + " that this Java cannot use (" + e + ")");
        }
    }

    private byte[] algorithm(byte[] der) throws IOException {
        try {
            Der key = new Der(new Der(der).content(Der.SEQUENCE));
            key.content(Der.INTEGER);
            return key.content(Der.SEQUENCE);
        } catch (IOException e) {
            throw named(e);
        }
    }

    /** Returns a fault that names its file too, unless it does so already. */
    private IOException named(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains(file.path().toString())
                ? e
                : file.fault("holds a key that " + message + ", neither RSA nor EC");
    }

    private static boolean begins(byte[] bytes, byte[] with) {
        return bytes.length >= with.length
                && Arrays.equals(bytes, 0, with.length, with, 0, with.length);
    }
}
