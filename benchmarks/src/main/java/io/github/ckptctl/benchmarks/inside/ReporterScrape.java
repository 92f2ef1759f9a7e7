// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks.inside;

import com.sun.management.OperatingSystemMXBean;
import io.github.ckptctl.cluster.FreePort;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Scrape of a JobManager with many jobs by Prometheus, through Flink's own reporter: with the agent
 * each job has its gauges there too.
 *
 * <p>The reporter writes a line for each series, with the job's labels, and that is nearly all that
 * it does; a gauge of Flink's is a field or a counter. So the ratio should be that of the numbers
 * of series: Flink has twenty-six for a job without tasks, the agent adds twenty-two. It is more
 * where the figures of a job take longer to compute than a line takes to write. Scrapes come more
 * than a second apart, so none finds figures that another one has computed.
 *
 * <p>The reporter is given the metrics of the JobManager alone: in this JVM the TaskManager has its
 * metrics in the same registry, which in a cluster are scraped elsewhere.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ReporterScrape {

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final String FLINKS_LAST = "flink_jobmanager_job_numRestarts{";
    private static final String OUR_LAST = "flink_jobmanager_job_checkpointControl_rescalePending{";

    /** Number of jobs. */
    @Param({"1000"})
    private int count;

    private FlinkJobs jobs;
    private URI address;

    /** Starts the jobs, and waits until all their series are there. */
    @Setup
    public void start() throws Exception {
        Agent.start();
        int port = FreePort.onLoopback();
        address = URI.create("http://127.0.0.1:" + port + "/metrics");
        jobs =
                new FlinkJobs(
                        count,
                        Map.of(
                                "metrics.reporter.prom.factory.class",
                                "org.apache.flink.metrics.prometheus.PrometheusReporterFactory",
                                "metrics.reporter.prom.port",
                                Integer.toString(port),
                                "metrics.reporter.prom.filter.includes",
                                "jobmanager*"));
        for (int i = 0; i < count; i++) {
            jobs.start();
        }
        String last = Agent.isHere() ? OUR_LAST : FLINKS_LAST;
        while (linesWith(last, answer()) < count) {
            Thread.sleep(100);
        }
    }

    /** Waits until what the scrape before has computed is too old to be used again. */
    @Setup(Level.Invocation)
    public void forget() throws InterruptedException {
        Thread.sleep(1_050);
    }

    /** Scrapes once, and counts the series afterwards. */
    @Benchmark
    public int scrape(Size size) throws IOException {
        size.answer = answer();
        return size.answer.length;
    }

    private static long linesWith(String text, byte[] answer) {
        return new String(answer, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith(text))
                .count();
    }

    /** Returns the mean of what was counted in each scrape. */
    public static long counted(String what, BenchmarkResult result) {
        double sum = 0;
        for (IterationResult iteration : result.getIterationResults()) {
            Result<?> counted = iteration.getSecondaryResults().get(what);
            if (counted == null) {
                throw new IllegalStateException("no " + what + " was counted");
            }
            sum += counted.getScore();
        }
        return Math.round(sum / result.getIterationResults().size());
    }

    private byte[] answer() throws IOException {
        try (InputStream answer = address.toURL().openStream()) {
            return answer.readAllBytes();
        }
    }

    /** Ends the jobs. */
    @TearDown
    public void end() throws Exception {
        Agent.requireNoHookErrors();
        jobs.close();
    }

    /** The last answer, what it has, how long it is, and what it took. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Size {

        /** Number of series. */
        public long series;

        /** Number of bytes. */
        public long length;

        /** CPU time of this JVM, in nanoseconds and of the grain that the system counts. */
        public long cpu;

        byte[] answer = {};
        private long before;

        /** Begins once the scrape's own setup has waited. */
        @Setup(Level.Invocation)
        public void begin(ReporterScrape scrape) {
            before = SYSTEM.getProcessCpuTime();
        }

        /** Counts, outside the measured time. */
        @TearDown(Level.Invocation)
        public void count() {
            cpu = SYSTEM.getProcessCpuTime() - before;
            series = linesWith("flink_", answer);
            length = answer.length;
        }
    }
}
