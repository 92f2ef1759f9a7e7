// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.monitoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/** The example files that users copy. */
final class ShippedFiles {

    private ShippedFiles() {}

    static Path file(String name) {
        return Path.of("../..", "monitoring", name).toAbsolutePath().normalize();
    }

    static String text(String name) throws IOException {
        return Files.readString(file(name));
    }

    /**
     * Returns a file's text with the placeholder, which must exist, replaced by the user's value.
     */
    static String text(String name, String placeholder, Object value) throws IOException {
        String text = text(name);
        assertThat(text).as(name).contains(placeholder);
        return text.replace(placeholder, value.toString());
    }
}
