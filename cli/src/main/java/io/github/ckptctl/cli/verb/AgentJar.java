// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.verb;

import io.github.ckptctl.cli.outcome.CliFailure;
import io.github.ckptctl.cli.outcome.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The agent's jar: the one that was named, else the one beside this command's. */
final class AgentJar {

    @Option(
            names = "--agent",
            paramLabel = "JAR",
            description = "The agent's jar. Default: the one beside this command's jar.")
    private @Nullable Path jar;

    Path path() {
        if (jar == null) {
            return in(directory());
        }
        if (!Files.isReadable(jar)) {
            throw new CliFailure(ExitCode.USAGE, jar + " cannot be read");
        }
        return jar.toAbsolutePath().normalize();
    }

    /** Returns the only agent's jar in a directory. */
    static Path in(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> found =
                    files.filter(AgentJar::isAgent).sorted().collect(Collectors.toList());
            if (found.size() == 1) {
                return found.get(0);
            }
            throw new CliFailure(
                    ExitCode.USAGE,
                    (found.isEmpty() ? "no" : "more than one")
                            + " ckptctl-agent-VERSION.jar lies in "
                            + directory
                            + "; name it with --agent");
        } catch (IOException e) {
            throw new CliFailure(ExitCode.USAGE, directory + " cannot be read; use --agent");
        }
    }

    private static boolean isAgent(Path file) {
        // any version, -SNAPSHOT too; a release build puts sources and Javadoc beside it
        return file.getFileName()
                .toString()
                .matches("ckptctl-agent-[0-9].*(?<!-sources|-javadoc)\\.jar");
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
            throw new IllegalStateException("the place of the jar cannot be told", e);
        }
    }
}
