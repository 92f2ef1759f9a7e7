// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.json;

import org.jolokia.json.JSONArray;
import org.jolokia.json.JSONObject;
import org.jspecify.annotations.Nullable;

/**
 * Parser of untrusted JSON text.
 *
 * <p>Strict according to the standard, with further bounds: depth at most 16, numbers at most 20
 * characters, no key twice in an object. {@link JsonNumber} distinguishes whole numbers from
 * others, so that {@code 1.0} is never taken for one. One thread.
 */
public final class StrictJsonParser {

    static final int MAX_DEPTH = 16;
    static final int MAX_NUMBER_LENGTH = 20;

    private final String text;
    private int at;

    private StrictJsonParser(String text) {
        this.text = text;
    }

    /**
     * Returns the value that a text holds: {@link JSONObject}, {@link JSONArray}, text, number,
     * Boolean or null.
     *
     * @throws IllegalArgumentException if it is not JSON or beyond a bound; the message states
     *     where
     */
    public static @Nullable Object parse(String text) {
        StrictJsonParser json = new StrictJsonParser(text);
        Object value = json.value(0);
        json.skipBlanks();
        if (json.at < text.length()) {
            throw json.fault("more than one value");
        }
        return value;
    }

    private @Nullable Object value(int depth) {
        skipBlanks();
        char first = peek();
        if (first == '{' || first == '[') {
            if (depth == MAX_DEPTH) {
                throw fault("nested deeper than " + MAX_DEPTH);
            }
            return first == '{' ? object(depth + 1) : array(depth + 1);
        }
        if (first == '"') {
            return string();
        }
        return first == '-' || isDigit(first) ? number() : word();
    }

    private JSONObject object(int depth) {
        JSONObject object = new JSONObject();
        at++;
        skipBlanks();
        if (peek() == '}') {
            at++;
            return object;
        }
        do {
            skipBlanks();
            String key = string();
            if (object.containsKey(key)) {
                throw fault("key \"" + key + "\" twice");
            }
            skipBlanks();
            expect(':');
            object.put(key, value(depth));
            skipBlanks();
        } while (isComma('}'));
        return object;
    }

    private JSONArray array(int depth) {
        JSONArray array = new JSONArray();
        at++;
        skipBlanks();
        if (peek() == ']') {
            at++;
            return array;
        }
        do {
            array.add(value(depth));
            skipBlanks();
        } while (isComma(']'));
        return array;
    }

    private boolean isComma(char end) {
        if (peek() == ',') {
            at++;
            return true;
        }
        expect(end);
        return false;
    }

    private String string() {
        expect('"');
        StringBuilder string = new StringBuilder();
        while (peek() != '"') {
            char next = text.charAt(at++);
            if (next < ' ') {
                throw fault("control character in a text");
            }
            string.append(next == '\\' ? escaped() : next);
        }
        at++;
        return string.toString();
    }

    private char escaped() {
        char kind = peek();
        at++;
        if (kind == 'u') {
            int end = at + 4;
            if (end > text.length()
                    || !text.substring(at, end).chars().allMatch(StrictJsonParser::isHexDigit)) {
                throw fault("bad \\u escape");
            }
            char character = (char) Integer.parseInt(text.substring(at, end), 16);
            at = end;
            return character;
        }
        int place = "\"\\/bfnrt".indexOf(kind);
        if (place < 0) {
            throw fault("bad escape");
        }
        return "\"\\/\b\f\n\r\t".charAt(place);
    }

    private Number number() {
        int start = at;
        while (at < text.length() && JsonNumber.isPart(text.charAt(at))) {
            at++;
        }
        if (at - start > MAX_NUMBER_LENGTH) {
            throw fault("number longer than " + MAX_NUMBER_LENGTH + " characters");
        }
        try {
            return JsonNumber.parse(text.substring(start, at));
        } catch (NumberFormatException e) {
            throw fault("not a number");
        }
    }

    private @Nullable Boolean word() {
        for (String word : new String[] {"true", "false", "null"}) {
            if (text.startsWith(word, at)) {
                at += word.length();
                return word.equals("null") ? null : Boolean.valueOf(word);
            }
        }
        throw fault("unexpected character");
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw fault("expected " + wanted);
        }
        at++;
    }

    private char peek() {
        if (at >= text.length()) {
            throw fault("ends too early");
        }
        return text.charAt(at);
    }

    private void skipBlanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private IllegalArgumentException fault(String what) {
        return new IllegalArgumentException("not acceptable JSON at character " + at + ": " + what);
    }

    private static boolean isDigit(int character) {
        return character >= '0' && character <= '9';
    }

    private static boolean isHexDigit(int character) {
        return isDigit(character)
                || (character >= 'a' && character <= 'f')
                || (character >= 'A' && character <= 'F');
    }
}
