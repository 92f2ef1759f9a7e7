// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.entry;

import java.lang.reflect.InvocationTargetException;

/**
 * Entry point of the agent's jar for {@code -jar}. Separate from {@link AgentEntry}, whose methods
 * refer to a class of {@code java.instrument}: a Java runtime without that module can still run
 * this class.
 */
public final class ProgramEntry {

    private static final String PROGRAM = "io.github.ckptctl.agent.AgentProgram";

    /** Exit code of a request that cannot be executed. */
    private static final int USAGE = 2;

    private ProgramEntry() {}

    /** Runs the jar as a program. */
    public static void main(String[] arguments) throws Throwable {
        String fault = JavaVersion.fault();
        if (!fault.isEmpty()) {
            System.err.println("ckptctl: " + fault);
            System.exit(USAGE);
        }
        try {
            Class.forName(PROGRAM)
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
