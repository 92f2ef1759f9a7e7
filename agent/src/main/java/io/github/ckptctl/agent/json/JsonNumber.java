// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.json;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Parser of the text of a JSON number, which distinguishes whole numbers from those with a point.
 */
final class JsonNumber {

    private JsonNumber() {}

    /**
     * Returns a Long, a BigInteger for a whole number that does not fit, a BigDecimal for every
     * text with a point or an exponent.
     *
     * @throws NumberFormatException if it is not a JSON number
     */
    static Number parse(String text) {
        if (!text.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
            throw new NumberFormatException(text);
        }
        if (!text.matches("-?[0-9]+")) {
            return new BigDecimal(text);
        }
        BigInteger whole = new BigInteger(text);
        if (whole.bitLength() < Long.SIZE) {
            return whole.longValue();
        }
        return whole;
    }

    /** Returns whether a character can be part of a number. */
    static boolean isPart(char character) {
        return "+-.eE0123456789".indexOf(character) >= 0;
    }
}
