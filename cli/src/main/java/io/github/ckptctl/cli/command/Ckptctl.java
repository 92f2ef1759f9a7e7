// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import io.github.ckptctl.cli.outcome.CliException;
import io.github.ckptctl.cli.outcome.ExitCode;
import io.github.ckptctl.cli.show.Format;
import io.github.ckptctl.cli.show.Output;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

import java.util.Arrays;
import java.util.Objects;

/** Root command with all its verbs. */
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
            "'ckptctl VERB --help' says more about each. JOB is a job's id, the beginning of it, or its"
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
        "fail-holders",
        "trigger",
        "unaligned",
        "pin",
        "unpin",
        "pinned",
        "stop",
        "history",
        "watch",
        "open",
        "describe",
        "diagnose",
        "rescue",
        "check",
        "doctor",
        "attach",
        "detach",
        "install",
        "uninstall",
        "completion",
        "version",
    };

    private Ckptctl() {}

    /**
     * Returns the command line for the given arguments, ready for execution. If they begin with a
     * verb, only that verb is registered: reading the options of the others takes time.
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
        line.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(VersionCommand::lines);
        line.getSubcommands().values().stream().distinct().forEach(Ckptctl::complete);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setAbbreviatedOptionsAllowed(true);
        // a job's name may begin with @, and is not the name of a file
        line.setExpandAtFiles(false);
        line.setUsageHelpAutoWidth(true);
        line.setUsageHelpLongOptionsMaxWidth(30);
        line.setColorScheme(
                CommandLine.Help.defaultColorScheme(Terminal.colours() ? Ansi.ON : Ansi.OFF));
        line.setParameterExceptionHandler(Ckptctl::misunderstood);
        line.setExecutionExceptionHandler((failure, command, result) -> failed(failure));
        return line;
    }

    /** Runs the command, and returns the exit code of the process. */
    public static int run(String... arguments) {
        CommandLine line = commandLine(arguments);
        CommandLine verb =
                arguments.length == 0
                        ? line
                        : line.getSubcommands().getOrDefault(arguments[0], line);
        return Arguments.fault(arguments)
                .map(fault -> misunderstood(new ParameterException(verb, fault), arguments))
                .orElseGet(() -> line.execute(arguments));
    }

    private static @Nullable Class<?> verb(String name) {
        switch (name) {
            case "jobs":
            case "list":
                return JobsCommand.class;
            case "get":
                return GetCommand.class;
            case "set":
                return SetCommand.class;
            case "reset":
                return ResetCommand.class;
            case "suspend":
                return SuspendCommand.class;
            case "resume":
                return ResumeCommand.class;
            case "quiesce":
                return QuiesceCommand.class;
            case "reschedule":
                return RescheduleCommand.class;
            case "extend":
                return ExtendCommand.class;
            case "abort":
                return AbortCommand.class;
            case "fail-holders":
                return FailHoldersCommand.class;
            case "trigger":
                return TriggerCommand.class;
            case "unaligned":
                return UnalignedCommand.class;
            case "pin":
                return PinCommand.class;
            case "unpin":
                return UnpinCommand.class;
            case "pinned":
                return PinnedCommand.class;
            case "stop":
                return StopCommand.class;
            case "history":
                return HistoryCommand.class;
            case "watch":
                return WatchCommand.class;
            case "open":
                return OpenCommand.class;
            case "describe":
                return DescribeCommand.class;
            case "diagnose":
                return DiagnoseCommand.class;
            case "rescue":
                return RescueCommand.class;
            case "check":
                return CheckCommand.class;
            case "doctor":
                return DoctorCommand.class;
            case "attach":
                return AttachCommand.class;
            case "detach":
                return DetachCommand.class;
            case "install":
                return InstallCommand.class;
            case "uninstall":
                return UninstallCommand.class;
            case "completion":
                return CompletionCommand.class;
            case "version":
                return VersionCommand.class;
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

    private static int misunderstood(ParameterException failure, String... arguments) {
        CommandLine command = failure.getCommandLine();
        Output output = Output.ofProcess(Format.TABLE, false);
        // all that picocli reports for an empty argument, from its search for abbreviated options
        boolean isEmptyWord = failure.getCause() instanceof IndexOutOfBoundsException;
        output.say(
                isEmptyWord
                        ? "an argument is empty; is a variable of the shell not set?"
                        : String.valueOf(failure.getMessage()));
        if (Arrays.stream(arguments).anyMatch(each -> isStrange(each, command))) {
            output.say("A job whose name begins with a dash stands behind --, or give its id.");
        }
        output.say("See: " + command.getCommandSpec().qualifiedName() + " --help");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** Returns whether an argument looks like an option, but is none. */
    private static boolean isStrange(String argument, CommandLine command) {
        String name = argument.replaceFirst("=.*", "");
        return name.matches("-.*[^-].*")
                && !command.getCommandSpec().optionsMap().containsKey(name);
    }

    private static int failed(Exception failure) throws Exception {
        if (failure instanceof CliException) {
            Output output = Output.ofProcess(Format.TABLE, false);
            ((CliException) failure).lines().forEach(output::say);
            return ((CliException) failure).exitCode().number();
        }
        throw failure;
    }

    @Override
    public void run() {
        throw new CliException(ExitCode.USAGE, "which verb? See: ckptctl --help");
    }
}
