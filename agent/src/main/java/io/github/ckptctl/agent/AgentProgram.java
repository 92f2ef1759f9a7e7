// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import io.github.ckptctl.agent.attach.AttachMain;
import io.github.ckptctl.agent.http.secret.HashMain;

/**
 * Main class of the jar as a program: {@code attach} and {@code detach} for a running JobManager,
 * {@code hash-password} and {@code hash-token} for the users file.
 */
public final class AgentProgram {

    private AgentProgram() {}

    /** Runs a command and ends the JVM; called by {@code ProgramEntry}. */
    public static void main(String[] arguments) {
        if (arguments.length > 0 && arguments[0].startsWith("hash-")) {
            HashMain.main(arguments);
        } else {
            AttachMain.main(arguments);
        }
    }
}
