// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The launcher, run in a process of its own, as by a shell. */
final class Command {

    /** Directory in which the launcher stores its archive of classes, instead of a user's home. */
    static final Path CACHE = launcher().resolveSibling("cache");

    private final Map<String, String> environment = new HashMap<>();
    private final List<String> launcher = new ArrayList<>();
    private List<String> program = List.of(launcher().toString());
    private boolean isAlone;

    Command with(String variable, String value) {
        Command more = copy();
        more.environment.put(variable, value);
        return more;
    }

    /** Returns the command, run by another command, as another user for instance. */
    Command as(String... launcher) {
        Command other = copy();
        other.launcher.clear();
        other.launcher.addAll(List.of(launcher));
        return other;
    }

    /**
     * Returns the command with only the variables that it was given and a locale in its
     * environment.
     */
    Command alone(String locale) {
        Command alone = with("LANG", locale);
        alone.isAlone = true;
        return alone;
    }

    /** Returns the command as its jar, without the launcher. */
    Command jar(Path java, String... options) {
        Command jar = copy();
        jar.program = new ArrayList<>(List.of(java.resolve("bin/java").toString()));
        jar.program.addAll(List.of(options));
        jar.program.addAll(List.of("-jar", System.getProperty("ckptctl.cli.jar", "")));
        return jar;
    }

    private Command copy() {
        Command copy = new Command();
        copy.environment.putAll(environment);
        copy.launcher.addAll(launcher);
        copy.program = program;
        copy.isAlone = isAlone;
        return copy;
    }

    /** Runs it with arguments in UTF-8, regardless of the locale of this JVM and of the command. */
    Result typed(String... arguments) {
        String words =
                Stream.concat(program.stream(), Stream.of(arguments))
                        .map(word -> "'" + word.replace("'", "'\\''") + "'")
                        .collect(Collectors.joining(" "));
        try {
            Path script = Files.createTempFile("ckptctl", ".sh");
            try {
                Files.writeString(script, "exec " + words + "\n", StandardCharsets.UTF_8);
                return start(List.of("/bin/sh", script.toString()), String.join(" ", arguments));
            } finally {
                Files.delete(script);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static Path launcher() {
        return Path.of(System.getProperty("ckptctl.launcher", ""));
    }

    /** Runs it to its end. */
    Result run(String... arguments) {
        List<String> command = new ArrayList<>(launcher);
        command.addAll(program);
        command.addAll(List.of(arguments));
        return start(command, String.join(" ", arguments));
    }

    /** Runs another command to its end, with a file as its standard input. */
    Result start(List<String> command, Path input) {
        return start(command, input, String.join(" ", command));
    }

    private Result start(List<String> command, String shown) {
        return start(command, Path.of("/dev/null"), shown);
    }

    private Result start(List<String> command, Path input, String shown) {
        try {
            Path out = Files.createTempFile("ckptctl-out", "");
            Path err = Files.createTempFile("ckptctl-err", "");
            try {
                ProcessBuilder builder = new ProcessBuilder(command);
                builder.environment()
                        .keySet()
                        .removeIf(
                                name ->
                                        isAlone && !name.equals("PATH")
                                                || name.startsWith("CKPTCTL_"));
                builder.environment().remove("FLINK_ENV_JAVA_OPTS_JM");
                builder.environment().remove("FLINK_CONF_DIR");
                builder.environment().put("JAVA_HOME", System.getProperty("java.home", ""));
                builder.environment().put("XDG_CACHE_HOME", CACHE.toString());
                builder.environment().putAll(environment);
                builder.redirectInput(ProcessBuilder.Redirect.from(input.toFile()));
                Process process =
                        builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
                if (!process.waitFor(5, TimeUnit.MINUTES)) {
                    process.destroyForcibly();
                    throw new IllegalStateException("no end of " + command);
                }
                return new Result(
                        shown,
                        process.exitValue(),
                        Files.readString(out, StandardCharsets.UTF_8),
                        Files.readString(err, StandardCharsets.UTF_8));
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Result of a command.
     *
     * @param command the command line, for messages
     */
    record Result(String command, int code, String out, String err) {

        JsonElement json() {
            return JsonParser.parseString(out);
        }

        Object yaml() {
            return new Load(LoadSettings.builder().build()).loadFromString(out);
        }
    }
}
