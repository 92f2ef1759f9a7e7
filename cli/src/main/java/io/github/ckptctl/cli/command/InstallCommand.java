// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import com.google.gson.JsonObject;
import io.github.ckptctl.attach.AgentJarFile;
import io.github.ckptctl.cli.flinkhome.ConfigurationText;
import io.github.ckptctl.cli.flinkhome.Difference;
import io.github.ckptctl.cli.flinkhome.FlinkHome;
import io.github.ckptctl.cli.outcome.CliException;
import io.github.ckptctl.cli.outcome.ExitCode;
import io.github.ckptctl.cli.remote.LocalJvm;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Command that installs the agent in a Flink distribution. */
@Command(
        name = "install",
        description = {
            "Puts the agent into a Flink distribution.",
            "Copies the jar to opt/ and extends env.java.opts.jobmanager in config.yaml or"
                    + " flink-conf.yaml of its configuration, for the next start of the JobManager.",
            "Shows the difference and asks first. Done twice it changes nothing; 'ckptctl uninstall' gives"
                    + " the file back as it was."
        },
        footerHeading = "%nExamples%n",
        footer = {
            "  ckptctl install --flink-home /opt/flink",
            "  ckptctl install --flink-home /opt/flink --options jolokia.port=8779 --yes"
        })
final class InstallCommand extends AbstractCommand {

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

    @Option(names = "--options", paramLabel = "KEY=VALUE,...", description = "The agent's options.")
    private String options = "";

    @Mixin private AgentJar agent = new AgentJar();
    @Mixin private Confirmation confirmation = new Confirmation();

    @Override
    ExitCode run() {
        if (!options.matches("[A-Za-z0-9._:/=,@%+-]*")) {
            throw new CliException(
                    ExitCode.USAGE,
                    "'"
                            + options
                            + "' has a character in it that Flink's scripts give to a shell, or that"
                            + " its configuration cannot hold; of others than letters and digits"
                            + " . _ : / = , @ % + - can stand there. Write such an option into a file"
                            + " and name it: --options config=FILE. A list can be given key by key");
        }
        FlinkHome flink = FlinkHome.of(home, confDir);
        AgentJarFile jar = agent.file();
        String option = "-javaagent:" + flink.jar(jar) + (options.isEmpty() ? "" : "=" + options);
        String before = flink.text();
        ConfigurationText configuration = new ConfigurationText(before, flink::isAgent);
        String after = configuration.with(option);
        boolean isThere = after.equals(before) && flink.hasCopy(jar);
        warnOfMissingJars(configuration, flink);
        warnOfOtherConfigurations(flink);
        if (!isThere) {
            output().say("copies " + jar.path() + " to " + flink.jar(jar));
            output().say("changes " + flink.configuration());
            Difference.lines(before, after).forEach(output()::say);
            confirmation.require(output(), "Install it?");
            flink.copy(jar);
            flink.write(after);
        }
        warnOfTheShell();
        output().data(answer(flink, jar, !isThere), () -> List.of(line(flink, isThere)));
        return ExitCode.DONE;
    }

    private static JsonObject answer(FlinkHome flink, AgentJarFile jar, boolean isChanged) {
        JsonObject answer = new JsonObject();
        answer.addProperty("changed", isChanged);
        answer.addProperty("configuration", flink.configuration().toString());
        answer.addProperty("jar", flink.jar(jar).toString());
        return answer;
    }

    private static String line(FlinkHome flink, boolean isThere) {
        return isThere
                ? "it is installed already, in " + flink.configuration() + "; nothing was done"
                : "installed in "
                        + flink.configuration()
                        + "; it is at work from the next start of the JobManager on";
    }

    private void warnOfMissingJars(ConfigurationText configuration, FlinkHome flink) {
        configuration.jars().stream()
                .filter(path -> flink.isMissing(path) && !flink.isAgent(path))
                .forEach(
                        path ->
                                output().warn(
                                                flink.configuration()
                                                        + " names "
                                                        + path
                                                        + ", which is not there: a JVM with that"
                                                        + " option does not start"));
    }

    /** Warns of other configurations: a service may have another environment than this shell. */
    private void warnOfOtherConfigurations(FlinkHome flink) {
        List<LocalJvm> jvms;
        try {
            jvms = LocalJvm.all();
        } catch (CliException e) {
            return;
        }
        for (LocalJvm jvm : jvms) {
            Optional<Path> read = jvm.flinkConfiguration();
            if (jvm.isJobManager()
                    && jvm.isOf(flink.directory())
                    && read.isPresent()
                    && !flink.readsFrom(read.get())) {
                output().warn(
                                "JobManager "
                                        + jvm.pid()
                                        + " of this distribution reads its configuration in "
                                        + read.get()
                                        + ": name that with --conf-dir, if its next start shall have"
                                        + " the agent");
            }
        }
    }

    private void warnOfTheShell() {
        if (System.getenv("FLINK_ENV_JAVA_OPTS_JM") != null) {
            output().warn(
                            "FLINK_ENV_JAVA_OPTS_JM is set: where Flink is started like that, its scripts"
                                    + " do not read env.java.opts.jobmanager");
        }
    }
}
