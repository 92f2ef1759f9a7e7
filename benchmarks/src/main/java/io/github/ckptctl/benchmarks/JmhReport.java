// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Report of the figures from inside a JobManager for the page. */
final class JmhReport {

    /** The numbers of subtasks that have a row. */
    static final List<Integer> SUBTASKS = List.of(1, 100, 10_000);

    private static final long READ_GOAL_PICOS = 20_000;
    private static final long CYCLE_GOAL = 1_020;
    private static final long BEAN_GOAL = 1_500;
    private static final long UPDATE_GOAL_PICOS = 20_000_000;
    private static final int MEMORY_GOAL_KIB = 16;
    private static final int HISTORY_GOAL_KIB = 64;

    private final Figures figures;
    private final JmhConfig effort;

    JmhReport(Figures figures, JmhConfig effort) {
        this.figures = figures;
        this.effort = effort;
    }

    /** Returns the name of the figures of a checkpoint. */
    static String cycle(int subtasks, boolean woven) {
        return "cycle." + subtasks + (woven ? ".woven" : ".stock");
    }

    /**
     * Returns the name of the figures of a heap.
     *
     * @param whose the agent's or Flink's
     */
    static String memory(String whose, int jobs, boolean changed) {
        return "memory." + whose + "." + jobs + (changed ? ".changed" : ".submitted");
    }

    List<Row> all() {
        List<Row> rows = new ArrayList<>();
        rows.add(
                read(
                        "timeout",
                        "Flink's getter asks the hook: the sink, a weak map by"
                                + " identity, the job's settings. Without the agent the same"
                                + " getter reads its field."));
        rows.add(read("minPause", "The call that stands in the request decider's woven method."));
        rows.add(
                read(
                        "tolerableFailedCheckpoints",
                        "The call that stands in the failure manager's woven method."));
        for (int subtasks : SUBTASKS) {
            rows.add(cycleTime(subtasks));
            rows.add(cycleBytes(subtasks));
        }
        rows.add(
                bean(
                        "long",
                        "The JDK's way to a getter and back. The MBeanServer finds a bean by the"
                                + " text of its name, which it takes apart and hashes each time,"
                                + " and a job's is long: a plain bean with a"
                                + " name as long as a job's takes "
                                + figures.of("bean.longOfLongName.time").text(Units::picos)
                                + ". The rest is one step more, for a bean that carries"
                                + " descriptions."));
        rows.add(bean("composite", "The same, and four values put into an open type."));
        rows.add(update());
        rows.add(
                memory(
                        false,
                        "The bean and the descriptions of its attributes and"
                                + " operations, the job's control, settings, engine and an empty"
                                + " history. From ten jobs on; with so few, what the JVM itself lets"
                                + " go of between the two looks at its heap, up to 2 MB, is more"
                                + " than the jobs' own."));
        rows.add(
                memory(
                        true,
                        "The same with a full history: 200 to 225 entries, each with its time,"
                                + " values before and after, caller and reason."));
        return rows;
    }

    private Row read(String setting, String reason) {
        Sample time = figures.of("read." + setting + ".time");
        Sample bytes = figures.of("read." + setting + ".bytes");
        return new Row(
                "one woven read: " + setting,
                "a plain field read",
                "<= 20 ns, 0 B",
                time.text(Units::picos) + ", " + bytes.text(Units::bytes),
                figures.of("read.field.time").text(Units::picos),
                ratio("read." + setting + ".time", "read.field.time"),
                time.median() <= READ_GOAL_PICOS && bytes.median() == 0,
                reason);
    }

    private Row cycleTime(int subtasks) {
        String woven = cycle(subtasks, true) + ".time";
        String stock = cycle(subtasks, false) + ".time";
        Sample ratios = figures.ratio(woven, stock);
        return new Row(
                "a checkpoint of " + count(subtasks),
                "not woven",
                "<= 1.02",
                figures.of(woven).text(Units::picos),
                figures.of(stock).text(Units::picos),
                ratios.text(Units::ratio),
                ratios.median() <= CYCLE_GOAL,
                (subtasks == 1
                                ? "Trigger, acknowledgement of each subtask, completion, on Flink's own"
                                        + " coordinator with storage in memory, no network and no logging:"
                                        + " what is left is the least that a checkpoint can cost, so the"
                                        + " agent's share is the most that it can be. The agent does the"
                                        + " same few things once for each checkpoint; a profile found"
                                        + " 2.8 % of the time in its code, a quarter of that in reading"
                                        + " the clock and a quarter in finding the job. What the ratio"
                                        + " has beyond that is not in its code: most likely the JVM"
                                        + " inlines woven methods, which are larger, differently. "
                                : "")
                        + "Half of the "
                        + ratios.size()
                        + " pairs of JVMs lie at "
                        + ratios.middleHalf(Units::ratio)
                        + ".");
    }

    private Row cycleBytes(int subtasks) {
        String woven = cycle(subtasks, true) + ".bytes";
        String stock = cycle(subtasks, false) + ".bytes";
        return new Row(
                "what it allocates, " + count(subtasks),
                "not woven",
                "the same",
                figures.of(woven).text(Units::bytes),
                figures.of(stock).text(Units::bytes),
                ratio(woven, stock),
                figures.ratio(woven, stock).median() < 1_005,
                subtasks == 1
                        ? "A record of the checkpoint in flight and one of what has completed: the same"
                                + " bytes whatever the number of subtasks. A notification is made"
                                + " once a listener has been registered."
                        : "");
    }

    private Row bean(String type, String reason) {
        String job = "bean." + type + "OfJob.time";
        String jvm = "bean." + type + "OfJvm.time";
        return new Row(
                "an attribute read in process, " + type,
                "the same of a bean of the JVM",
                "<= 1.5",
                figures.of(job).text(Units::picos),
                figures.of(jvm).text(Units::picos),
                ratio(job, jvm),
                figures.ratio(job, jvm).median() <= BEAN_GOAL,
                reason);
    }

    private Row update() {
        Sample p99 = figures.of("update.p99");
        return new Row(
                "`updateSettings`, two settings, p99",
                "an empty operation of the same types, p99",
                "<= 20 µs",
                p99.text(Units::picos),
                figures.of("empty.p99").text(Units::picos),
                ratio("update.p99", "empty.p99"),
                p99.median() <= UPDATE_GOAL_PICOS,
                "The medians are "
                        + figures.of("update.median").text(Units::picos)
                        + " and "
                        + figures.of("empty.median").text(Units::picos)
                        + ". Both have the proxy's and the MBeanServer's conversion of the values"
                        + " to open types and back, and at the 99th percentile what the JVM and the"
                        + " machine add: collections and threads that have to wait for a core. Ours"
                        + " has the checks, new settings, one more entry in the history, which is"
                        + " copied, a line in the log, the coordinator's lock and Flink's trigger"
                        + " re-armed, for which the timer's thread is woken. Who calls is looked up"
                        + " too: login and address, which JMX does not pass on, take about 3 µs. It"
                        + " allocates "
                        + Units.bytes(figures.of("update.bytes").median())
                        + ".");
    }

    private Row memory(boolean changed, String reason) {
        long perJob = perJob(10, 1_000, changed);
        long atLast = perJob(100, 1_000, changed);
        int goalKib = changed ? HISTORY_GOAL_KIB : MEMORY_GOAL_KIB;
        return new Row(
                "memory for each job, " + (changed ? "its history full" : "as submitted"),
                "for the last 900 jobs",
                "<= " + goalKib + " KiB, linear",
                Units.bytes(perJob),
                Units.bytes(atLast),
                String.format(Locale.ROOT, "%.2f", atLast / (double) perJob),
                perJob <= goalKib * 1024L,
                reason);
    }

    /** Returns the bytes that one additional job takes between two numbers of jobs. */
    private long perJob(int from, int to, boolean changed) {
        long more =
                figures.of(memory("agent", to, changed)).median()
                        - figures.of(memory("agent", from, changed)).median();
        return more / (to - from);
    }

    private String ratio(String of, String to) {
        return figures.ratio(of, to).text(Units::ratio);
    }

    private static String count(int subtasks) {
        return String.format(Locale.ROOT, subtasks == 1 ? "%,d subtask" : "%,d subtasks", subtasks);
    }

    /** Returns bytes as the label of an axis that is divided in powers of ten. */
    private static String powerOfTen(long bytes) {
        return bytes < 1_000_000 ? bytes / 1_000 + " kB" : bytes / 1_000_000 + " MB";
    }

    List<Chart> charts() {
        Chart cycle =
                new Chart(
                        "benchmark-cycle",
                        "A checkpoint in the JobManager: time over subtasks",
                        "subtasks",
                        Units::picos);
        for (int subtasks : effort.subtasks()) {
            for (boolean woven : List.of(true, false)) {
                cycle.add(
                        woven ? "with the agent" : "Flink alone",
                        subtasks,
                        figures.of(cycle(subtasks, woven) + ".time").median());
            }
        }
        Chart memory =
                new Chart(
                        "benchmark-memory",
                        "The JobManager's heap over its jobs",
                        "jobs",
                        JmhReport::powerOfTen);
        for (int jobs : effort.jobs()) {
            memory.add("Flink alone", jobs, figures.of(memory("flink", jobs, false)).median());
            memory.add("the agent", jobs, figures.of(memory("agent", jobs, false)).median());
            memory.add(
                    "the agent, full histories",
                    jobs,
                    figures.of(memory("agent", jobs, true)).median());
        }
        return List.of(cycle, memory);
    }
}
