// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.attach;

import com.sun.tools.attach.VirtualMachine;
import com.sun.tools.attach.VirtualMachineDescriptor;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * The JVMs that leave performance data for this user, as the attach API lists them. One without
 * such data, whose user has no name, or that forbids attaching is not among them.
 */
final class PerformanceData {

    private PerformanceData() {}

    /**
     * Returns what they were started with, class or jar and arguments, by their process ids.
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

    /** Returns what a JVM was started with, empty if that does not show. */
    static String commandOf(String pid) {
        try {
            return commands().getOrDefault(pid, "");
        } catch (NoClassDefFoundError | InternalError e) {
            return "";
        }
    }
}
