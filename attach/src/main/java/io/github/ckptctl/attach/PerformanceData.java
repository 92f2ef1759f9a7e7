// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.attach;

import com.sun.tools.attach.VirtualMachine;
import com.sun.tools.attach.VirtualMachineDescriptor;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * JVMs that publish performance data for this user, as listed by the attach API. A JVM without such
 * data, whose user has no name, or that forbids attaching is not included.
 */
final class PerformanceData {

    private PerformanceData() {}

    /**
     * Returns their command lines, class or jar and arguments, by their process ids.
     *
     * @throws NoClassDefFoundError on a Java runtime without the attach API
     */
    static Map<String, String> commands() {
        return VirtualMachine.list().stream()
                .collect(
                        Collectors.toMap(
                                VirtualMachineDescriptor::id,
                                VirtualMachineDescriptor::displayName,
                                (one, other) -> one));
    }

    /** Returns the command line of a JVM, empty if it is not visible. */
    static String commandOf(String pid) {
        try {
            return commands().getOrDefault(pid, "");
        } catch (NoClassDefFoundError | InternalError e) {
            return "";
        }
    }
}
