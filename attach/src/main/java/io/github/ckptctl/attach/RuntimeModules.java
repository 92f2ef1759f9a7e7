// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.attach;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Modules of the JDK, some of which the Java runtime of this process may lack. To be asked before a
 * class is touched that needs one: whether such a class can still say so is left to the JVM.
 */
public final class RuntimeModules {

    /** What other JVMs of this machine are listed and attached to with. */
    public static final String ATTACH = "jdk.attach";

    /** What the beans of another JVM are reached with. */
    public static final String REMOTE_JMX = "java.management.rmi";

    private RuntimeModules() {}

    /** Returns which of some modules are missing as a clause, empty if none is. */
    public static String fault(String... needed) {
        String missing =
                Arrays.stream(needed)
                        .filter(name -> ModuleLayer.boot().findModule(name).isEmpty())
                        .collect(Collectors.joining(", "));
        return missing.isEmpty()
                ? ""
                : "this Java runtime ("
                        + System.getProperty("java.home", "")
                        + ") has no "
                        + missing;
    }
}
