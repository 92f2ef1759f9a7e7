// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import io.github.ckptctl.attach.AgentJarFile;
import io.github.ckptctl.cli.outcome.CliException;
import io.github.ckptctl.cli.outcome.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Jar of the agent: the one named on the command line, otherwise the one next to this command's
 * jar.
 */
final class AgentJar {

    @Option(
            names = "--agent",
            paramLabel = "JAR",
            description = "The agent's jar. Default: the one beside this command's jar.")
    private @Nullable Path jar;

    AgentJarFile file() {
        if (jar == null) {
            return in(directory());
        }
        if (!Files.isReadable(jar)) {
            throw new CliException(ExitCode.USAGE, jar + " cannot be read");
        }
        Path named = jar.toAbsolutePath().normalize();
        return AgentJarFile.at(named)
                .orElseThrow(
                        () ->
                                new CliException(
                                        ExitCode.USAGE,
                                        named
                                                + " is not the agent: it is no jar whose manifest"
                                                + " names ckptctl's"));
    }

    /** Returns the agent's jar in a directory, whatever its name, if there is exactly one. */
    static AgentJarFile in(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            List<AgentJarFile> found =
                    files.filter(file -> file.toString().endsWith(".jar"))
                            .sorted()
                            .map(AgentJarFile::at)
                            .flatMap(Optional::stream)
                            .collect(Collectors.toList());
            if (found.size() == 1) {
                return found.get(0);
            }
            throw new CliException(
                    ExitCode.USAGE,
                    (found.isEmpty() ? "no jar" : "more than one jar")
                            + " of the agent lies in "
                            + directory
                            + "; name it with --agent");
        } catch (IOException | UncheckedIOException e) {
            throw new CliException(ExitCode.USAGE, directory + " cannot be read; use --agent");
        }
    }

    private static Path directory() {
        try {
            Path own =
                    Paths.get(
                            AgentJar.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI());
            Path parent = own.getParent();
            return parent == null ? own : parent;
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the place of the jar cannot be found", e);
        }
    }
}
