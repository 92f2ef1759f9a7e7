// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.verb;

import io.github.ckptctl.cli.outcome.CliFailure;
import io.github.ckptctl.cli.outcome.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

import java.util.Objects;

/** The command with all its verbs. */
@Command(
        name = "ckptctl",
        description = "Changes the checkpointing of running Flink jobs.",
        synopsisSubcommandLabel = "VERB",
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

    private static final String[] VERBS = {
        "jobs",
        "get",
        "set",
        "reset",
        "suspend",
        "resume",
        "quiesce",
        "reschedule",
        "extend",
        "abort",
        "trigger",
        "unaligned",
        "stop",
        "history",
        "watch",
        "describe",
        "diagnose",
        "rescue",
        "check",
        "doctor",
        "attach",
        "stand-down",
        "install",
        "uninstall",
        "completion",
        "version",
    };

    private Ckptctl() {}

    /**
     * Returns the command line for some arguments, ready to be executed. Where they begin with a
     * verb it knows that one only: the others' options take time to read.
     */
    public static CommandLine commandLine(String... arguments) {
        CommandLine line = new CommandLine(new Ckptctl());
        String first = arguments.length == 0 ? "" : arguments[0];
        Class<?> only = first.equals("completion") ? null : verb(first);
        if (only != null) {
            line.addSubcommand(only);
        } else {
            for (String name : VERBS) {
                line.addSubcommand(Objects.requireNonNull(verb(name), name));
            }
        }
        line.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(VersionVerb::lines);
        line.getSubcommands().values().stream().distinct().forEach(Ckptctl::complete);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setAbbreviatedOptionsAllowed(true);
        line.setUsageHelpAutoWidth(true);
        line.setUsageHelpLongOptionsMaxWidth(30);
        line.setColorScheme(
                CommandLine.Help.defaultColorScheme(Terminal.colours() ? Ansi.ON : Ansi.OFF));
        line.setParameterExceptionHandler((failure, all) -> misunderstood(failure));
        line.setExecutionExceptionHandler((failure, command, result) -> failed(failure, command));
        return line;
    }

    private static @Nullable Class<?> verb(String name) {
        switch (name) {
            case "jobs":
            case "list":
                return JobsVerb.class;
            case "get":
                return GetVerb.class;
            case "set":
                return SetVerb.class;
            case "reset":
                return ResetVerb.class;
            case "suspend":
                return SuspendVerb.class;
            case "resume":
                return ResumeVerb.class;
            case "quiesce":
                return QuiesceVerb.class;
            case "reschedule":
                return RescheduleVerb.class;
            case "extend":
                return ExtendVerb.class;
            case "abort":
                return AbortVerb.class;
            case "trigger":
                return TriggerVerb.class;
            case "unaligned":
                return UnalignedVerb.class;
            case "stop":
                return StopVerb.class;
            case "history":
                return HistoryVerb.class;
            case "watch":
                return WatchVerb.class;
            case "describe":
                return DescribeVerb.class;
            case "diagnose":
                return DiagnoseVerb.class;
            case "rescue":
                return RescueVerb.class;
            case "check":
                return CheckVerb.class;
            case "doctor":
                return DoctorVerb.class;
            case "attach":
                return AttachVerb.class;
            case "stand-down":
                return StandDownVerb.class;
            case "install":
                return InstallVerb.class;
            case "uninstall":
                return UninstallVerb.class;
            case "completion":
                return CompletionVerb.class;
            case "version":
                return VersionVerb.class;
            default:
                return null;
        }
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
