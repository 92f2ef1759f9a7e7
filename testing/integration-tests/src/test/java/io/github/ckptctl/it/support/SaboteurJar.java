// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.support;

import net.bytebuddy.ByteBuddy;
import sabotage.Saboteur;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** The jar of the {@link Saboteur} as an agent, with Byte Buddy under its own name beside it. */
public final class SaboteurJar {

    private SaboteurJar() {}

    public static Path in(Path directory) throws IOException, URISyntaxException {
        Path classes = place(Saboteur.class);
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.CLASS_PATH, place(ByteBuddy.class).toUri().toString());
        attributes.putValue("Premain-Class", Saboteur.class.getName());
        Path jar = directory.resolve("saboteur.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest)) {
            for (Path file : files(classes)) {
                entries.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, entries);
            }
        }
        return jar;
    }

    private static List<Path> files(Path classes) throws IOException {
        Path sabotage = classes.resolve(Saboteur.class.getPackageName().replace('.', '/'));
        try (Stream<Path> files = Files.list(sabotage)) {
            return files.filter(file -> file.toString().endsWith(".class")).toList();
        }
    }

    private static Path place(Class<?> type) throws URISyntaxException {
        URL place = type.getProtectionDomain().getCodeSource().getLocation();
        return Path.of(place.toURI());
    }
}
