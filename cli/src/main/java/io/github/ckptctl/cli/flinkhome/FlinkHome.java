// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.flinkhome;

import io.github.ckptctl.attach.AgentJarFile;
import io.github.ckptctl.cli.outcome.CliException;
import io.github.ckptctl.cli.outcome.ExitCode;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Flink distribution: its configuration file, and the location of the agent's jar. Not thread-safe.
 */
public final class FlinkHome {

    private static final String YAML = "config.yaml";
    private static final String OLD = "flink-conf.yaml";
    private static final String CONF_DIR = "FLINK_CONF_DIR";

    /** Name of a copy, whatever the name of the original; a shell needs no quotes for it. */
    private static final String JAR = "ckptctl-agent-%s.jar";

    private final Path directory;
    private final Path configurations;
    private final HomeDirectory conf;
    private final HomeDirectory opt;
    private Charset charset = StandardCharsets.UTF_8;

    private FlinkHome(Path directory, Path configurations) {
        this.directory = directory;
        this.configurations = configurations;
        Path above = configurations.getParent();
        this.conf =
                HomeDirectory.of(
                        above == null ? configurations : above,
                        String.valueOf(configurations.getFileName()));
        this.opt = HomeDirectory.of(directory, "opt");
    }

    /**
     * Opens a distribution.
     *
     * @param confDir the directory with its configuration, null for the one that its scripts read:
     *     {@code FLINK_CONF_DIR} if it is set here, otherwise its own
     * @throws CliException if it is not a distribution, or if an option could not name a file in it
     */
    public static FlinkHome of(Path home, @Nullable Path confDir) {
        Path directory = home.toAbsolutePath().normalize();
        String variable = System.getenv(CONF_DIR);
        Path configurations =
                confDir != null
                        ? confDir.toAbsolutePath().normalize()
                        : variable != null && !variable.isBlank()
                                ? Path.of(variable).toAbsolutePath().normalize()
                                : directory.resolve("conf");
        if (!Files.isDirectory(configurations)) {
            throw new CliException(
                    ExitCode.USAGE,
                    configurations.startsWith(directory)
                            ? directory + " is no Flink distribution: it has no conf"
                            : configurations + " is no directory with Flink's configuration");
        }
        if (!directory.toString().matches("[^\\s#'\"=]+")) {
            throw new CliException(
                    ExitCode.USAGE,
                    "'"
                            + directory
                            + "' has a character in it that a JVM option in Flink's configuration cannot"
                            + " hold");
        }
        return new FlinkHome(directory, configurations);
    }

    /** Returns the directory of the distribution. */
    public Path directory() {
        return directory;
    }

    /** Returns whether a directory is that of its configuration. */
    public boolean readsFrom(Path confDir) {
        try {
            return Files.isSameFile(confDir, configurations);
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns the configuration file that Flink's scripts read. */
    public Path configuration() {
        Path yaml = configurations.resolve(YAML);
        Path old = configurations.resolve(OLD);
        // up to 1.20 the old file takes precedence if both exist; 2.x ignores it
        if (Files.isRegularFile(old) && (!isSecond() || !Files.isRegularFile(yaml))) {
            return old;
        }
        if (Files.isRegularFile(yaml)) {
            return yaml;
        }
        throw new CliException(
                ExitCode.USAGE, configurations + " has neither config.yaml nor flink-conf.yaml");
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

    /** Returns the location of the agent's jar: not {@code lib}, which is Flink's class path. */
    public Path jar(AgentJarFile agent) {
        return directory.resolve("opt").resolve(String.format(Locale.ROOT, JAR, agent.version()));
    }

    /** Returns whether a jar is one that was installed here. */
    public boolean isOurs(Path jar) {
        return directory.resolve("opt").equals(jar.getParent());
    }

    /**
     * Returns whether a jar that an option names is the agent's, by its content; if an upgrade has
     * deleted it, whether it was installed here.
     */
    public boolean isAgent(String path) {
        Path jar = file(path).orElse(null);
        if (jar == null) {
            return false;
        }
        return Files.exists(jar)
                ? AgentJarFile.at(jar).isPresent()
                : isOurs(jar) && name(jar).matches(String.format(Locale.ROOT, JAR, ".+"));
    }

    /** Returns whether a jar that an option names is missing; a JVM does not start without it. */
    public boolean isMissing(String path) {
        return file(path).filter(Files::notExists).isPresent();
    }

    /** Returns the file of a path in {@link #text}; empty if this locale cannot represent it. */
    private static Optional<Path> file(String path) {
        try {
            byte[] bytes = path.getBytes(StandardCharsets.ISO_8859_1);
            return Optional.of(Path.of(new String(bytes, StandardCharsets.UTF_8)));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** Returns the text of the configuration, byte for byte. */
    public String text() {
        Path file = configuration();
        try {
            return decoded(conf.read(name(file)));
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    private String decoded(byte[] bytes) {
        try {
            charset = StandardCharsets.UTF_8;
            return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            // whatever the charset, each of its bytes is a character of this one
            charset = StandardCharsets.ISO_8859_1;
            return new String(bytes, charset);
        }
    }

    /**
     * Writes the configuration, in the charset it was read in; its owner and mode do not change.
     *
     * @throws CliException if that charset does not contain a character of the text
     */
    public void write(String text) {
        Path file = configuration();
        if (!charset.newEncoder().canEncode(text)) {
            throw new CliException(
                    ExitCode.FAILED,
                    file
                            + " is not UTF-8, and cannot hold the path of the jar; convert it with"
                            + " iconv, or have Flink in a directory whose path is ASCII. Nothing done.");
        }
        try {
            conf.write(name(file), text.getBytes(charset));
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    /** Copies the agent's jar, readable by all. */
    public void copy(AgentJarFile agent) {
        try {
            opt.write(name(jar(agent)), Files.readAllBytes(agent.path()));
        } catch (IOException e) {
            throw failure(jar(agent), e);
        }
    }

    /** Returns whether the same jar is installed. */
    public boolean hasCopy(AgentJarFile agent) {
        String name = name(jar(agent));
        try {
            return opt.has(name) && Arrays.equals(Files.readAllBytes(agent.path()), opt.read(name));
        } catch (IOException e) {
            return false;
        }
    }

    /** Deletes a jar that was installed here. */
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

    private static CliException failure(Path file, IOException e) {
        String words = String.valueOf(e.getMessage());
        return new CliException(
                ExitCode.FAILED, words.contains(" ") ? words : file + " cannot be changed: " + e);
    }
}
