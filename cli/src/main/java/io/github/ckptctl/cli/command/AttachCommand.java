// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import com.google.gson.JsonObject;
import io.github.ckptctl.cli.outcome.CliException;
import io.github.ckptctl.cli.outcome.ExitCode;
import io.github.ckptctl.cli.remote.Connection;
import io.github.ckptctl.cli.remote.LocalJvm;
import io.github.ckptctl.cli.remote.Names;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Command that loads the agent into a running JVM. */
@Command(
        name = "attach",
        description = {
            "Puts the agent into a JobManager that runs; no job is restarted.",
            "On its machine (in its container), as the user that Flink runs as, with a JDK. It is not"
                    + " there any more after a restart of the JobManager; 'ckptctl install' is for that."
        },
        footerHeading = "%nExamples%n",
        footer = {"  ckptctl attach", "  ckptctl attach 4711 --options jolokia.port=8779"})
final class AttachCommand extends AbstractCommand {

    private static final Pattern TARGET = Pattern.compile("^JVM (\\d+):");

    /** Options for other JVMs, mainly Flink's; the launcher ignores them too. */
    private static final Set<String> FOREIGN_OPTIONS =
            Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "PID",
            description = "The JobManager's process; without, the only one here.")
    private @Nullable String pid;

    @Option(
            names = "--options",
            paramLabel = "KEY=VALUE,...",
            description = "The agent's options, as with -javaagent.")
    private String options = "";

    @Option(
            names = "--other-user",
            description =
                    "Also if it runs as another user, who is then trusted with the rights of this one.")
    private boolean isOtherUserTrusted;

    @Mixin private AgentJar agent = new AgentJar();

    @Override
    ExitCode run() {
        LocalJvm.requireAttach("start the JobManager with -javaagent:" + agent.file().path());
        List<String> command = new ArrayList<>();
        command.add(Paths.get(System.getProperty("java.home", ""), "bin", "java").toString());
        // its output is shown here, whatever the locale
        command.addAll(List.of("-Dstdout.encoding=UTF-8", "-Dsun.stdout.encoding=UTF-8"));
        command.addAll(List.of("-jar", agent.file().path().toString(), "attach"));
        if (isOtherUserTrusted) {
            command.add("--other-user");
        }
        if (pid != null) {
            command.add(pid);
        }
        if (!options.isEmpty()) {
            command.add(options);
        }
        String target = run(command);
        if (!output().isTable()) {
            try (Connection connection = LocalJvm.connect(target, isOtherUserTrusted)) {
                JsonObject answer = connection.read(Names.AGENT, List.of());
                answer.addProperty("Pid", Long.parseLong(target));
                output().data(answer, List::of);
            }
        }
        return ExitCode.DONE;
    }

    /** Runs the agent's own program, and returns the process that it names. */
    private String run(List<String> command) {
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().keySet().removeAll(FOREIGN_OPTIONS);
            Process process = builder.start();
            String target = pid == null ? "" : pid;
            try (BufferedReader lines =
                    new BufferedReader(
                            new InputStreamReader(
                                    process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    Matcher named = TARGET.matcher(line);
                    target = named.find() ? named.group(1) : target;
                    show(line);
                }
            }
            int code = process.waitFor();
            if (code != 0) {
                throw new CliException(
                        code == ExitCode.USAGE.number() ? ExitCode.USAGE : ExitCode.FAILED,
                        "The agent was not attached.");
            }
            return target;
        } catch (IOException e) {
            throw new CliException(ExitCode.FAILED, "Java cannot be run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException(ExitCode.FAILED, "interrupted");
        }
    }

    private void show(String line) {
        if (output().isTable()) {
            output().lines(List.of(line));
        } else {
            output().say(line);
        }
    }
}
