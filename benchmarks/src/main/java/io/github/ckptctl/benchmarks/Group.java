// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import io.github.ckptctl.cluster.ShutdownSignal;

import java.io.IOException;
import java.util.List;

/** Group of benchmarks that are run together, and their part of the page. */
interface Group {

    /** Returns the name on the command line, which is also that of the group's file. */
    String name();

    /** Returns the title on the page. */
    String title();

    /** Runs all benchmarks of the group. */
    Figures measure(ShutdownSignal ending, Progress progress)
            throws IOException, InterruptedException;

    /** Returns the rows of the table that follow from the figures. */
    List<Row> rows(Figures figures);

    /** Returns the charts. */
    List<Chart> charts(Figures figures);
}
