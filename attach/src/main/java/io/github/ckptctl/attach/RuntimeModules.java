// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.attach;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Modules of the JDK, some of which may be absent from the Java runtime of this process. Must be
 * checked before a class that needs one is used: whether such a class can still report a missing
 * module depends on the JVM.
 */
public final class RuntimeModules {

    /** Module that lists other JVMs of this machine and attaches to them. */
    public static final String ATTACH = "jdk.attach";

    /** Module that connects to the beans of another JVM. */
    public static final String REMOTE_JMX = "java.management.rmi";

    private RuntimeModules() {}

    /** Returns a clause that names the missing modules, empty if none is missing. */
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
