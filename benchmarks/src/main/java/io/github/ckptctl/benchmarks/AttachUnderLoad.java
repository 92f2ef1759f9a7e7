// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import io.github.ckptctl.cluster.ShutdownSignal;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Effect on the jobs when the agent is attached to their JobManager, over the number of jobs. */
final class AttachUnderLoad implements Group {

    private static final int THOUSANDTHS = 1_000;

    private final BenchmarkOptions options;
    private final AttachConfig pace;

    AttachUnderLoad(BenchmarkOptions options, AttachConfig pace) {
        this.options = options;
        this.pace = pace;
    }

    @Override
    public String name() {
        return "attach";
    }

    @Override
    public String title() {
        return "Attaching under load";
    }

    @Override
    public Figures measure(ShutdownSignal ending, Progress progress)
            throws IOException, InterruptedException {
        Figures figures = new Figures(Machine.facts() + ", " + options);
        AttachLoad load = new AttachLoad(options, pace, ending, progress);
        for (int round = 1; round <= pace.rounds(); round++) {
            progress.say("round " + round + " of " + pace.rounds());
            for (int jobs : pace.jobs()) {
                add(figures, jobs, load.measure(jobs));
            }
        }
        return figures;
    }

    private static void add(Figures figures, int jobs, AttachLoad.Noticed noticed) {
        add(figures, jobs, "before", noticed.before());
        add(figures, jobs, "attach", noticed.during());
        figures.add(AttachReport.name("found", jobs), noticed.found().jobs());
        figures.add(AttachReport.name("lastFound", jobs), noticed.found().last());
        figures.add(AttachReport.name("restarted", jobs), noticed.restarted());
    }

    private static void add(Figures figures, int jobs, String when, LoadFigures load) {
        figures.add(AttachReport.name("failed", jobs, when), load.failed());
        add(figures, jobs, when, "duration", load.durations());
        add(figures, jobs, when, "late", load.lateness());
        add(figures, jobs, when, "trip", load.trips());
        figures.add(AttachReport.name("stop", jobs, when), load.stop());
        figures.add(AttachReport.name("weaving", jobs, when), load.weaving());
        figures.add(AttachReport.name("cpu", jobs, when), load.cpu());
        figures.add(AttachReport.name("busy", jobs, when), Math.round(THOUSANDTHS * load.busy()));
    }

    private static void add(Figures figures, int jobs, String when, String what, Sample millis) {
        String name = AttachReport.name(what, jobs, when);
        figures.add(name + ".median", Duration.ofMillis(millis.median()));
        figures.add(name + ".most", Duration.ofMillis(millis.greatest()));
    }

    @Override
    public List<Row> rows(Figures figures) {
        return new AttachReport(figures, pace).all();
    }

    @Override
    public List<Chart> charts(Figures figures) {
        return List.of(new AttachReport(figures, pace).growth());
    }
}
