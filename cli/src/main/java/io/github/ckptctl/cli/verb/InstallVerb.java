// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.verb;

import com.google.gson.JsonObject;
import io.github.ckptctl.cli.flinkhome.ConfigurationText;
import io.github.ckptctl.cli.flinkhome.Difference;
import io.github.ckptctl.cli.flinkhome.FlinkHome;
import io.github.ckptctl.cli.outcome.CliFailure;
import io.github.ckptctl.cli.outcome.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.List;

/** Puts the agent into a Flink distribution. */
@Command(
        name = "install",
        description = {
            "Puts the agent into a Flink distribution.",
            "Copies the jar to opt/ and extends env.java.opts.jobmanager in conf/config.yaml or"
                    + " conf/flink-conf.yaml, for the next start of the JobManager.",
            "Shows the difference and asks first. Done twice it changes nothing; 'ckptctl uninstall' gives"
                    + " the file back as it was."
        },
        footerHeading = "%nExamples%n",
        footer = {
            "  ckptctl install --flink-home /opt/flink",
            "  ckptctl install --flink-home /opt/flink --options jolokia.port=8779 --yes"
        })
final class InstallVerb extends Verb {

    @Option(
            names = "--flink-home",
            required = true,
            paramLabel = "DIR",
            description = "The Flink distribution.")
    private Path home = Path.of("");

    @Option(names = "--options", paramLabel = "KEY=VALUE,...", description = "The agent's options.")
    private String options = "";

    @Mixin private AgentJar agent = new AgentJar();
    @Mixin private Confirmation confirmation = new Confirmation();

    @Override
    ExitCode run() {
        if (!options.matches("[A-Za-z0-9._:/=,@%+-]*")) {
            throw new CliFailure(
                    ExitCode.USAGE,
                    "'"
                            + options
                            + "' has a character in it that Flink's scripts give to a shell, or that"
                            + " its configuration cannot hold; of others than letters and digits"
                            + " . _ : / = , @ % + - can stand there. Write such an option into a file"
                            + " and name it: --options config=FILE. A list can be given key by key");
        }
        FlinkHome flink = new FlinkHome(home);
        Path jar = agent.path();
        if (!jar.getFileName().toString().contains("ckptctl-agent")) {
            throw new CliFailure(
                    ExitCode.USAGE, jar + " is not the agent: its name has no ckptctl-agent in it");
        }
        String option = "-javaagent:" + flink.jar(jar) + (options.isEmpty() ? "" : "=" + options);
        String before = flink.text();
        String after = new ConfigurationText(before).with(option);
        boolean isThere = after.equals(before) && flink.hasCopy(jar);
        if (!isThere) {
            output().say("copies " + jar + " to " + flink.jar(jar));
            output().say("changes " + flink.configuration());
            Difference.lines(before, after).forEach(output()::say);
            confirmation.require(output(), "Install it?");
            flink.copy(jar);
            flink.write(after);
        }
        warnOfTheShell();
        output().data(answer(flink, jar, !isThere), () -> List.of(line(isThere)));
        return ExitCode.DONE;
    }

    private static JsonObject answer(FlinkHome flink, Path jar, boolean isChanged) {
        JsonObject answer = new JsonObject();
        answer.addProperty("changed", isChanged);
        answer.addProperty("configuration", flink.configuration().toString());
        answer.addProperty("jar", flink.jar(jar).toString());
        return answer;
    }

    private static String line(boolean isThere) {
        return isThere
                ? "it is installed already; nothing was done"
                : "installed; it is at work from the next start of the JobManager on";
    }

    private void warnOfTheShell() {
        if (System.getenv("FLINK_ENV_JAVA_OPTS_JM") != null) {
            output().warn(
                            "FLINK_ENV_JAVA_OPTS_JM is set: where Flink is started like that, its scripts"
                                    + " do not read env.java.opts.jobmanager");
        }
    }
}
