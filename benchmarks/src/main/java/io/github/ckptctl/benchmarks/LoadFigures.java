// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import io.github.ckptctl.benchmarks.SafepointLog.Pause;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What was measured of a JobManager under load, in one window.
 *
 * @param failed how many checkpoints failed
 * @param durations of the completed ones, in milliseconds
 * @param lateness of the triggers, in milliseconds
 * @param trips to the main threads and back, in milliseconds
 * @param stops why, how often and for how long at the most all threads stood still
 * @param cpu the time that the JobManager computed
 * @param busy how much of all cores was in use
 */
record LoadFigures(
        long failed,
        Sample durations,
        Sample lateness,
        Sample trips,
        String stops,
        String cpu,
        String busy) {

    static LoadFigures of(
            Stretch stretch, List<Triggers> jobs, RoundTrips trips, List<Pause> pauses) {
        Window window = stretch.window();
        return new LoadFigures(
                jobs.stream().mapToLong(job -> job.failed(window)).sum(),
                new Sample(jobs.stream().flatMapToLong(job -> job.durations(window))),
                new Sample(jobs.stream().flatMapToLong(job -> job.lateness(window))),
                new Sample(trips.millis(window)),
                stops(pauses, window),
                Units.millis(stretch.cpu().toMillis()),
                Units.percent(stretch.busy(), 1));
    }

    /** Returns a table with a column for these figures, and one for others. */
    Table beside(LoadFigures other, String column, String otherColumn) {
        Table table = new Table("", column, otherColumn);
        table.row("checkpoints failed", "" + failed, "" + other.failed);
        table.row("checkpoints completed", "" + durations.size(), "" + other.durations.size());
        table.row(
                "their duration",
                durations.text(Units::millis),
                other.durations.text(Units::millis));
        table.row(
                "trigger later than due",
                lateness.text(Units::millis),
                other.lateness.text(Units::millis));
        table.row(
                "round trip to Dispatcher and JobMaster",
                trips.text(Units::millis),
                other.trips.text(Units::millis));
        table.row("all threads stopped for", stops, other.stops);
        table.row("the JobManager's CPU time", cpu, other.cpu);
        table.row("all cores in use", busy, other.busy);
        return table;
    }

    private static String stops(List<Pause> pauses, Window window) {
        Map<String, List<Pause>> byReason =
                pauses.stream()
                        .filter(pause -> window.contains(pause.end()))
                        .collect(
                                Collectors.groupingBy(
                                        Pause::reason, TreeMap::new, Collectors.toList()));
        return byReason.entrySet().stream()
                .map(
                        of ->
                                of.getKey()
                                        + " "
                                        + of.getValue().size()
                                        + " × at most "
                                        + longest(of.getValue()))
                .collect(Collectors.joining("; "));
    }

    private static String longest(List<Pause> pauses) {
        long millis = pauses.stream().mapToLong(pause -> pause.length().toMillis()).max().orElse(0);
        return Units.millis(millis);
    }
}
