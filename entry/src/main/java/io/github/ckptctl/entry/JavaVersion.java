// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.entry;

/** Java version of this JVM. */
final class JavaVersion {

    /** Version that all other classes are compiled for. */
    private static final int NEEDED = 11;

    private JavaVersion() {}

    /** Returns the fault of this version, empty if there is none. */
    static String fault() {
        String specification = System.getProperty("java.specification.version", "");
        return feature(specification) >= NEEDED
                ? ""
                : "it needs Java "
                        + NEEDED
                        + " or newer, and this is Java "
                        + System.getProperty("java.version", specification)
                        + " in "
                        + System.getProperty("java.home", "an unknown place");
    }

    /** Returns 8 for {@code 1.8}, 17 for {@code 17}; a high number if it cannot be parsed. */
    static int feature(String specification) {
        String digits = specification.startsWith("1.") ? specification.substring(2) : specification;
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            // no reason to stop: an incompatible class fails on its own
            return Integer.MAX_VALUE;
        }
    }
}
