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
            if (isCheck(arguments)) {
                sayUnknown(fault);
            }
            System.err.println("ckptctl: " + fault);
            System.exit(USAGE);
        }
        try {
            Class.forName(COMMAND)
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) arguments);
        } catch (Throwable e) {
            Throwable why = e instanceof InvocationTargetException ? e.getCause() : e;
            if (isCheck(arguments)) {
                sayUnknown(String.valueOf(why));
            }
            throw why == null ? e : why;
        }
    }

    private static boolean isCheck(String[] arguments) {
        return arguments.length > 0 && arguments[0].equals("check");
    }

    /** Ends the JVM as monitoring expects it of a check that could not look. */
    private static void sayUnknown(String why) {
        System.out.println("CHECKPOINTS UNKNOWN - ckptctl cannot look: " + why);
        System.exit(UNKNOWN);
    }
}
