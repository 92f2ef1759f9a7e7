// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.ShutdownSignal;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;

/**
 * Cost of open pages of the console to a JobManager with many jobs, which take a checkpoint every
 * ten seconds: its CPU time with pages and without, in turns, and the latency of what they read.
 */
final class ConsoleBenchmarks implements Group {

    /** The pages that are open. */
    private enum Pages {
        NONE,
        JOBS,
        JOB;

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Duration BOUND = Duration.ofMinutes(5);
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final List<String> ROUTES =
            List.of("jobs", "status", "checkpoints", "history", "diagnosis", "details");
    private static final int P99 = 99;
    private static final long PICOS = 1_000;
    private static final long CPU_GOAL = 100_000_000_000L;
    private static final long ANSWER_GOAL = 100_000_000_000L;

    private final BenchmarkOptions options;
    private final ConsoleConfig pace;

    ConsoleBenchmarks(BenchmarkOptions options, ConsoleConfig pace) {
        this.options = options;
        this.pace = pace;
    }

    @Override
    public String name() {
        return "console";
    }

    @Override
    public String title() {
        return "Open pages of the console";
    }

    @Override
    public Figures measure(ShutdownSignal ending, Progress progress)
            throws IOException, InterruptedException {
        Figures figures = new Figures(Machine.facts() + ", " + options);
        try (FlinkCluster cluster = start()) {
            ManyJobs jobs = ManyJobs.none(cluster, INTERVAL);
            jobs.growTo(pace.jobs(), ending, progress);
            Beans beans = new Beans(cluster.jmx());
            ending.until("a checkpoint of each job", BOUND, jobs::haveCompleted);
            ending.until("all beans", BOUND, () -> beans.jobs() == pace.jobs());
            for (Pages pages : List.of(Pages.JOBS, Pages.JOB)) {
                measure(cluster, jobs, pages, pace.warmUp(), ending);
            }
            for (int round = 1; round <= pace.rounds(); round++) {
                for (Pages pages : Pages.values()) {
                    Measured measured = measure(cluster, jobs, pages, pace.length(), ending);
                    add(figures, pages, measured);
                    progress.say("round " + round + ", " + pages.key() + ": " + measured.text());
                }
            }
            if (beans.agent().getHookErrors() > 0) {
                throw new IllegalStateException("hooks failed");
            }
        }
        return figures;
    }

    private FlinkCluster start() {
        return options.clusterOfManyJobs("console", pace.jobs())
                .agent(options.agent(), "jolokia.enabled=false")
                .config("rest.cache.checkpoint-statistics.timeout", "3 s")
                .start();
    }

    /** Opens pages one after the other, and then measures for a time. */
    private Measured measure(
            FlinkCluster cluster,
            ManyJobs jobs,
            Pages pages,
            Duration length,
            ShutdownSignal ending)
            throws InterruptedException {
        PageLatencies latencies = new PageLatencies();
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
        List<OpenPage> open = new ArrayList<>();
        try {
            for (int i = 0; i < pace.pages() && pages != Pages.NONE; i++) {
                open.add(page(cluster.webUrl(), jobs, pages, i, thread, latencies));
                // people do not open them all at once
                ending.pause(Duration.ofSeconds(1).dividedBy(pace.pages()));
            }
            latencies.clear();
            Stretch.Watch watch = new Stretch.Watch(cluster.jobManagerPid());
            ending.pause(length);
            Stretch stretch = watch.stop();
            latencies.requireAnswers();
            return new Measured(stretch, latencies);
        } finally {
            open.forEach(OpenPage::close);
            thread.shutdownNow();
        }
    }

    private static OpenPage page(
            URI web,
            ManyJobs jobs,
            Pages pages,
            int number,
            ScheduledExecutorService thread,
            PageLatencies latencies) {
        // a client for each page, as each browser has connections of its own
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        URI console = web.resolve("/ckptctl/");
        return pages == Pages.JOBS
                ? OpenPage.ofJobs(client, console, thread, latencies)
                : OpenPage.ofJob(
                        client,
                        console,
                        thread,
                        latencies,
                        jobs.ids().get(number % jobs.ids().size()));
    }

    private static void add(Figures figures, Pages pages, Measured measured) {
        figures.add("cpu." + pages.key(), PICOS * measured.cpuNanosPerSecond());
        for (String route : measured.latencies().routes()) {
            Latencies latencies = measured.latencies().of(route);
            String name = pages.key() + "." + route;
            figures.add(name + ".p50", PICOS * latencies.median());
            figures.add(name + ".p99", PICOS * latencies.percentile(P99));
            figures.add(name + ".count", latencies.count());
            figures.add(name + ".length", measured.latencies().length(route));
        }
    }

    @Override
    public List<Row> rows(Figures figures) {
        String open = "20 open pages ";
        return List.of(
                cpu(figures, Pages.JOBS, open + "of all 300 jobs"),
                answers(figures, Pages.JOBS, "jobs", open + "of all 300 jobs: `jobs`, p99"),
                cpu(figures, Pages.JOB, open + "of one of 300 jobs each"),
                answers(
                        figures,
                        Pages.JOB,
                        "status",
                        open + "of one of 300 jobs each: `status`, p99"));
    }

    private static Row cpu(Figures figures, Pages pages, String what) {
        Sample with = figures.of("cpu." + pages.key());
        Sample without = figures.of("cpu.none");
        long more = with.median() - without.median();
        return new Row(
                what + ": the JobManager's CPU time in a second",
                "no page",
                "<= 100 ms more",
                with.text(Units::picos),
                without.text(Units::picos),
                figures.ratio("cpu." + pages.key(), "cpu.none").text(Units::ratio),
                more <= CPU_GOAL,
                "That is "
                        + Units.picos(Math.max(0, more))
                        + " more, for all pages together; each job takes a checkpoint every ten"
                        + " seconds.");
    }

    private static Row answers(Figures figures, Pages pages, String route, String what) {
        String name = pages.key() + "." + route;
        String others =
                ROUTES.stream()
                        .filter(other -> !other.equals(route))
                        .filter(other -> figures.names().contains(p99(pages, other)))
                        .map(
                                other ->
                                        "`"
                                                + other
                                                + "` "
                                                + figures.of(p99(pages, other)).text(Units::picos))
                        .collect(Collectors.joining(", "));
        return new Row(
                what,
                "",
                "<= 100 ms",
                figures.of(p99(pages, route)).text(Units::picos),
                "",
                "",
                figures.of(p99(pages, route)).median() <= ANSWER_GOAL,
                "The medians are "
                        + figures.of(name + ".p50").text(Units::picos)
                        + ", the answer has "
                        + Units.bytes(figures.of(name + ".length").greatest())
                        + "."
                        + (others.isEmpty()
                                ? ""
                                : " What else the page reads, p99: " + others + "."));
    }

    private static String p99(Pages pages, String route) {
        return pages.key() + "." + route + ".p99";
    }

    @Override
    public List<Chart> charts(Figures figures) {
        return List.of();
    }

    /** What was measured while pages were open. */
    private record Measured(Stretch stretch, PageLatencies latencies) {

        long cpuNanosPerSecond() {
            Duration length = Duration.between(stretch.window().start(), stretch.window().end());
            return stretch.cpu().toNanos() * 1_000 / length.toMillis();
        }

        String text() {
            return Units.picos(PICOS * cpuNanosPerSecond())
                    + " in a second; "
                    + latencies.routes().stream()
                            .map(route -> route + " " + latencies.of(route))
                            .collect(Collectors.joining(", "));
        }
    }
}
