// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Report of the figures from real clusters for the page. */
final class ClusterReport {

    private static final long START_GOAL = 1_030;
    private static final long FIRST_JOB_GOAL = 1_100;
    private static final long MEMORY_GOAL = 15 << 20;
    private static final long RESTART_GOAL = 500;
    private static final long FLOOR_GOAL = 1_500;
    private static final long FLINK_GOAL = 3_000;
    private static final long ROUTE_GOAL = 1_000;
    private static final long LOCKED_GOAL = 2_000;
    private static final long CROWD_GOAL = 50;

    private final Figures figures;
    private final BenchmarkConfig pace;

    ClusterReport(Figures figures, BenchmarkConfig pace) {
        this.figures = figures;
        this.pace = pace;
    }

    List<Row> all() {
        List<Row> rows = new ArrayList<>();
        rows.add(
                times(
                        "JobManager start until its REST port answers",
                        "without the agent",
                        "<= 1.03",
                        "start.with",
                        "start.without",
                        START_GOAL,
                        "The JVM's way to `main` is through the agent's entry, which makes a loader"
                                + " and a transformer that compares names. What a JobManager has"
                                + " beside that is put together once Flink has made its REST"
                                + " server, dispatcher and ResourceManager; Flink answers when it"
                                + " knows who leads, a little later, so some of it falls into this"
                                + " time where there are few cores. The endpoint listens after "
                                + figures.of("ready").text(Units::picos)
                                + ". With an agent that does nothing the start takes "
                                + figures.of("start.empty").text(Units::picos)
                                + ", "
                                + figures.ratio("start.empty", "start.without").text(Units::ratio)
                                + " of that without one: that much is the JVM's own for any"
                                + " agent."));
        rows.add(
                times(
                        "first job, from submission until it runs",
                        "without the agent",
                        "<= 1.10",
                        "firstJob.with",
                        "firstJob.without",
                        FIRST_JOB_GOAL,
                        "The job's jar is uploaded, its program run, its tasks deployed, on the"
                                + " cores on which the TaskManager has just started. What the"
                                + " JobManager's threads took of them meanwhile, looked at once"
                                + " (medians of five): the JVM's compilers 754 ms with the agent"
                                + " and 593 ms without, as what the agent's start has run is being"
                                + " compiled; Flink's own threads 518 ms and 490 ms; the agent's"
                                + " thread, which makes the job's bean, 9 ms."));
        rows.add(memory());
        rows.add(
                change(
                        "a stop with a savepoint and a start, by Flink's REST API",
                        "restart",
                        "One request that writes the timeout and re-arms, with a connection of its"
                                + " own; its 99th percentile is "
                                + figures.of("change.p99").text(Units::picos)
                                + ", and the very first in the JobManager's life, which loads what"
                                + " it needs, took "
                                + figures.of("change.first").text(Units::picos)
                                + ". The job, with next to no state, runs on; restarted, it stands"
                                + " still all that time."));
        rows.add(
                change(
                        "the same by Flink's commands, `stop` and `run`",
                        "restart.commands",
                        "What a person types. Each command is a JVM that starts; the script around"
                                + " it, which starts another one, is left out. The request is"
                                + " compared as it is, without the start of the program that sends"
                                + " it, `curl` for example."));
        for (int clients : pace.clients()) {
            String with = clients == 1 ? "1 client" : clients + " clients";
            jolokia(rows, HttpLatencyBenchmark.Who.JOLOKIA_GET, clients, with);
            jolokia(rows, HttpLatencyBenchmark.Who.JOLOKIA_POST, clients, with);
            rows.add(
                    times(
                            "latest checkpoint on Flink's port, " + with,
                            "Flink's cached `checkpoints`",
                            "<= 1.0, never stale",
                            p50(HttpLatencyBenchmark.Who.ROUTE, clients),
                            p50(HttpLatencyBenchmark.Who.FLINK, clients),
                            ROUTE_GOAL,
                            clients == 1
                                    ? "It is answered on Netty's thread, before Flink's router,"
                                            + " from what the agent keeps; Flink's handler asks"
                                            + " its cache and writes a larger answer."
                                    : ""));
        }
        rows.add(
                times(
                        "all attributes, p99, while a completion holds the lock for 5 s",
                        "while it is free",
                        "<= 2",
                        "locked.held.p99",
                        "locked.free.p99",
                        LOCKED_GOAL,
                        "No read takes Flink's locks. The medians are "
                                + figures.of("locked.held.p50").text(Units::picos)
                                + " and "
                                + figures.of("locked.free.p50").text(Units::picos)
                                + "."));
        rows.add(
                crowd(
                        "one request for each",
                        ManyJobsReadBenchmark.Way.EACH,
                        String.format(
                                Locale.ROOT,
                                "One answer of %s. What it saves are the requests: %,d that do"
                                        + " nothing take %s on the same server. The reading and"
                                        + " writing of every attribute, by Jolokia, stays as it"
                                        + " is.",
                                Units.bytes(figures.of("crowd.bytes." + pace.mostJobs()).median()),
                                pace.mostJobs(),
                                figures.of(crowd(ManyJobsReadBenchmark.Way.EMPTY, pace.mostJobs()))
                                        .text(Units::picos))));
        rows.add(
                crowd(
                        "Flink's `checkpoints` of each",
                        ManyJobsReadBenchmark.Way.FLINK,
                        "Flink's answers come from its cache, and have a job's checkpoints only."));
        return rows;
    }

    private void jolokia(List<Row> rows, HttpLatencyBenchmark.Who who, int clients, String with) {
        String by = who == HttpLatencyBenchmark.Who.JOLOKIA_GET ? "GET" : "POST";
        String what = "latest checkpoint over Jolokia, " + by + ", " + with;
        rows.add(
                times(
                        what,
                        "an empty handler on the same server",
                        "<= 1.5",
                        p50(who, clients),
                        p50(HttpLatencyBenchmark.Who.FLOOR, clients),
                        FLOOR_GOAL,
                        who == HttpLatencyBenchmark.Who.JOLOKIA_GET ? aboveTheFloor(clients) : ""));
        rows.add(
                times(
                        what,
                        "Flink's cached `checkpoints`",
                        "<= 3, never stale",
                        p50(who, clients),
                        p50(HttpLatencyBenchmark.Who.FLINK, clients),
                        FLINK_GOAL,
                        ""));
    }

    private static String aboveTheFloor(int clients) {
        return clients == 1
                ? "Above the floor are login, checks of address, host and form, Jolokia's own way"
                        + " from request to bean, and JSON."
                : "So many keep all cores busy, and an answer takes as long as the work that it"
                        + " makes. A profile of the endpoint's shows a third of it in writing head"
                        + " and body to the socket, which the floor does too, a fifth in Jolokia's"
                        + " call and its JSON, a tenth in login and checks.";
    }

    private Row times(
            String what,
            String against,
            String goal,
            String of,
            String to,
            long thousandths,
            String reason) {
        return new Row(
                what,
                against,
                goal,
                figures.of(of).text(Units::picos),
                figures.of(to).text(Units::picos),
                figures.ratio(of, to).text(Units::ratio),
                figures.ratio(of, to).median() <= thousandths,
                reason);
    }

    private Row memory() {
        long heap = more("heap");
        long metaspace = more("metaspace");
        return new Row(
                "memory of a JobManager without jobs, heap and metaspace",
                "without the agent",
                "<= 15 MiB more",
                Units.bytes(heap + metaspace) + " more",
                "",
                "",
                heap + metaspace <= MEMORY_GOAL,
                "After its first job has ended: "
                        + Units.bytes(heap)
                        + " of the heap, "
                        + Units.bytes(metaspace)
                        + " of the metaspace, which has the agent's own classes, Jolokia's and Byte"
                        + " Buddy's.");
    }

    private Row change(String against, String to, String reason) {
        Sample change = figures.of("change.p50");
        Sample restart = figures.of(to);
        long times = restart.median() / change.median();
        return new Row(
                "from the command to the re-armed deadline",
                against,
                "<= 1/500, no downtime",
                change.text(Units::picos),
                restart.text(Units::picos),
                "1/" + times,
                times >= RESTART_GOAL,
                reason);
    }

    private long more(String what) {
        return figures.of(what + ".with").median() - figures.of(what + ".without").median();
    }

    private Row crowd(String against, ManyJobsReadBenchmark.Way to, String reason) {
        return times(
                String.format(
                        Locale.ROOT, "all attributes of %,d jobs in one request", pace.mostJobs()),
                against,
                "<= 1/20",
                crowd(ManyJobsReadBenchmark.Way.ONE, pace.mostJobs()),
                crowd(to, pace.mostJobs()),
                CROWD_GOAL,
                reason);
    }

    List<Chart> charts() {
        Chart crowd =
                new Chart("benchmark-crowd", "All that is known of all jobs", "jobs", Units::picos);
        for (int jobs : pace.jobs()) {
            for (ManyJobsReadBenchmark.Way way : ManyJobsReadBenchmark.Way.values()) {
                crowd.add(way.toString(), jobs, figures.of(crowd(way, jobs)).median());
            }
        }
        return List.of(crowd);
    }

    /** Returns the name of the figures of one way to read this number of jobs. */
    static String crowd(ManyJobsReadBenchmark.Way way, int jobs) {
        return "crowd." + way.name().toLowerCase(Locale.ROOT) + "." + jobs;
    }

    /** Returns the name of the figures of this number of clients of one server. */
    static String answer(HttpLatencyBenchmark.Who who, int clients) {
        return "answer." + who.name().toLowerCase(Locale.ROOT) + "." + clients;
    }

    private static String p50(HttpLatencyBenchmark.Who who, int clients) {
        return answer(who, clients) + ".p50";
    }
}
