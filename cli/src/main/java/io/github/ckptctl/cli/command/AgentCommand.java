// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import io.github.ckptctl.cli.outcome.ExitCode;
import io.github.ckptctl.cli.remote.Agents;
import picocli.CommandLine.ArgGroup;

/** Base class of commands that connect to an agent. */
abstract class AgentCommand extends AbstractCommand {

    @ArgGroup(validate = false, order = 90, heading = "%nReaching the agent%n")
    private AgentOptions options = new AgentOptions();

    @Override
    final ExitCode run() {
        options.inClear()
                .forEach(url -> output().warn("the secret crosses the net in clear to " + url));
        try (Agents agents = options.connect()) {
            return run(agents);
        }
    }

    abstract ExitCode run(Agents agents);
}
