// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.matrix;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** The JDK that the clusters of the tests run on: that of {@code flink.java}, or this one. */
public final class ClusterJdk {

    private ClusterJdk() {}

    public static Path home() {
        return Path.of(System.getProperty("flink.java", System.getProperty("java.home")));
    }

    /** Returns its feature release, for example 17. */
    static int feature() {
        Properties release = new Properties();
        try (Reader reader = Files.newBufferedReader(home().resolve("release"))) {
            release.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(home() + " is no JDK", e);
        }
        String version = release.getProperty("JAVA_VERSION").replace("\"", "");
        return Runtime.Version.parse(version).feature();
    }
}
