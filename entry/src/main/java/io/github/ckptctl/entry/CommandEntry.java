// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.entry;

import java.lang.reflect.InvocationTargetException;

/** Entry point of the command's jar. */
public final class CommandEntry {

    private static final String COMMAND = "io.github.ckptctl.cli.Main";

    /** Exit code of a request that cannot be executed. */
    private static final int USAGE = 2;

    /** Status that monitoring expects from a check that could not be executed. */
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

    /** Exits the JVM as monitoring expects from a check that could not be executed. */
    private static void sayUnknown(String why) {
        System.out.println("CHECKPOINTS UNKNOWN - ckptctl cannot look: " + why);
        System.exit(UNKNOWN);
    }
}
