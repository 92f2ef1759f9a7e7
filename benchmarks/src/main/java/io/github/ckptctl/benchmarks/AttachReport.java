// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import java.util.List;

/** Report of the attach figures for the page. */
final class AttachReport {

    private static final long MILLI = 1_000_000_000;
    private static final long HELD_GOAL = 100 * MILLI;

    private final Figures figures;
    private final AttachConfig pace;

    AttachReport(Figures figures, AttachConfig pace) {
        this.figures = figures;
        this.pace = pace;
    }

    /** Returns the name of the figures of an attach to this number of jobs. */
    static String name(String what, int jobs) {
        return what + "." + jobs;
    }

    /**
     * Returns the name of figures of one of the two times.
     *
     * @param when {@code before} or {@code attach}
     */
    static String name(String what, int jobs, String when) {
        return name(what, jobs) + "." + when;
    }

    List<Row> all() {
        return List.of(
                held(
                        "the longest stop of all threads",
                        "stop",
                        "",
                        "The JVM puts the new bodies of all woven methods in place at once, which"
                                + " is the one stop that weaving a running JVM cannot do without: "
                                + text("weaving", "attach", "")
                                + ". Collections of garbage stop all threads, too."),
                held(
                        "the latest trigger of a checkpoint",
                        "late",
                        ".most",
                        "No thread stands still: on the first redefinition of a JVM's life HotSpot"
                                + " throws away all compiled code, and compiles it again on the"
                                + " cores that the jobs need. In as much time the JobManager"
                                + " computes for "
                                + text("cpu", "attach", "")
                                + " rather than "
                                + text("cpu", "before", "")
                                + "; before, "
                                + figures.of(name("busy", pace.most(), "before"))
                                        .text(busy -> Units.percent((double) busy, 1000))
                                + " of all cores were in use. The median is "
                                + text("late", "attach", ".median")
                                + "; see [what it is made of](attach-load.md)."),
                held(
                        "the longest round trip to two main threads",
                        "trip",
                        ".most",
                        "A job's status over REST, which Dispatcher and JobMaster answer one after"
                                + " the other, and this program's own waiting for a core. The"
                                + " median is "
                                + text("trip", "attach", ".median")
                                + ", and "
                                + text("trip", "before", ".median")
                                + " before."),
                unharmed());
    }

    private Row held(String what, String figure, String which, String reason) {
        return new Row(
                attached() + what,
                "before",
                "<= 100 ms",
                text(figure, "attach", which),
                text(figure, "before", which),
                "",
                figures.of(name(figure, pace.most(), "attach") + which).greatest() <= HELD_GOAL,
                reason);
    }

    private Row unharmed() {
        Sample found = figures.of(name("found", pace.most()));
        Sample restarted = figures.of(name("restarted", pace.most()));
        Sample failed = figures.of(name("failed", pace.most(), "attach"));
        return new Row(
                attached() + "found, restarted, failed checkpoints",
                "",
                "all, none, none",
                String.join(
                        ", ",
                        found.text(Long::toString),
                        restarted.text(Long::toString),
                        failed.text(Long::toString)),
                "",
                "",
                found.least() == pace.most() && restarted.greatest() == 0 && failed.greatest() == 0,
                "A job is found when its coordinator next does something, or its JobMaster gets a"
                        + " heartbeat; the last after "
                        + figures.of(name("lastFound", pace.most())).text(Units::picos)
                        + ".");
    }

    private String attached() {
        return "attach to a JobManager with " + pace.most() + " jobs: ";
    }

    private String text(String figure, String when, String which) {
        return figures.of(name(figure, pace.most(), when) + which).text(Units::picos);
    }

    Chart growth() {
        Chart chart =
                new Chart(
                        "benchmark-attach",
                        "Attaching: what is held, and for how long, over the jobs",
                        "jobs",
                        Units::picos);
        for (int jobs : pace.jobs()) {
            add(chart, "all threads", jobs, name("stop", jobs, "attach"));
            add(chart, "a trigger", jobs, name("late", jobs, "attach") + ".most");
            add(chart, "a round trip", jobs, name("trip", jobs, "attach") + ".most");
        }
        return chart;
    }

    /** Adds a line to a chart. A value in whole milliseconds may be 0; it is drawn as 1. */
    private void add(Chart chart, String line, int jobs, String name) {
        chart.add(line, jobs, Math.max(MILLI, figures.of(name).median()));
    }
}
