// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import com.google.gson.JsonObject;
import io.github.ckptctl.cli.outcome.CliException;
import io.github.ckptctl.cli.outcome.ExitCode;
import io.github.ckptctl.cli.remote.Names;
import io.github.ckptctl.cli.remote.RemoteJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/** Command that opens the web console with a job, and shows the address. */
@Command(
        name = "open",
        description = {
            "Shows the address of a job's page in the web console, and opens it in a browser.",
            "Where there is no screen, as over SSH, only the address is shown."
        },
        footerHeading = "%nExamples%n",
        footer = {"  ckptctl open orders", "  ckptctl open orders --no-browser"})
final class OpenCommand extends JobCommand {

    private static final String CONSOLE = "ConsoleUrl";

    /** The addresses that are passed to another program: what an agent can name, and no more. */
    private static final Pattern ADDRESS =
            Pattern.compile("https?://[A-Za-z0-9.\\-:\\[\\]]+/ckptctl/#/jobs/[0-9a-f]{32}");

    @Option(names = "--no-browser", description = "Shows the address only.")
    private boolean noBrowser;

    @Override
    ExitCode run(RemoteJob job) {
        String console =
                JobsJson.text(job.connection().read(Names.AGENT, List.of(CONSOLE)), CONSOLE);
        if (console.isEmpty()) {
            throw new CliException(
                    ExitCode.REFUSED,
                    "the agent has no web console: an option of it (rest.enabled, rest.console)"
                            + " says so, or its log");
        }
        String address = console + "#/jobs/" + job.id();
        JsonObject data = new JsonObject();
        data.addProperty("url", address);
        output().data(data, () -> List.of(address));
        if (!noBrowser && output().isTable()) {
            open(address);
        }
        return ExitCode.DONE;
    }

    /** Opens a browser if this system has a screen and a program for that. */
    private void open(String address) {
        String program = System.getProperty("os.name", "").startsWith("Mac") ? "open" : "xdg-open";
        boolean hasScreen = program.equals("open") || isSet("DISPLAY") || isSet("WAYLAND_DISPLAY");
        if (!hasScreen || !ADDRESS.matcher(address).matches()) {
            return;
        }
        try {
            new ProcessBuilder(program, address)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            output().say("no browser was opened: " + e.getMessage());
        }
    }

    private static boolean isSet(String variable) {
        String value = System.getenv(variable);
        return value != null && !value.isEmpty();
    }
}
