// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.secret;

import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Text of a file that a person or a tool has written: UTF-8, or the encoding that the byte order
 * mark at its beginning names. Any thread.
 */
public final class FileText {

    private static final String FOR_TEXT = "; save it as UTF-8";

    private FileText() {}

    /**
     * Decodes a file without its byte order mark. Bytes that are not UTF-8 become {@code U+FFFD}.
     *
     * @throws UnsupportedEncodingException with a message that continues the file's name, if it is
     *     not text, or UTF-16 without a byte order mark
     */
    public static String of(byte[] bytes) throws UnsupportedEncodingException {
        // which interprets the mark, in either byte order
        Charset charset = isUtf16(bytes) ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
        String text = new String(bytes, charset);
        if (text.indexOf('\0') >= 0) {
            throw new UnsupportedEncodingException(
                    "holds zero bytes, as UTF-16 without a byte order mark and binary files do"
                            + FOR_TEXT);
        }
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    /**
     * Decodes a file as {@link #of} does, and rejects bytes that are not UTF-8.
     *
     * @throws UnsupportedEncodingException with a message that continues the file's name
     */
    public static String strictly(byte[] bytes) throws UnsupportedEncodingException {
        String text = of(bytes);
        int wrong = text.indexOf('\ufffd');
        if (wrong < 0) {
            return text;
        }
        long line = 1 + text.substring(0, wrong).chars().filter(c -> c == '\n').count();
        throw new UnsupportedEncodingException(
                "is not UTF-8 in line " + line + ", but perhaps Latin-1" + FOR_TEXT);
    }

    private static boolean isUtf16(byte[] bytes) {
        if (bytes.length < 2) {
            return false;
        }
        int mark = Byte.toUnsignedInt(bytes[0]) << Byte.SIZE | Byte.toUnsignedInt(bytes[1]);
        return mark == 0xfeff || mark == 0xfffe;
    }
}
