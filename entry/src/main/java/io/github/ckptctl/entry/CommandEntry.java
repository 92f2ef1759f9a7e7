// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.entry;

import java.lang.reflect.InvocationTargetException;

/** Where a JVM enters the command's jar. */
public final class CommandEntry {

    private static final String COMMAND = "io.github.ckptctl.cli.Main";

    /** The exit code for what cannot be done as it was asked for. */
    private static final int USAGE = 2;

    /** What monitoring takes for a check that could not look. */
    private static final int UNKNOWN = 3;

    private CommandEntry() {}

    /** Runs the command. */
    public static void main(String[] arguments) throws Throwable {
        String fault = JavaVersion.fault();
        if (!fault.isEmpty()) {
            System.exit(refuse(arguments, fault));
        }
        try {
            Class.forName(COMMAND)
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private static int refuse(String[] arguments, String fault) {
        if (arguments.length > 0 && arguments[0].equals("check")) {
            System.out.println("UNKNOWN: ckptctl cannot look: " + fault);
            return UNKNOWN;
        }
        System.err.println("ckptctl: " + fault);
        return USAGE;
    }
}
