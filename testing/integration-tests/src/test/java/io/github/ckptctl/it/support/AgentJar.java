// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** The built agent's jar, as an operator would add it. */
public final class AgentJar {

    private AgentJar() {}

    /** Returns a copy that reports another version. */
    public static Path as(String version, Path directory) throws IOException {
        Path copy = directory.resolve("ckptctl-agent-" + version + ".jar");
        try (JarFile jar = new JarFile(path().toFile())) {
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

    /** Returns the built jar. */
    public static Path path() {
        return Path.of(System.getProperty("ckptctl.agent.jar")).toAbsolutePath().normalize();
    }
}
