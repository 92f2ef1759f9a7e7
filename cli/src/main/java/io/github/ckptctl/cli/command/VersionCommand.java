// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import com.google.gson.JsonObject;
import io.github.ckptctl.cli.outcome.ExitCode;
import picocli.CommandLine.Command;

import java.util.List;

/** Command that shows the version of this command. */
@Command(
        name = "version",
        description = "Shows the version of this command.",
        footerHeading = "%nExamples%n",
        footer = "  ckptctl version -o json")
final class VersionCommand extends AbstractCommand {

    @Override
    ExitCode run() {
        JsonObject version = new JsonObject();
        version.addProperty("version", version());
        version.addProperty("java", Runtime.version().toString());
        output().data(version, () -> List.of(lines()));
        return ExitCode.DONE;
    }

    static String[] lines() {
        return new String[] {"ckptctl " + version()};
    }

    static String version() {
        String version = VersionCommand.class.getPackage().getImplementationVersion();
        return version == null ? "(not from its jar)" : version;
    }
}
