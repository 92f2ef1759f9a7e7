// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.verb;

import io.github.ckptctl.cli.outcome.CliFailure;
import io.github.ckptctl.cli.outcome.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/** The command with all its verbs. */
@Command(
        name = "ckptctl",
        description = "Changes the checkpointing of running Flink jobs.",
        synopsisSubcommandLabel = "VERB",
        subcommands = {
            JobsVerb.class,
            GetVerb.class,
            SetVerb.class,
            ResetVerb.class,
            SuspendVerb.class,
            ResumeVerb.class,
            QuiesceVerb.class,
            RescheduleVerb.class,
            ExtendVerb.class,
            AbortVerb.class,
            TriggerVerb.class,
            StopVerb.class,
            HistoryVerb.class,
            WatchVerb.class,
            DescribeVerb.class,
            DiagnoseVerb.class,
            RescueVerb.class,
            CheckVerb.class,
            DoctorVerb.class,
            AttachVerb.class,
            StandDownVerb.class,
            InstallVerb.class,
            UninstallVerb.class,
            CompletionVerb.class,
            VersionVerb.class
        },
        footerHeading = "%nExamples%n",
        footer = {
            "  ckptctl jobs",
            "  ckptctl set orders timeout=20m --in-flight --reason 'slow storage'",
            "  ckptctl rescue orders",
            "  ckptctl watch",
            "",
            "'ckptctl VERB --help' tells more of each. JOB is a job's id, the beginning of it, or its"
                    + " exact name."
        })
public final class Ckptctl implements Runnable {

    private Ckptctl() {}

    /** Returns the command line, ready to be executed. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Ckptctl());
        line.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(VersionVerb::lines);
        line.getSubcommands().values().stream().distinct().forEach(Ckptctl::complete);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setAbbreviatedOptionsAllowed(true);
        line.setUsageHelpAutoWidth(true);
        line.setUsageHelpLongOptionsMaxWidth(30);
        line.setColorScheme(
                CommandLine.Help.defaultColorScheme(Terminal.colours() ? Ansi.ON : Ansi.OFF));
        line.setParameterExceptionHandler((failure, arguments) -> misunderstood(failure));
        line.setExecutionExceptionHandler((failure, command, result) -> failed(failure, command));
        return line;
    }

    private static void complete(CommandLine verb) {
        verb.getCommandSpec()
                .addOption(
                        CommandLine.Model.OptionSpec.builder("-h", "--help")
                                .usageHelp(true)
                                .description("Shows this.")
                                .build());
        if (verb.getCommandSpec().usageMessage().exitCodeList().isEmpty()) {
            verb.getCommandSpec()
                    .usageMessage()
                    .exitCodeListHeading("%nExit codes%n")
                    .exitCodeList(ExitCodes.LIST);
        }
    }

    private static int misunderstood(ParameterException failure) {
        CommandLine command = failure.getCommandLine();
        command.getErr().println(failure.getMessage());
        command.getErr().println("See: " + command.getCommandSpec().qualifiedName() + " --help");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static int failed(Exception failure, CommandLine command) throws Exception {
        if (failure instanceof CliFailure) {
            command.getErr().println(((CliFailure) failure).words());
            return ((CliFailure) failure).exitCode().number();
        }
        throw failure;
    }

    @Override
    public void run() {
        throw new CliFailure(ExitCode.USAGE, "which verb? See: ckptctl --help");
    }
}
