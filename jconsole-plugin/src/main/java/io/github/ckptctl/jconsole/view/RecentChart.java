// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.view;

import io.github.ckptctl.jconsole.model.Finished;
import io.github.ckptctl.jconsole.model.JobSnapshot;
import io.github.ckptctl.jconsole.model.Units;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

import javax.accessibility.AccessibleContext;
import javax.accessibility.AccessibleRole;
import javax.swing.JComponent;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/**
 * Chart of the recent checkpoints: duration, size and outcome of each, and the timeout as a line.
 *
 * <p>Does not use XChart's own panel, which installs key bindings and a menu that writes files.
 */
final class RecentChart extends JComponent {

    private static final int SIZES = 1;

    /** Multiple of the longest duration above which a line for the timeout would hide the rest. */
    private static final double FAR = 10;

    private @Nullable JobSnapshot job;

    RecentChart() {
        setName("Recent checkpoints");
    }

    void show(@Nullable JobSnapshot shown) {
        job = shown;
        repaint();
    }

    private List<Finished> recent() {
        return job == null ? List.of() : job.recent;
    }

    @Override
    public Dimension getPreferredSize() {
        return new Dimension(Theme.line(this) * 20, Theme.line(this) * 15);
    }

    @Override
    public Dimension getMinimumSize() {
        return new Dimension(Theme.line(this) * 15, Theme.line(this) * 15);
    }

    @Override
    protected void paintComponent(Graphics graphics) {
        Graphics2D canvas = (Graphics2D) graphics.create();
        try {
            JobSnapshot shown = job;
            if (shown == null || recent().isEmpty()) {
                write(canvas, "No checkpoint has ended yet.");
            } else {
                chart(shown).paint(canvas, getWidth(), getHeight());
            }
        } catch (RuntimeException e) {
            // JConsole shows an exception that is left to Swing in a window of its own
            write(canvas, "No chart: " + e);
        } finally {
            canvas.dispose();
        }
    }

    private void write(Graphics2D canvas, String text) {
        canvas.setFont(Theme.font());
        canvas.setColor(getForeground());
        canvas.drawString(text, 4, Theme.line(this));
    }

    private XYChart chart(JobSnapshot shown) {
        XYChart chart = new XYChart(getWidth(), getHeight());
        style(chart.getStyler());
        chart.setXAxisTitle("checkpoint");
        chart.setYAxisTitle("seconds");
        List<Finished> all = recent();
        List<Finished> completed = all.stream().filter(one -> one.completed).collect(toList());
        List<Finished> failed = all.stream().filter(one -> !one.completed).collect(toList());
        sizes(chart, completed);
        durations(chart, "completed", completed, Theme.good(), SeriesMarkers.CIRCLE);
        durations(chart, "failed", failed, Theme.bad(), SeriesMarkers.CROSS);
        double greatest = all.stream().mapToLong(one -> one.duration).max().orElse(1);
        if (shown.timeout > FAR * greatest) {
            chart.setTitle("The timeout, " + Units.duration(shown.timeout) + ", is far above");
        } else if (shown.timeout > 0) {
            XYSeries timeout =
                    chart.addSeries(
                            "timeout " + Units.duration(shown.timeout),
                            new double[] {all.get(0).id - 0.5, all.get(all.size() - 1).id + 0.5},
                            new double[] {shown.timeout / 1000.0, shown.timeout / 1000.0});
            timeout.setMarker(SeriesMarkers.NONE);
            timeout.setLineColor(Theme.bad());
            timeout.setLineStyle(SeriesLines.DASH_DASH);
        }
        return chart;
    }

    /** Draws sizes below durations, in the lower half. */
    private static void sizes(XYChart chart, List<Finished> completed) {
        List<Finished> sized = completed.stream().filter(one -> one.size >= 0).collect(toList());
        if (sized.isEmpty()) {
            return;
        }
        long greatest = sized.stream().mapToLong(one -> one.size).max().orElse(1);
        long unit = unit(greatest);
        XYSeries sizes =
                chart.addSeries(
                        "size",
                        sized.stream().mapToDouble(one -> one.id).toArray(),
                        sized.stream().mapToDouble(one -> (double) one.size / unit).toArray());
        sizes.setYAxisGroup(SIZES);
        sizes.setMarker(SeriesMarkers.DIAMOND);
        sizes.setMarkerColor(Theme.foreground());
        sizes.setLineColor(Theme.foreground());
        sizes.setLineStyle(SeriesLines.DOT_DOT);
        chart.setYAxisGroupTitle(SIZES, Units.bytes(unit).replaceFirst("\\S+ ", ""));
        chart.getStyler().setYAxisMax(SIZES, Math.max(1, 2.0 * greatest / unit));
    }

    private static Collector<Finished, ?, List<Finished>> toList() {
        return Collectors.toList();
    }

    /** Returns the greatest unit of sizes that is not greater than a size. */
    private static long unit(long size) {
        long unit = 1;
        while (size / unit >= 1024) {
            unit *= 1024;
        }
        return unit;
    }

    private static void durations(
            XYChart chart, String name, List<Finished> some, Color colour, Marker marker) {
        if (!some.isEmpty()) {
            XYSeries series =
                    chart.addSeries(
                            name,
                            some.stream().mapToDouble(one -> one.id).toArray(),
                            some.stream().mapToDouble(one -> one.duration / 1000.0).toArray());
            series.setMarker(marker);
            series.setMarkerColor(colour);
            series.setLineColor(colour);
            series.setLineStyle(SeriesLines.NONE);
        }
    }

    private void style(XYStyler styler) {
        Color back = Theme.background();
        Color front = Theme.foreground();
        Font font = Theme.font().deriveFont(Font.PLAIN);
        styler.setChartBackgroundColor(back)
                .setPlotBackgroundColor(back)
                .setPlotBorderColor(Theme.grid())
                .setChartFontColor(front)
                .setLegendBackgroundColor(back)
                .setLegendBorderColor(back)
                .setLegendFont(font)
                .setChartTitleFont(font)
                .setChartTitleBoxVisible(false)
                .setLegendPosition(Styler.LegendPosition.OutsideS)
                .setLegendLayout(Styler.LegendLayout.Horizontal)
                .setMarkerSize(Theme.line(this) / 2)
                .setYAxisGroupPosition(SIZES, Styler.YAxisPosition.Right)
                .setXAxisTitleColor(front)
                .setYAxisTitleColor(front)
                .setYAxisGroupTitleColor(SIZES, front);
        styler.setPlotGridLinesColor(Theme.grid())
                .setAxisTickLabelsColor(front)
                .setAxisTickMarksColor(front)
                .setXAxisTickLabelsColor(front)
                .setYAxisTickLabelsColor(front)
                .setYAxisGroupTickLabelsColorMap(SIZES, front)
                .setAxisTickLabelsFont(font)
                .setAxisTitleFont(font)
                .setXAxisDecimalPattern("0")
                .setYAxisMin(0.0)
                .setYAxisMin(SIZES, 0.0);
    }

    /** Returns the content of the chart in words. */
    String summary() {
        if (recent().isEmpty()) {
            return "No checkpoint has ended yet.";
        }
        List<Finished> newest = new ArrayList<>(recent());
        Collections.reverse(newest);
        String limit = job == null ? "" : " Timeout: " + Units.duration(job.timeout) + ".";
        return newest.stream().limit(5).map(Finished::summary).collect(Collectors.joining("; "))
                + "."
                + limit;
    }

    @Override
    public AccessibleContext getAccessibleContext() {
        if (accessibleContext == null) {
            accessibleContext = new AccessibleSummary();
        }
        return accessibleContext;
    }

    private final class AccessibleSummary extends AccessibleJComponent {
        @Override
        public AccessibleRole getAccessibleRole() {
            return AccessibleRole.CANVAS;
        }

        @Override
        public String getAccessibleName() {
            return "Recent checkpoints, newest first: " + summary();
        }
    }
}
