// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import io.github.ckptctl.cli.outcome.CliException;
import io.github.ckptctl.cli.outcome.ExitCode;
import io.github.ckptctl.cli.remote.Agents;
import io.github.ckptctl.cli.remote.Connection;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/** Check of addresses, one step after the other: name, port, protocol, login, agent. */
final class AddressCheck {

    private static final int PATIENCE = 5_000;

    private final CheckResults findings;

    AddressCheck(CheckResults findings) {
        this.findings = findings;
    }

    void examine(AgentOptions options) {
        try (Agents agents = options.connect()) {
            agents.connections().forEach(this::examine);
        } catch (CliException e) {
            findings.bad(e.words(), "give it as 'ckptctl doctor --help' says");
        }
    }

    private void examine(Connection connection) {
        if (!isPortOpen(URI.create(connection.name()))) {
            return;
        }
        try {
            String foreign = connection.foreignDoor();
            if (!foreign.isEmpty()) {
                findings.bad(
                        connection.name()
                                + " is "
                                + foreign
                                + ": it knows none of the agent's users and roles",
                        "use the agent's own endpoint, whose address is below; give this one a login"
                                + " or take it away, and set the agent's option jmx.changes=false");
            }
            new AgentCheck(findings).examine(connection);
        } catch (CliException e) {
            findings.bad(e.words(), remedy(e.exitCode()));
        }
    }

    private boolean isPortOpen(URI url) {
        int port = url.getPort() < 0 ? (url.getScheme().equals("https") ? 443 : 80) : url.getPort();
        InetSocketAddress address = new InetSocketAddress(url.getHost(), port);
        if (address.isUnresolved()) {
            findings.bad("there is no host " + url.getHost(), "check the name");
            return false;
        }
        try (Socket socket = new Socket()) {
            socket.connect(address, PATIENCE);
            findings.good("port " + port + " of " + url.getHost() + " is open");
            return true;
        } catch (IOException e) {
            findings.bad(
                    "port " + port + " of " + url.getHost() + " is closed: " + e.getMessage(),
                    "the agent listens on loopback of its own machine, at 8778 unless configured otherwise:"
                            + " use 127.0.0.1 there, or a port-forward; the JobManager's log has the"
                            + " address after 'HTTP at'");
            return false;
        }
    }

    private static String remedy(ExitCode code) {
        switch (code) {
            case REFUSED:
                return "read the token's file again, each start makes a new token; a 403 names the rule"
                        + " that was broken (host, origin or role)";
            case NOT_FOUND:
                return "the agent has detached, or its bean is not there yet: look into the"
                        + " JobManager's log";
            default:
                return "check scheme, port and path; with https, --ca-file names whom to trust";
        }
    }
}
