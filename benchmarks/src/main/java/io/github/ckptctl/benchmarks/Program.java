// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import io.github.ckptctl.cluster.ShutdownSignal;

import java.io.IOException;

/** Runs a benchmark from a command line: what goes on to standard error, the result to output. */
final class Program {

    private Program() {}

    /**
     * Ends the JVM with 0 if the benchmark came to its end, 1 if not, and 2 if it was not
     * understood.
     *
     * @param usage as {@link CommandLine} reads it
     */
    static void main(String usage, String[] arguments, Factory factory) {
        ShutdownSignal ending = ShutdownSignal.onSignal();
        int exitCode = run(usage, arguments, factory, ending);
        ending.tidied();
        System.exit(exitCode);
    }

    private static int run(
            String usage, String[] arguments, Factory factory, ShutdownSignal ending) {
        Progress progress = new Progress();
        Benchmark benchmark;
        try {
            benchmark = factory.create(CommandLine.of(usage, arguments), ending, progress);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return 2;
        }
        try {
            System.out.println(benchmark.measure());
            return 0;
        } catch (IOException | InterruptedException | RuntimeException e) {
            // at the end by a signal, whatever was under way breaks off
            progress.say(ending.isAsked() ? "ended" : "failed: " + e);
            return 1;
        }
    }

    /** Makes a benchmark. */
    @FunctionalInterface
    interface Factory {
        /** Returns one that measures what the command line says. */
        Benchmark create(CommandLine commandLine, ShutdownSignal ending, Progress progress);
    }

    /** Measures something on a real cluster. */
    @FunctionalInterface
    interface Benchmark {
        /** Returns the result in Markdown; nothing is left running. */
        String measure() throws IOException, InterruptedException;
    }
}
