// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Jars that are agents, and jars that contain only the manifest of one. */
public final class AgentJars {

    private AgentJars() {}

    /** Creates a jar that passes for this project's agent. */
    public static Path ours(Path file, String version) throws IOException {
        return jar(file, "io.github.ckptctl.entry.AgentEntry", version);
    }

    /** Creates the jar of another agent. */
    public static Path another(Path file) throws IOException {
        return jar(file, "org.example.Agent", "1.0");
    }

    /** Creates a copy of the built jar that reports another version. */
    static Path as(String version, Path built, Path copy) throws IOException {
        try (JarFile jar = new JarFile(built.toFile())) {
            Manifest manifest = jar.getManifest();
            manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(copy), manifest)) {
                for (JarEntry entry : Collections.list(jar.entries())) {
                    if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
                        out.putNextEntry(new JarEntry(entry.getName()));
                        jar.getInputStream(entry).transferTo(out);
                    }
                }
            }
        }
        return copy;
    }

    private static Path jar(Path file, String agent, String version) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(Attributes.Name.IMPLEMENTATION_VERSION, version);
        main.putValue("Premain-Class", agent);
        new JarOutputStream(Files.newOutputStream(file), manifest).close();
        return file;
    }
}
