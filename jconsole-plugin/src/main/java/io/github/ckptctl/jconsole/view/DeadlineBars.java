// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.view;

import io.github.ckptctl.jconsole.model.JobSnapshot;
import io.github.ckptctl.jconsole.model.Pending;
import org.jspecify.annotations.Nullable;

import javax.accessibility.AccessibleContext;
import javax.accessibility.AccessibleRole;
import javax.swing.JComponent;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.util.List;
import java.util.stream.Collectors;

/** Bars of the checkpoints in flight, full at the deadline, with a description in words. */
final class DeadlineBars extends JComponent {

    /** Share from which on a bar warns. */
    private static final double LATE = 0.8;

    private @Nullable JobSnapshot job;

    DeadlineBars() {
        setName("In flight");
    }

    void show(@Nullable JobSnapshot shown) {
        int before = rows();
        job = shown;
        if (rows() != before) {
            revalidate();
        }
        repaint();
    }

    /** Returns the content of the bars in words. */
    String summary() {
        JobSnapshot shown = job;
        if (shown == null || shown.pending.isEmpty()) {
            return "Nothing is in flight.";
        }
        long now = shown.now();
        return shown.pending.stream()
                .map(one -> one.summary(now))
                .collect(Collectors.joining("; "));
    }

    private int rows() {
        return job == null ? 1 : Math.max(1, job.pending.size());
    }

    private int rowHeight() {
        return Theme.line(this) * 9 / 5;
    }

    @Override
    public Dimension getPreferredSize() {
        return new Dimension(Theme.line(this) * 20, rows() * rowHeight());
    }

    @Override
    public Dimension getMinimumSize() {
        return new Dimension(Theme.line(this) * 10, rows() * rowHeight());
    }

    @Override
    protected void paintComponent(Graphics graphics) {
        Graphics2D canvas = (Graphics2D) graphics.create();
        try {
            canvas.setRenderingHint(
                    RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            canvas.setFont(Theme.font().deriveFont(Font.PLAIN));
            JobSnapshot shown = job;
            List<Pending> pending = shown == null ? List.of() : shown.pending;
            if (shown == null || pending.isEmpty()) {
                canvas.setColor(getForeground());
                canvas.drawString(summary(), 4, baseline(canvas, 0));
            }
            for (int row = 0; shown != null && row < pending.size(); row++) {
                paintBar(canvas, row, pending.get(row), shown.now());
            }
        } finally {
            canvas.dispose();
        }
    }

    private int baseline(Graphics2D canvas, int row) {
        int text = canvas.getFontMetrics().getAscent() - canvas.getFontMetrics().getDescent();
        return row * rowHeight() + (rowHeight() + text) / 2;
    }

    private void paintBar(Graphics2D canvas, int row, Pending pending, long now) {
        double used = pending.used(now);
        int top = row * rowHeight() + 2;
        int height = rowHeight() - 4;
        int width = getWidth() - 2;
        int filled = (int) (width * used);
        Color bar = used >= LATE ? Theme.bad() : Theme.good();
        canvas.setColor(Theme.background());
        canvas.fillRect(1, top, width, height);
        canvas.setColor(bar);
        canvas.fillRect(1, top, filled, height);
        canvas.setColor(Theme.foreground());
        canvas.drawRect(1, top, width - 1, height - 1);

        String text = DisplayText.line(pending.summary(now)) + (used >= LATE ? "  (late)" : "");
        int x = Theme.line(this) / 2;
        canvas.setClip(1, top, filled, height);
        canvas.setColor(Theme.background());
        canvas.drawString(text, x, baseline(canvas, row));
        canvas.setClip(1 + filled, top, width - filled, height);
        canvas.setColor(Theme.foreground());
        canvas.drawString(text, x, baseline(canvas, row));
        canvas.setClip(null);
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
            return AccessibleRole.PROGRESS_BAR;
        }

        @Override
        public String getAccessibleName() {
            return "In flight: " + summary();
        }
    }
}
