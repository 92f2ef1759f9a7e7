// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import com.google.gson.JsonObject;
import io.github.ckptctl.cli.remote.RemoteJob;
import picocli.CommandLine.Command;

/** Command that ends a suspension. */
@Command(
        name = "resume",
        customSynopsis = "ckptctl resume (JOB | --name PATTERN | --all) [OPTIONS]",
        description = "Ends a suspension. Harmless where nothing is suspended.",
        footerHeading = "%nExamples%n",
        footer = {"  ckptctl resume orders", "  ckptctl resume --all --yes"})
final class ResumeCommand extends SuspensionCommand {

    @Override
    String deed() {
        return "Resume";
    }

    @Override
    JsonObject act(RemoteJob job) {
        return job.call("resume").getAsJsonObject();
    }
}
