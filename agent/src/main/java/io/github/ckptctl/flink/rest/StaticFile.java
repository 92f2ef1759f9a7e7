// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink.rest;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Map;

/** File that is served to browsers as it is: content, type, and a validator of both. Immutable. */
public final class StaticFile {

    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                    + " img-src 'self' data:; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'";

    /**
     * The headers that each file is served with. They confine a page to itself: no script, style or
     * connection of another origin, no inline script, no frame around it.
     */
    public static final Map<String, String> HEADERS =
            Map.of(
                    "Content-Security-Policy",
                    CONTENT_SECURITY_POLICY,
                    "X-Content-Type-Options",
                    "nosniff",
                    "X-Frame-Options",
                    "DENY",
                    "Referrer-Policy",
                    "same-origin",
                    "Cache-Control",
                    "no-cache");

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
    public ByteBuffer content() {
        return ByteBuffer.wrap(content).asReadOnlyBuffer();
    }

    /** Returns the media type. */
    public String type() {
        return type;
    }

    /** Returns the validator, quoted as the header {@code ETag} has it. */
    public String validator() {
        return validator;
    }

    /** Returns whether a header {@code If-None-Match} names this version of the file. */
    public boolean isNamedIn(@Nullable String validators) {
        return validators != null
                && Arrays.stream(validators.split(","))
                        .map(one -> one.trim().replaceFirst("^W/", ""))
                        .anyMatch(one -> one.equals(validator) || one.equals("*"));
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
