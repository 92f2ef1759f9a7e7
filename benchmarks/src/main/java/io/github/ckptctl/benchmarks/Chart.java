// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongFunction;

/**
 * Chart of growth, drawn as SVG: both axes are logarithmic, so a value that grows in proportion is
 * a straight line that rises by one power of ten for each power of ten. Readable on light and dark
 * pages.
 */
final class Chart {

    private static final int WIDTH = 560;
    private static final int HEIGHT = 360;
    private static final int LEFT = 80;
    private static final int RIGHT = 180;
    private static final int TOP = 40;
    private static final int BOTTOM = 50;
    private static final List<String> COLOURS = List.of("#0969da", "#bc4c00", "#1a7f37", "#8250df");

    private final String name;
    private final String title;
    private final String xLabel;
    private final LongFunction<String> unit;
    private final Map<String, SortedMap<Long, Long>> lines = new TreeMap<>();

    /**
     * @param name the name of its file
     * @param title the subject of the chart
     * @param xLabel the label of the x axis
     * @param unit the format of the values
     */
    Chart(String name, String title, String xLabel, LongFunction<String> unit) {
        this.name = name;
        this.title = title;
        this.xLabel = xLabel;
        this.unit = unit;
    }

    String name() {
        return name;
    }

    String title() {
        return title;
    }

    void add(String line, long x, long y) {
        lines.computeIfAbsent(line, unused -> new TreeMap<>()).put(x, y);
    }

    /** Returns the file's content. */
    String svg() {
        Axis x = new Axis(lines.values().stream().flatMap(l -> l.keySet().stream()).toList());
        Axis y = new Axis(lines.values().stream().flatMap(l -> l.values().stream()).toList());
        List<String> parts = new ArrayList<>();
        parts.add(
                String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
                                + " width=\"%d\" height=\"%d\" style=\"max-width:100%%;height:auto\""
                                + " role=\"img\" aria-label=\"%s\">",
                        WIDTH,
                        HEIGHT,
                        WIDTH,
                        HEIGHT,
                        title));
        parts.add(
                "<style>text{font:12px sans-serif;fill:#6e7781}.grid{stroke:#8c959f;"
                        + "stroke-opacity:.3}@media (prefers-color-scheme:dark){text{fill:#9198a1}}"
                        + "</style>");
        parts.add(text(LEFT, TOP - 20, "start", title));
        for (long power : x.powers()) {
            int at = x(x, power);
            parts.add(grid(at, TOP, at, HEIGHT - BOTTOM));
            parts.add(text(at, HEIGHT - BOTTOM + 18, "middle", String.format("%,d", power)));
        }
        parts.add(text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, "middle", xLabel));
        for (long power : y.powers()) {
            int at = y(y, power);
            parts.add(grid(LEFT, at, WIDTH - RIGHT, at));
            parts.add(text(LEFT - 8, at + 4, "end", unit.apply(power)));
        }
        int index = 0;
        for (Map.Entry<String, SortedMap<Long, Long>> line : lines.entrySet()) {
            String colour = COLOURS.get(index % COLOURS.size());
            line(line.getValue(), x, y, colour, parts);
            int at = TOP + 20 * index++ + 4;
            parts.add(dot(WIDTH - RIGHT + 16, at - 4, colour));
            parts.add(text(WIDTH - RIGHT + 26, at, "start", line.getKey()));
        }
        parts.add("</svg>");
        return String.join("\n", parts) + "\n";
    }

    private static void line(
            SortedMap<Long, Long> points, Axis x, Axis y, String colour, List<String> parts) {
        StringBuilder path = new StringBuilder();
        points.forEach((px, py) -> path.append(x(x, px)).append(',').append(y(y, py)).append(' '));
        parts.add(
                String.format(
                        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>",
                        path.toString().trim(), colour));
        points.forEach((px, py) -> parts.add(dot(x(x, px), y(y, py), colour)));
    }

    private static int x(Axis axis, long value) {
        return LEFT + (int) Math.round(axis.place(value) * (WIDTH - LEFT - RIGHT));
    }

    private static int y(Axis axis, long value) {
        return HEIGHT - BOTTOM - (int) Math.round(axis.place(value) * (HEIGHT - TOP - BOTTOM));
    }

    private static String dot(int x, int y, String colour) {
        return String.format("<circle cx=\"%d\" cy=\"%d\" r=\"4\" fill=\"%s\"/>", x, y, colour);
    }

    private static String grid(int x1, int y1, int x2, int y2) {
        return String.format(
                "<line class=\"grid\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>", x1, y1, x2, y2);
    }

    private static String text(int x, int y, String anchor, String text) {
        return String.format(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>", x, y, anchor, text);
    }

    /** Logarithmic axis from the power of ten below all values to the one above them. */
    private static final class Axis {

        private final int least;
        private final int greatest;

        Axis(List<Long> values) {
            double smallest = values.stream().mapToDouble(Long::doubleValue).min().orElse(1);
            double largest = values.stream().mapToDouble(Long::doubleValue).max().orElse(1);
            this.least = (int) Math.floor(Math.log10(smallest));
            this.greatest = Math.max(least + 1, (int) Math.ceil(Math.log10(largest)));
        }

        /** Returns the position of a value, from 0 to 1. */
        double place(long value) {
            return (Math.log10((double) value) - least) / (greatest - least);
        }

        List<Long> powers() {
            List<Long> powers = new ArrayList<>();
            for (int exponent = least; exponent <= greatest; exponent++) {
                powers.add(Math.round(Math.pow(10, exponent)));
            }
            return powers;
        }
    }
}
