// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Runner of single benchmarks with JMH, each time in one new JVM, with the agent or without. */
final class Jmh implements AutoCloseable {

    private static final String ALLOCATION = "gc.alloc.rate.norm";

    private final String agent;
    private final JmhConfig effort;
    private final PrintStream log;

    /**
     * @param agent the agent's jar
     * @param log the file for JMH's output
     */
    Jmh(Path agent, Path log, JmhConfig effort) {
        this.agent = "-javaagent:" + agent.toAbsolutePath() + "=jolokia.enabled=false";
        this.effort = effort;
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            this.log = new PrintStream(Files.newOutputStream(log), true, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs one benchmark for its time and its allocation. */
    BenchmarkResult time(Class<?> type, String method, boolean woven, Map<String, ?> parameters) {
        return run(
                woven,
                described(type, method, parameters)
                        .warmupIterations(effort.warmUps())
                        .warmupTime(length())
                        .measurementIterations(effort.iterations())
                        .measurementTime(length())
                        .addProfiler(GCProfiler.class));
    }

    /** Runs one benchmark, with the agent, that counts once. */
    BenchmarkResult count(Class<?> type, String method, Map<String, ?> parameters) {
        return run(
                true,
                described(type, method, parameters)
                        // so that softly reachable objects do not count
                        .jvmArgsPrepend("-XX:SoftRefLRUPolicyMSPerMB=0")
                        .warmupIterations(0)
                        .measurementIterations(1));
    }

    private TimeValue length() {
        return new TimeValue(effort.length().toMillis(), TimeUnit.MILLISECONDS);
    }

    private static ChainedOptionsBuilder described(
            Class<?> type, String method, Map<String, ?> parameters) {
        ChainedOptionsBuilder options =
                new OptionsBuilder()
                        .include(type.getName().replace(".", "\\.") + "\\." + method + "$")
                        .forks(1)
                        // the same heap for all, and a collector without threads of its own
                        .jvmArgs("-Xms1g", "-Xmx1g", "-XX:+UseSerialGC")
                        .shouldFailOnError(true);
        parameters.forEach((name, value) -> options.param(name, String.valueOf(value)));
        return options;
    }

    private BenchmarkResult run(boolean woven, ChainedOptionsBuilder options) {
        if (woven) {
            options.jvmArgsAppend(agent);
        }
        OutputFormat format = OutputFormatFactory.createFormatInstance(log, VerboseMode.NORMAL);
        try {
            return new Runner(options.build(), format)
                    .runSingle()
                    .getBenchmarkResults()
                    .iterator()
                    .next();
        } catch (RunnerException e) {
            throw new IllegalStateException("a benchmark failed; JMH's log says more", e);
        }
    }

    /** Returns the median of the iterations' times, in picoseconds. */
    static long picos(BenchmarkResult result) {
        return median(
                result.getIterationResults(),
                IterationResult::getPrimaryResult,
                picosPerUnit(result));
    }

    /** Returns a percentile of all single times, in picoseconds. */
    static long picosAt(double percentile, BenchmarkResult result) {
        return Math.round(
                picosPerUnit(result)
                        * result.getPrimaryResult().getStatistics().getPercentile(percentile));
    }

    private static double picosPerUnit(BenchmarkResult result) {
        return 1000.0 * result.getParams().getTimeUnit().toNanos(1);
    }

    /** Returns the median of the bytes allocated by each invocation. */
    static long bytes(BenchmarkResult result) {
        return median(
                result.getIterationResults(),
                iteration -> iteration.getSecondaryResults().get(ALLOCATION),
                1);
    }

    private static long median(
            Collection<IterationResult> iterations,
            Function<IterationResult, Result<?>> figure,
            double factor) {
        return new Sample(
                        iterations.stream()
                                .mapToLong(i -> Math.round(factor * figure.apply(i).getScore())))
                .median();
    }

    @Override
    public void close() {
        log.close();
    }
}
