// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.support;

import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The agent's jar, run as a program, as an operator runs it. */
public record AgentProgram(int exitCode, String output) {

    /** Runs it to its end; its output is what it writes to either stream. */
    public static AgentProgram run(Object... arguments) {
        return of(AgentJar.path(), arguments);
    }

    /** Runs another jar of the agent. */
    public static AgentProgram of(Path jar, Object... arguments) {
        return of(jar, Redirect.PIPE, arguments);
    }

    /** Runs it with a file as its standard input. */
    public static AgentProgram reading(Path input, Object... arguments) {
        return of(AgentJar.path(), Redirect.from(input.toFile()), arguments);
    }

    private static AgentProgram of(Path jar, Redirect input, Object... arguments) {
        // as the launcher does: a short-lived process needs no second compiler
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Program.java(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-jar",
                                jar.toString()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Program ended = Program.run(command, Map.of(), input);
        return new AgentProgram(ended.exitCode(), ended.output());
    }
}
