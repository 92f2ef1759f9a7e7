// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import io.github.ckptctl.cli.outcome.ExitCode;
import io.github.ckptctl.cli.remote.Agents;
import io.github.ckptctl.cli.remote.RemoteJob;
import picocli.CommandLine.Parameters;

/** Base class of commands for one job. */
abstract class JobCommand extends AgentCommand {

    @Parameters(
            index = "0",
            paramLabel = "JOB",
            description = "The job's id, the beginning of it, or its exact name.")
    private String job = "";

    @Override
    final ExitCode run(Agents agents) {
        return run(agents.job(job));
    }

    abstract ExitCode run(RemoteJob job);
}
