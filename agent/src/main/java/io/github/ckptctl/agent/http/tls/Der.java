// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;

/** Elements of ASN.1 in DER, one after the other. Not thread-safe. */
final class Der {

    static final int INTEGER = 0x02;
    static final int OCTET_STRING = 0x04;
    static final int OBJECT_ID = 0x06;
    static final int SEQUENCE = 0x30;

    private static final int SEVERAL_BYTES = 0x80;
    private static final int MOST_LENGTH_BYTES = 3;

    private final byte[] bytes;
    private int at;

    Der(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Returns whether the next element is of a type. */
    boolean isNext(int tag) {
        return at < bytes.length && Byte.toUnsignedInt(bytes[at]) == tag;
    }

    /** Returns whether nothing is left. */
    boolean isAtEnd() {
        return at == bytes.length;
    }

    /**
     * Takes the next element and returns its content.
     *
     * @throws IOException if it is of another type, or is truncated
     */
    byte[] content(int tag) throws IOException {
        if (!isNext(tag)) {
            throw new IOException("is not of the form that is expected");
        }
        return element();
    }

    /** Takes the next element, whatever it is, and returns it with its type and length. */
    byte[] whole() throws IOException {
        int from = at;
        element();
        return Arrays.copyOfRange(bytes, from, at);
    }

    private byte[] element() throws IOException {
        at++;
        int length = next();
        if (length >= SEVERAL_BYTES) {
            int more = length - SEVERAL_BYTES;
            if (more == 0 || more > MOST_LENGTH_BYTES) {
                throw cut();
            }
            length = 0;
            for (int i = 0; i < more; i++) {
                length = length << Byte.SIZE | next();
            }
        }
        if (length > bytes.length - at) {
            throw cut();
        }
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    private int next() throws IOException {
        if (at >= bytes.length) {
            throw cut();
        }
        return Byte.toUnsignedInt(bytes[at++]);
    }

    private static IOException cut() {
        return new IOException("is cut or damaged");
    }

    /** Returns an element. */
    static byte[] of(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        byte[] length = BigInteger.valueOf(content.size()).toByteArray();
        // the sign byte is not part of a length
        int from = length.length > 1 && length[0] == 0 ? 1 : 0;
        if (content.size() >= SEVERAL_BYTES) {
            element.write(SEVERAL_BYTES + length.length - from);
        }
        element.write(length, from, length.length - from);
        element.writeBytes(content.toByteArray());
        return element.toByteArray();
    }
}
