// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.entry;

import java.lang.reflect.InvocationTargetException;

/**
 * Where a JVM enters the agent's jar with {@code -jar}. Apart from {@link AgentEntry}, whose
 * methods name a class of {@code java.instrument}: a Java runtime without that module runs this all
 * the same.
 */
public final class ProgramEntry {

    private static final String PROGRAM = "io.github.ckptctl.agent.AgentProgram";

    /** The exit code for what cannot be done as it was asked for. */
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
