// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import io.github.ckptctl.cli.outcome.CliException;
import io.github.ckptctl.cli.outcome.ExitCode;
import io.github.ckptctl.cli.show.Output;
import picocli.CommandLine.Option;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Confirmation before an action that is not easily undone. */
final class Confirmation {

    @Option(
            names = {"-y", "--yes"},
            description = "Does it without asking; needed where there is no terminal to ask on.")
    private boolean yes;

    /**
     * Asks for confirmation, unless it was given on the command line.
     *
     * @throws CliException if the answer is no, or no one can be asked
     */
    void require(Output output, String question) {
        if (yes) {
            return;
        }
        if (!Terminal.canAsk()) {
            throw new CliException(
                    ExitCode.USAGE,
                    question + " There is no terminal to ask on: give --yes. Nothing done.");
        }
        output.ask(question + " [y/N] ");
        if (!answer().trim().matches("(?i)y|yes")) {
            throw new CliException(ExitCode.FAILED, "Nothing done.");
        }
    }

    private static String answer() {
        try {
            String line =
                    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                            .readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            return "";
        }
    }
}
