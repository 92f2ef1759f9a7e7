// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli;

import io.github.ckptctl.cli.command.Ckptctl;

/** Entry point of the command. */
public final class Main {

    private Main() {}

    /** Runs a command and exits the JVM with its exit code. */
    public static void main(String[] arguments) {
        System.exit(Ckptctl.run(arguments));
    }
}
