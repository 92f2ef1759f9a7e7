// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import com.sun.management.OperatingSystemMXBean;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/** The machine on which the figures were measured. */
final class Machine {

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private Machine() {}

    /** Returns the machine's properties and its current load. */
    static String facts() {
        return String.format(
                Locale.ROOT,
                "%d cores, %.0f GiB of memory, %s %s, JDK %s; load average %.1f at the start",
                Runtime.getRuntime().availableProcessors(),
                SYSTEM.getTotalMemorySize() / (double) (1 << 30),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.version(),
                SYSTEM.getSystemLoadAverage());
    }

    /** Returns the share of the cores that was in use since the last call, from 0 to 1. */
    static double busySinceLastAsked() {
        return SYSTEM.getCpuLoad();
    }
}
