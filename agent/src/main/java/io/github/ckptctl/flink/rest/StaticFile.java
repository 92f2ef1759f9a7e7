// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink.rest;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** File that is served to browsers as it is: content, type, and a validator of both. Immutable. */
public final class StaticFile {

    private static final int VALIDATOR_BYTES = 16;

    private final byte[] content;
    private final String type;
    private final String validator;

    /**
     * @param content the content
     * @param type the media type, with the charset of a text
     */
    public StaticFile(byte[] content, String type) {
        this.content = content.clone();
        this.type = type;
        this.validator = validator(content);
    }

    /** Returns the content; read only. */
    ByteBuffer content() {
        return ByteBuffer.wrap(content).asReadOnlyBuffer();
    }

    /** Returns the media type. */
    String type() {
        return type;
    }

    /** Returns the validator, quoted as the header {@code ETag} has it. */
    String validator() {
        return validator;
    }

    private static String validator(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            StringBuilder text = new StringBuilder("\"");
            for (byte one : Arrays.copyOf(digest, VALIDATOR_BYTES)) {
                text.append(String.format("%02x", one));
            }
            return text.append('"').toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
