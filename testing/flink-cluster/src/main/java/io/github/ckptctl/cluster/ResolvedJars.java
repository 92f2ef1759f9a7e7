// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Jars that Maven resolves from a {@code pom.xml}, once, into a directory of their own. Safe for
 * any number of threads and JVMs.
 */
final class ResolvedJars {

    private static final String POM = "pom.xml";

    private ResolvedJars() {}

    /**
     * Returns the runtime jars of a pom, sorted by name, after resolving them if the directory does
     * not have them yet.
     *
     * @param pom the text of the pom; another text replaces the directory
     * @throws UncheckedIOException if they can neither be found nor resolved
     */
    static List<Path> of(String pom, Path directory) {
        Path lock = directory.resolveSibling(directory.getFileName() + ".lock");
        try {
            MadeOnce.unless(() -> isComplete(directory, pom), lock, () -> assemble(directory, pom));
            return jarsIn(directory.resolve("lib"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot assemble the jars of " + directory, e);
        }
    }

    private static boolean isComplete(Path directory, String pom) throws IOException {
        Path resolved = directory.resolve(POM);
        return Files.exists(resolved) && Files.readString(resolved).equals(pom);
    }

    private static void assemble(Path directory, String pom) throws IOException {
        Path temporary = Files.createTempDirectory(directory.getParent(), "assembling-");
        try {
            Files.writeString(temporary.resolve(POM), pom);
            MavenCommand.run(
                    temporary,
                    "dependency:copy-dependencies",
                    "-DincludeScope=runtime",
                    "-DoutputDirectory=" + temporary.resolve("lib"));
            DirectoryTree.delete(directory);
            Files.move(temporary, directory, StandardCopyOption.ATOMIC_MOVE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while Maven ran", e);
        } finally {
            DirectoryTree.delete(temporary);
        }
    }

    private static List<Path> jarsIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
    }
}
