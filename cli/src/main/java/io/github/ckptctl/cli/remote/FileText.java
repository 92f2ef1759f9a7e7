// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.remote;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Text of a file: UTF-8, or the charset of the byte order mark at its beginning. */
public final class FileText {

    private FileText() {}

    /**
     * Returns the content of a file, without its byte order mark.
     *
     * @throws IOException with a message, if it cannot be read or is not text
     */
    public static String read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        // UTF_16 interprets the mark, in either byte order
        Charset charset = isUtf16(bytes) ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
        String text;
        try {
            text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new IOException("it is not " + charset + "; save it as UTF-8", e);
        }
        if (text.indexOf('\0') >= 0) {
            throw new IOException(
                    "it holds zero bytes, as UTF-16 without a byte order mark and binary files do;"
                            + " save it as UTF-8");
        }
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    /**
     * Returns why a file cannot be read: the message of a JDK exception may be the file's name
     * alone.
     */
    public static String reason(IOException e) {
        return e.getClass() == IOException.class ? String.valueOf(e.getMessage()) : e.toString();
    }

    private static boolean isUtf16(byte[] bytes) {
        if (bytes.length < 2) {
            return false;
        }
        int mark = Byte.toUnsignedInt(bytes[0]) << Byte.SIZE | Byte.toUnsignedInt(bytes[1]);
        return mark == 0xfeff || mark == 0xfffe;
    }
}
