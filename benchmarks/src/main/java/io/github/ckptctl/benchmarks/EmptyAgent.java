// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** An agent that does nothing; its cost at a start is the JVM's own for any agent. */
public final class EmptyAgent {

    private EmptyAgent() {}

    /** Called by the JVM. */
    @SuppressWarnings("unused")
    public static void premain(String options) {}

    /** Writes the agent to a jar. */
    static void write(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Premain-Class", EmptyAgent.class.getName());
        String file = EmptyAgent.class.getName().replace('.', '/') + ".class";
        try (InputStream code =
                        Objects.requireNonNull(
                                EmptyAgent.class.getResourceAsStream("/" + file), file);
                OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest)) {
            entries.putNextEntry(new ZipEntry(file));
            code.transferTo(entries);
        }
    }
}
