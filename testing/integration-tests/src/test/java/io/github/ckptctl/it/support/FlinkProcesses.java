// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.support;

import java.nio.file.Path;
import java.util.List;

/** The processes that this JVM has started for a cluster, according to the operating system. */
public final class FlinkProcesses {

    private FlinkProcesses() {}

    /** Returns those of the cluster with this directory. */
    public static List<ProcessHandle> in(Path root) {
        return ProcessHandle.current()
                .descendants()
                .filter(
                        process ->
                                process.info()
                                        .commandLine()
                                        .filter(line -> line.contains(root.toString()))
                                        .isPresent())
                .toList();
    }
}
