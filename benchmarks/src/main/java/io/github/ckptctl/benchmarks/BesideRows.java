// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the page says of the figures from real clusters. */
final class BesideRows {

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
    private final Pace pace;

    BesideRows(Figures figures, Pace pace) {
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
                        "The agent's loader and Byte Buddy are loaded, and Flink's types woven, on"
                                + " the thread that starts Flink; the endpoint comes up beside it."));
        rows.add(
                times(
                        "first job, from submission until it runs",
                        "without the agent",
                        "<= 1.10",
                        "firstJob.with",
                        "firstJob.without",
                        FIRST_JOB_GOAL,
                        "The job's jar is uploaded, its program run, its tasks deployed; the agent"
                                + " loads what a job's bean needs."));
        rows.add(memory());
        rows.add(change());
        for (int clients : pace.clients()) {
            String with = clients == 1 ? "1 client" : clients + " clients";
            jolokia(rows, Answers.Who.JOLOKIA_GET, clients, with);
            jolokia(rows, Answers.Who.JOLOKIA_POST, clients, with);
            rows.add(
                    times(
                            "latest checkpoint on Flink's port, " + with,
                            "Flink's cached `checkpoints`",
                            "<= 1.0, never stale",
                            p50(Answers.Who.ROUTE, clients),
                            p50(Answers.Who.FLINK, clients),
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
        String bytes = Units.bytes(figures.of("crowd.bytes").median());
        rows.add(
                crowd(
                        "one request for each",
                        "crowd.each",
                        "One answer of "
                                + bytes
                                + ": what it saves are the requests, not the reading and writing"
                                + " of each attribute, which is nearly all of it."));
        rows.add(
                crowd(
                        "Flink's `checkpoints` of each",
                        "crowd.flink",
                        "Flink's answers come from its cache, and have a job's checkpoints only."));
        return rows;
    }

    private void jolokia(List<Row> rows, Answers.Who who, int clients, String with) {
        String by = who == Answers.Who.JOLOKIA_GET ? "GET" : "POST";
        String what = "latest checkpoint over Jolokia, " + by + ", " + with;
        boolean first = clients == 1 && who == Answers.Who.JOLOKIA_GET;
        rows.add(
                times(
                        what,
                        "an empty handler on the same server",
                        "<= 1.5",
                        p50(who, clients),
                        p50(Answers.Who.FLOOR, clients),
                        FLOOR_GOAL,
                        first
                                ? "Above the floor are login, checks of address, host and form,"
                                        + " Jolokia's own way from request to bean, and JSON."
                                : ""));
        rows.add(
                times(
                        what,
                        "Flink's cached `checkpoints`",
                        "<= 3, never stale",
                        p50(who, clients),
                        p50(Answers.Who.FLINK, clients),
                        FLINK_GOAL,
                        ""));
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

    private Row change() {
        Sample change = figures.of("change.p50");
        Sample restart = figures.of("restart");
        long times = restart.median() / change.median();
        return new Row(
                "from the command to the re-armed deadline",
                "stop with a savepoint, start again",
                "<= 1/500, no downtime",
                change.text(Units::picos),
                restart.text(Units::picos),
                "1/" + times,
                times >= RESTART_GOAL,
                "One request that writes the timeout and re-arms, with a connection of its own; its"
                        + " 99th percentile is "
                        + figures.of("change.p99").text(Units::picos)
                        + ". The job, with next to no state, runs on; restarted, it stands still"
                        + " all that time.");
    }

    private long more(String what) {
        return figures.of(what + ".with").median() - figures.of(what + ".without").median();
    }

    private Row crowd(String against, String to, String reason) {
        return times(
                String.format(
                        Locale.ROOT, "all attributes of %,d jobs in one request", pace.jobs()),
                against,
                "<= 1/20",
                "crowd.one",
                to,
                CROWD_GOAL,
                reason);
    }

    /** Returns the name of the figures of what so many clients ask one of. */
    static String answer(Answers.Who who, int clients) {
        return "answer." + who.name().toLowerCase(Locale.ROOT) + "." + clients;
    }

    private static String p50(Answers.Who who, int clients) {
        return answer(who, clients) + ".p50";
    }
}
