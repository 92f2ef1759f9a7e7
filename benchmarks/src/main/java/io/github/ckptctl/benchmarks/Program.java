// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import io.github.ckptctl.cluster.ShutdownSignal;

import java.io.IOException;

/** Main program of a benchmark: progress goes to standard error, the result to standard output. */
final class Program {

    private Program() {}

    /**
     * Ends the JVM with 0 if the benchmark completed, 1 if it failed, and 2 if the command line was
     * not understood.
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
            // on termination by a signal, running work is interrupted
            progress.say(ending.isAsked() ? "ended" : "failed: " + e);
            return 1;
        }
    }

    /** Factory of a benchmark. */
    @FunctionalInterface
    interface Factory {
        /** Returns a benchmark that measures what the command line specifies. */
        Benchmark create(CommandLine commandLine, ShutdownSignal ending, Progress progress);
    }

    /** Measurement on a real cluster. */
    @FunctionalInterface
    interface Benchmark {
        /** Returns the result in Markdown; nothing is left running. */
        String measure() throws IOException, InterruptedException;
    }
}
