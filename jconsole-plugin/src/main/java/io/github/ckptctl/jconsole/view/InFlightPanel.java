// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.view;

import io.github.ckptctl.jconsole.model.JobSnapshot;
import io.github.ckptctl.jconsole.model.Pending;
import io.github.ckptctl.jconsole.model.Units;
import org.jspecify.annotations.Nullable;

import javax.swing.DefaultComboBoxModel;
import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JTextField;

import java.awt.FlowLayout;
import java.util.ArrayList;
import java.util.List;

/** Checkpoints in flight, with their operations. */
final class InFlightPanel {

    private final JPanel section = Theme.section("In flight, towards the deadline");
    private final DeadlineBars bars = new DeadlineBars();
    private final JComboBox<Long> which = new JComboBox<>();
    private final JTextField more = new JTextField("10 min", 7);
    private final JButton rearm = new JButton("Re-arm all");
    private final JButton extend = new JButton("Extend by");
    private final JButton abort = new JButton("Abort…");
    private final JButton diagnose = new JButton("Diagnose");
    private final JButton stacks = new JButton("Stacks");
    private final JTextField most = new JTextField("1", 3);
    private final JButton failHolders = new JButton("Fail holders…");
    private final JobActions actions;
    private @Nullable JobSnapshot job;

    InFlightPanel(JobActions actions) {
        this.actions = actions;
        FormPanel.across(section, 0, bars);

        rearm.setMnemonic('M');
        section.add(rearm, FormPanel.row(1, 0, 0));
        WrappedText rearmText = new WrappedText("About Re-arm all");
        rearmText.show(
                "All in flight get their trigger time plus the timeout in effect as their deadline."
                        + " One that is older than that expires at once.");
        section.add(rearmText, FormPanel.row(1, 1, 1));

        JPanel one = new JPanel(new FlowLayout(FlowLayout.LEADING));
        which.setName("Checkpoint");
        more.setName("More time");
        more.getAccessibleContext().setAccessibleName("How much more time, 10 min for example");
        which.getAccessibleContext().setAccessibleName("Checkpoint");
        one.add(new JLabel("Checkpoint"));
        one.add(which);
        extend.setMnemonic('X');
        extend.setToolTipText("Moves the deadline of this checkpoint; later ones are untouched");
        one.add(extend);
        one.add(more);
        abort.setMnemonic('B');
        abort.setToolTipText("Gives this checkpoint up; it does not count as a failure");
        one.add(abort);
        FormPanel.across(section, 2, one);

        JPanel holders = new JPanel(new FlowLayout(FlowLayout.LEADING));
        diagnose.setMnemonic('2');
        diagnose.setToolTipText(
                "What holds the oldest one, or held the last that failed, and what would help"
                        + " (Alt+2)");
        holders.add(diagnose);
        stacks.setMnemonic('Z');
        stacks.setToolTipText(
                "What the threads of the subtasks that hold this checkpoint are doing (Alt+Z)");
        holders.add(stacks);
        failHolders.setMnemonic('K');
        failHolders.setToolTipText(
                "Fails the subtasks that hold this checkpoint: their tasks restart (Alt+K)");
        holders.add(failHolders);
        most.setName("Most");
        most.getAccessibleContext().setAccessibleName("How many subtasks may be failed at most");
        holders.add(new JLabel("at most"));
        holders.add(most);
        FormPanel.across(section, 3, holders);

        rearm.addActionListener(
                event ->
                        actions.submit(operations -> operations.reschedule(), actions::showResult));
        extend.addActionListener(event -> extend());
        abort.addActionListener(event -> abort());
        diagnose.addActionListener(
                event -> actions.submit(operations -> operations.diagnose(), actions::showResult));
        stacks.addActionListener(event -> stacks());
        failHolders.addActionListener(event -> failHolders());
    }

    JComponent component() {
        return section;
    }

    /** Updates the bars between two readings. */
    void tick() {
        bars.repaint();
    }

    void show(@Nullable JobSnapshot shown, boolean ready) {
        job = shown;
        bars.show(shown);
        List<Long> ids = new ArrayList<>();
        for (Pending pending : shown == null ? List.<Pending>of() : shown.pending) {
            ids.add(pending.id);
        }
        if (!ids.equals(shownIds())) {
            Object chosen = which.getSelectedItem();
            which.setModel(new DefaultComboBoxModel<>(ids.toArray(new Long[0])));
            if (chosen instanceof Long && ids.contains((Long) chosen)) {
                which.setSelectedItem(chosen);
            }
        }
        boolean any = ready && shown != null && !ids.isEmpty();
        which.setEnabled(any);
        more.setEnabled(any && can("extendInFlight"));
        rearm.setEnabled(any && can("rescheduleInFlight"));
        extend.setEnabled(any && can("extendInFlight"));
        abort.setEnabled(any && can("abortCheckpoint"));
        diagnose.setEnabled(ready && can("diagnose"));
        stacks.setEnabled(any && can("stacksOfHolders"));
        failHolders.setEnabled(any && can("failHoldingTasks"));
        most.setEnabled(any && can("failHoldingTasks"));
    }

    private boolean can(String operation) {
        return job != null && job.can(operation);
    }

    private List<Long> shownIds() {
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < which.getItemCount(); i++) {
            ids.add(which.getItemAt(i));
        }
        return ids;
    }

    private void extend() {
        Long id = (Long) which.getSelectedItem();
        if (id == null) {
            return;
        }
        long millis;
        try {
            millis = Units.millis(more.getText());
        } catch (IllegalArgumentException e) {
            actions.showResult(String.valueOf(e.getMessage()));
            return;
        }
        actions.submit(operations -> operations.extend(id, millis), actions::showResult);
    }

    private void abort() {
        Long id = (Long) which.getSelectedItem();
        JobSnapshot shown = job;
        if (id != null
                && shown != null
                && ConfirmDialog.yes(
                        section,
                        shown,
                        "Abort",
                        "Checkpoint " + id + " is given up; what it has written is lost.")) {
            actions.submit(operations -> operations.abort(id), actions::showResult);
        }
    }

    private void stacks() {
        Long id = (Long) which.getSelectedItem();
        if (id != null) {
            actions.submit(operations -> operations.stacks(id), actions::showResult);
        }
    }

    private void failHolders() {
        Long id = (Long) which.getSelectedItem();
        JobSnapshot shown = job;
        if (id == null || shown == null) {
            return;
        }
        long greatest;
        try {
            greatest = Long.parseLong(most.getText().trim());
        } catch (NumberFormatException e) {
            actions.showResult("'" + most.getText() + "' is no number of subtasks.");
            return;
        }
        if (ConfirmDialog.yes(
                section,
                shown,
                "Fail holders",
                "The subtasks that hold checkpoint "
                        + id
                        + " are failed, "
                        + greatest
                        + " at most; the job's tasks restart from the newest completed checkpoint"
                        + (shown.latestCompletedId < 0
                                ? ": there is none, so from the beginning."
                                : ", " + shown.latestCompletedId + "."))) {
            actions.submit(operations -> operations.failHolders(id, greatest), actions::showResult);
        }
    }
}
