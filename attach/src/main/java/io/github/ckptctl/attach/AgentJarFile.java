// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.attach;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * Jar of the agent, identified by its manifest, since an operator may have given it any name.
 * Immutable.
 */
public final class AgentJarFile {

    private static final String OURS = "io.github.ckptctl.";
    private static final long LONGEST = 64L * 1024 * 1024;

    private final Path path;
    private final String version;

    private AgentJarFile(Path path, String version) {
        this.path = path;
        this.version = version;
    }

    /** Returns the agent's jar of a path; empty if it is another file, or cannot be read. */
    public static Optional<AgentJarFile> at(Path path) {
        if (!Files.isRegularFile(path) || path.toFile().length() > LONGEST) {
            // a path named by another user may lead to anything
            return Optional.empty();
        }
        try (JarFile jar = new JarFile(path.toFile(), false)) {
            Manifest manifest = jar.getManifest();
            Attributes main = manifest == null ? new Attributes() : manifest.getMainAttributes();
            String agent = main.getValue("Premain-Class");
            String version = main.getValue(Attributes.Name.IMPLEMENTATION_VERSION);
            return agent != null && agent.startsWith(OURS)
                    ? Optional.of(new AgentJarFile(path, version == null ? "" : version))
                    : Optional.empty();
        } catch (IOException | RuntimeException e) {
            // no jar, a broken one, or an unreadable one
            return Optional.empty();
        }
    }

    /** Returns its path. */
    public Path path() {
        return path;
    }

    /** Returns its version, empty if the manifest has none. */
    public String version() {
        return version;
    }
}
