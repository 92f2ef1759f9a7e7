// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it;

import java.nio.file.Path;

/** The built agent, as an operator would add it. */
final class AgentJar {

    private AgentJar() {}

    static Path path() {
        return Path.of(System.getProperty("ckptctl.agent.jar")).toAbsolutePath().normalize();
    }
}
