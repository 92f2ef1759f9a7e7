// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import io.github.ckptctl.cli.outcome.CliException;
import io.github.ckptctl.cli.outcome.ExitCode;
import io.github.ckptctl.cli.show.Format;
import io.github.ckptctl.cli.show.Output;
import picocli.CommandLine.Option;

import java.util.concurrent.Callable;

/** Base class of all commands. */
abstract class AbstractCommand implements Callable<Integer> {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "What the data looks like: ${COMPLETION-CANDIDATES}. Default: table.")
    private Format format = Format.TABLE;

    private Output output = Output.ofProcess(Format.TABLE, false);

    @Override
    public final Integer call() {
        output = Output.ofProcess(format, Terminal.colours());
        try {
            return number();
        } catch (NoClassDefFoundError e) {
            throw new CliException(
                    ExitCode.FAILED,
                    "this Java runtime ("
                            + System.getProperty("java.home", "")
                            + ") or the jar of the command is not whole: there is no class "
                            + e.getMessage()
                            + "; run the command on a JDK");
        }
    }

    /** Executes the command, and returns the exit code of the process. */
    int number() {
        return run().number();
    }

    /** Executes the command. */
    abstract ExitCode run();

    final Output output() {
        return output;
    }
}
