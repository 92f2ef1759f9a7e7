// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.flinkhome;

import io.github.ckptctl.cli.outcome.CliFailure;
import io.github.ckptctl.cli.outcome.ExitCode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** A Flink distribution: its configuration file, and where the agent's jar goes. */
public final class FlinkHome {

    private static final String YAML = "config.yaml";
    private static final String OLD = "flink-conf.yaml";

    private final Path directory;
    private final HomeDirectory conf;
    private final HomeDirectory opt;

    /**
     * Opens it.
     *
     * @throws CliFailure if it is none, or if an option could not name a file in it
     */
    public FlinkHome(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
        this.conf = HomeDirectory.of(this.directory, "conf");
        this.opt = HomeDirectory.of(this.directory, "opt");
        if (!Files.isDirectory(this.directory.resolve("conf"))) {
            throw new CliFailure(
                    ExitCode.USAGE, this.directory + " is no Flink distribution: it has no conf");
        }
        if (!this.directory.toString().matches("[^\\s#'\"=]+")) {
            throw new CliFailure(
                    ExitCode.USAGE,
                    "'"
                            + this.directory
                            + "' has a character in it that a JVM option in Flink's configuration cannot"
                            + " hold");
        }
    }

    /** Returns the configuration file that Flink's scripts read. */
    public Path configuration() {
        Path yaml = directory.resolve("conf").resolve(YAML);
        Path old = directory.resolve("conf").resolve(OLD);
        // up to 1.20 the old one wins where both are there; 2.x does not look at it
        if (Files.isRegularFile(old) && (!isSecond() || !Files.isRegularFile(yaml))) {
            return old;
        }
        if (Files.isRegularFile(yaml)) {
            return yaml;
        }
        throw new CliFailure(
                ExitCode.USAGE,
                directory.resolve("conf") + " has neither config.yaml nor flink-conf.yaml");
    }

    private boolean isSecond() {
        try (Stream<Path> jars = Files.list(directory.resolve("lib"))) {
            return jars.anyMatch(
                    jar ->
                            jar.getFileName().toString().matches("flink-dist[_-].*2\\.\\d+.*\\.jar")
                                    && !jar.getFileName().toString().contains("-1."));
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns where the agent's jar goes: not {@code lib}, which is Flink's class path. */
    public Path jar(Path agent) {
        return directory.resolve("opt").resolve(agent.getFileName());
    }

    /** Tells whether a jar is one that was put here. */
    public boolean isOurs(Path jar) {
        return directory.resolve("opt").equals(jar.getParent());
    }

    /** Returns the text of the configuration, byte for byte. */
    public String text() {
        Path file = configuration();
        try {
            return new String(conf.read(name(file)), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    /** Writes the configuration, whose owner and mode stay. */
    public void write(String text) {
        Path file = configuration();
        try {
            conf.write(name(file), text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    /** Copies the agent's jar, readable by all. */
    public void copy(Path agent) {
        try {
            opt.write(name(agent), Files.readAllBytes(agent));
        } catch (IOException e) {
            throw failure(jar(agent), e);
        }
    }

    /** Tells whether the same jar is there. */
    public boolean hasCopy(Path agent) {
        try {
            return opt.has(name(agent))
                    && Arrays.equals(Files.readAllBytes(agent), opt.read(name(agent)));
        } catch (IOException e) {
            return false;
        }
    }

    /** Deletes a jar that was put here. */
    public void delete(Path jar) {
        try {
            opt.delete(name(jar));
        } catch (IOException e) {
            throw failure(jar, e);
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static CliFailure failure(Path file, IOException e) {
        String words = String.valueOf(e.getMessage());
        return new CliFailure(
                ExitCode.FAILED, words.contains(" ") ? words : file + " cannot be changed: " + e);
    }
}
