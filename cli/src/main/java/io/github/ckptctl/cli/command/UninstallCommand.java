// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import com.google.gson.JsonObject;
import io.github.ckptctl.cli.flinkhome.ConfigurationText;
import io.github.ckptctl.cli.flinkhome.Difference;
import io.github.ckptctl.cli.flinkhome.FlinkHome;
import io.github.ckptctl.cli.outcome.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.List;
import java.util.Optional;

/** Command that removes the agent from a Flink distribution. */
@Command(
        name = "uninstall",
        description = {
            "Takes the agent out of a Flink distribution.",
            "The configuration is as it was before 'ckptctl install', and the jar in opt/ goes.",
            "A JobManager that runs keeps the agent until it is restarted; see 'detach'."
        },
        footerHeading = "%nExamples%n",
        footer = "  ckptctl uninstall --flink-home /opt/flink")
final class UninstallCommand extends AbstractCommand {

    @Option(
            names = "--flink-home",
            required = true,
            paramLabel = "DIR",
            description = "The Flink distribution.")
    private Path home = Path.of("");

    @Option(
            names = "--conf-dir",
            paramLabel = "DIR",
            description =
                    "The directory with its configuration. Default: FLINK_CONF_DIR of the environment,"
                            + " as for Flink's scripts, else conf in the distribution.")
    private @Nullable Path confDir;

    @Mixin private Confirmation confirmation = new Confirmation();

    @Override
    ExitCode run() {
        FlinkHome flink = FlinkHome.of(home, confDir);
        String before = flink.text();
        ConfigurationText configuration = new ConfigurationText(before, flink::isAgent);
        Optional<Path> jar = configuration.jar().map(Paths::get).filter(flink::isOurs);
        String after = configuration.without();
        boolean isChanged = !after.equals(before);
        if (isChanged) {
            output().say("changes " + flink.configuration());
            Difference.lines(before, after).forEach(output()::say);
            jar.ifPresent(file -> output().say("deletes " + file));
            confirmation.require(output(), "Uninstall it?");
            flink.write(after);
            jar.ifPresent(flink::delete);
        }
        JsonObject answer = new JsonObject();
        answer.addProperty("changed", isChanged);
        answer.addProperty("configuration", flink.configuration().toString());
        output().data(
                        answer,
                        () ->
                                List.of(
                                        isChanged
                                                ? "uninstalled; the JobManager runs without it from its"
                                                        + " next start on"
                                                : "it is not installed; nothing was done"));
        return ExitCode.DONE;
    }
}
