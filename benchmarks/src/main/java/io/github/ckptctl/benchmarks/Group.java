// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import io.github.ckptctl.cluster.ShutdownSignal;

import java.io.IOException;
import java.util.List;

/** Benchmarks that are run together, and what the page says of them. */
interface Group {

    /** Returns its name on the command line, which is that of its file. */
    String name();

    /** Returns how the page calls it. */
    String title();

    /** Runs all of them. */
    Figures measure(ShutdownSignal ending, Progress progress)
            throws IOException, InterruptedException;

    /** Returns the lines of the table that follow from the figures. */
    List<Row> rows(Figures figures);

    /** Returns what is drawn. */
    List<Chart> charts(Figures figures);
}
