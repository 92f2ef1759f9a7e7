// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.ckptctl.cli.outcome.ExitCode;
import io.github.ckptctl.cli.show.Table;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;

import java.util.ArrayList;
import java.util.List;

/** Command that explains why no agent or job is found. */
@Command(
        name = "doctor",
        description = {
            "Looks for what is wrong, and says what to do.",
            "From this command to a job's bean: JVM, option, agent, port, login, jobs.",
            "With --url it looks at that address, with --pid into that JVM, without either at all JVMs of"
                    + " this user on this machine. Exit code 1: something is wrong."
        },
        footerHeading = "%nExamples%n",
        footer = {"  ckptctl doctor", "  ckptctl doctor --url http://jm:8778 --token-file token"})
final class DoctorCommand extends AbstractCommand {

    @ArgGroup(validate = false, order = 90, heading = "%nReaching the agent%n")
    private AgentOptions options = new AgentOptions();

    @Override
    ExitCode run() {
        CheckResults findings = new CheckResults();
        String pid = options.pid();
        if (!options.addresses().isEmpty()) {
            new AddressCheck(findings).examine(options);
        } else {
            new LocalCheck(findings, options.isOtherUserTrusted()).examine(pid == null ? "" : pid);
        }
        JsonArray data = new JsonArray();
        findings.all().forEach(data::add);
        output().data(data, () -> lines(findings.all()));
        return findings.isWell() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private List<String> lines(List<JsonObject> findings) {
        Table table = new Table();
        for (JsonObject finding : findings) {
            boolean isWell = JobsJson.is(finding, "ok");
            String mark = isWell ? output().style().good("ok") : output().style().bad("!!");
            table.row(mark, JobsJson.text(finding, "found"));
            if (!isWell) {
                table.row("", "-> " + JobsJson.text(finding, "remedy"));
            }
        }
        return new ArrayList<>(table.lines());
    }
}
