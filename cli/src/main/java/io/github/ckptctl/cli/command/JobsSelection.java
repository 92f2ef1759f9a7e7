// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import io.github.ckptctl.cli.outcome.CliException;
import io.github.ckptctl.cli.outcome.ExitCode;
import io.github.ckptctl.cli.remote.Agents;
import io.github.ckptctl.cli.remote.RemoteJob;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Selection of jobs for a verb that accepts several. */
final class JobsSelection {

    @Option(names = "--all", description = "All jobs, instead of JOB.")
    private boolean all;

    @Option(
            names = "--name",
            paramLabel = "PATTERN",
            description = "All jobs with such a name, instead of JOB; * stands for anything.")
    private @Nullable String pattern;

    boolean isBulk() {
        return all || pattern != null;
    }

    List<RemoteJob> jobs(Agents agents) {
        String wanted = pattern;
        Pattern names =
                wanted == null || all
                        ? Pattern.compile(".*", Pattern.DOTALL)
                        : Pattern.compile(
                                Pattern.quote(wanted).replace("*", "\\E.*\\Q"), Pattern.DOTALL);
        List<RemoteJob> jobs =
                agents.jobs().stream()
                        .filter(job -> names.matcher(job.name()).matches())
                        .collect(Collectors.toList());
        if (jobs.isEmpty()) {
            throw new CliException(
                    ExitCode.NOT_FOUND,
                    wanted == null ? "there are no jobs" : "no job has a name like " + wanted);
        }
        return jobs;
    }
}
