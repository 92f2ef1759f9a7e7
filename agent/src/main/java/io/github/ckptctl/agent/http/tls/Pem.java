// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.tls;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Block of PEM: the text between {@code BEGIN} and {@code END}. Immutable. */
final class Pem {

    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----");

    private final String label;
    private final String body;

    private Pem(String label, String body) {
        this.label = label;
        this.body = body;
    }

    /** Returns the blocks of a text that have an end, in their order. */
    static List<Pem> blocks(String text) {
        List<Pem> blocks = new ArrayList<>();
        Matcher begin = BEGIN.matcher(text);
        int from = 0;
        while (begin.find(from)) {
            String label = begin.group(1);
            int end = text.indexOf("-----END " + label + "-----", begin.end());
            if (end >= 0) {
                blocks.add(new Pem(label, text.substring(begin.end(), end)));
            }
            from = Math.max(begin.end(), end);
        }
        return blocks;
    }

    /** Returns the content that was found in a text, as a part of a sentence about its file. */
    static String found(String text) {
        List<Pem> blocks = blocks(text);
        if (!blocks.isEmpty()) {
            return "holds "
                    + blocks.stream()
                            .map(block -> "BEGIN " + block.label)
                            .distinct()
                            .limit(4)
                            .collect(Collectors.joining(", "));
        }
        return BEGIN.matcher(text).find()
                ? "begins in PEM, but has no end: it is cut"
                : "is neither PEM nor DER";
    }

    /** Returns its kind of content, {@code RSA PRIVATE KEY} for example. */
    String label() {
        return label;
    }

    /** Returns whether it is encrypted in the traditional way, as its first lines show. */
    boolean isEncrypted() {
        return body.contains("ENCRYPTED");
    }

    /** Returns its decoded content. */
    byte[] der() {
        return Base64.getMimeDecoder().decode(body);
    }
}
