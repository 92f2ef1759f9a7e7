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

/** Runs the launcher in a process of its own, as a shell would. */
final class Command {

    /** Where the launcher keeps its archive of classes, instead of in somebody's home. */
    static final Path CACHE = launcher().resolveSibling("cache");

    private final Map<String, String> environment = new HashMap<>();

    private final List<String> launcher = new ArrayList<>();

    Command with(String variable, String value) {
        Command more = as(launcher.toArray(String[]::new));
        more.environment.put(variable, value);
        return more;
    }

    /** Returns one that another command runs, as another user for instance. */
    Command as(String... launcher) {
        Command other = new Command();
        other.environment.putAll(environment);
        other.launcher.addAll(List.of(launcher));
        return other;
    }

    static Path launcher() {
        return Path.of(System.getProperty("ckptctl.launcher", ""));
    }

    /** Runs it to its end. */
    Result run(String... arguments) {
        List<String> command = new ArrayList<>(launcher);
        command.add(launcher().toString());
        command.addAll(List.of(arguments));
        return start(command, Path.of("/dev/null"));
    }

    /** Runs another command to its end, with a file for its standard input. */
    Result start(List<String> command, Path input) {
        try {
            Path out = Files.createTempFile("ckptctl-out", "");
            Path err = Files.createTempFile("ckptctl-err", "");
            try {
                ProcessBuilder builder = new ProcessBuilder(command);
                builder.environment().keySet().removeIf(name -> name.startsWith("CKPTCTL_"));
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
                        String.join(" ", command),
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
     * What came of it.
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
