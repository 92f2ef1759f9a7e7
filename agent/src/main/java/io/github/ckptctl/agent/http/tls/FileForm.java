// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.tls;

import java.util.Arrays;

/** Form of a file with certificates or keys, by its first bytes. */
enum FileForm {
    /** An empty file. */
    EMPTY("is empty"),
    /** A Java key store, {@code keytool}'s default until Java 8. */
    JKS("is a Java key store (JKS)"),
    /** A Java key store for secret keys too. */
    JCEKS("is a Java key store (JCEKS)"),
    /** A key store of common use, not Java's alone. */
    PKCS12("is a PKCS#12 store"),
    /** One certificate or key in binary. */
    DER("is in DER"),
    /** Text, PEM or not. */
    TEXT("is a text");

    private static final int JKS_BEGINS = 0xfeedfeed;
    private static final int JCEKS_BEGINS = 0xcececece;

    private final String words;

    FileForm(String words) {
        this.words = words;
    }

    static FileForm of(byte[] bytes) {
        if (bytes.length == 0) {
            return EMPTY;
        }
        if (begins(bytes, JKS_BEGINS)) {
            return JKS;
        }
        if (begins(bytes, JCEKS_BEGINS)) {
            return JCEKS;
        }
        if (bytes[0] != Der.SEQUENCE) {
            return TEXT;
        }
        return isStore(bytes) ? PKCS12 : DER;
    }

    /** Returns a description, as a part of a sentence about the file. */
    String words() {
        return words;
    }

    /** Returns the name of Java's type of store for it. */
    String storeType() {
        return name();
    }

    private static boolean begins(byte[] bytes, int word) {
        return bytes.length >= Integer.BYTES
                && (Byte.toUnsignedInt(bytes[0]) << 24
                                | Byte.toUnsignedInt(bytes[1]) << 16
                                | Byte.toUnsignedInt(bytes[2]) << 8
                                | Byte.toUnsignedInt(bytes[3]))
                        == word;
    }

    /**
     * Returns whether the bytes are a store: after its length, which may be indefinite, a store has
     * version 3; a key has 0 or 1.
     */
    private static boolean isStore(byte[] bytes) {
        int length = bytes.length < 2 ? 0 : Byte.toUnsignedInt(bytes[1]);
        int from = 2 + (length > 0x80 ? length - 0x80 : 0);
        return bytes.length >= from + 3
                && Arrays.equals(
                        Arrays.copyOfRange(bytes, from, from + 3), new byte[] {Der.INTEGER, 1, 3});
    }
}
