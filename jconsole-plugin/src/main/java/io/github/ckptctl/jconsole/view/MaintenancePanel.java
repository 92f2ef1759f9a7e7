// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.view;

import io.github.ckptctl.jconsole.model.JobOperations;
import io.github.ckptctl.jconsole.model.JobSnapshot;
import io.github.ckptctl.jconsole.model.Units;
import org.jspecify.annotations.Nullable;

import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.JTextField;

import java.awt.GridBagLayout;
import java.util.ArrayList;
import java.util.List;

/** Operations for suspending, resuming and stopping; each with a sentence on its effects. */
final class MaintenancePanel {

    private static final long QUIESCE_MILLIS = 60_000;
    private static final long STOP_MILLIS = 600_000;
    private static final long TRIGGER_MILLIS = 3_600_000;

    private final JPanel section = Theme.section("Maintenance");
    private final List<JButton> buttons = new ArrayList<>();
    private final List<String> operations = new ArrayList<>();
    private final JobActions actions;
    private @Nullable JobSnapshot job;

    MaintenancePanel(JobActions actions) {
        this.actions = actions;
        add(
                "Suspend periodic",
                'P',
                "suspend",
                "No periodic checkpoint is triggered any more. What is in flight goes on, savepoints"
                        + " work.",
                () ->
                        actions.submit(
                                operations -> operations.suspend("PERIODIC"), actions::showResult));
        add(
                "Suspend all…",
                'U',
                "suspend",
                "Nothing in flight or new can complete any more, savepoints included.",
                this::suspendAll);
        add(
                "Suspend for…",
                '3',
                "suspendFor",
                "Suspends either for a time, then resumes by itself.",
                this::suspendFor);
        add(
                "Quiesce",
                'Q',
                "quiesce",
                "Suspends periodic checkpoints, then waits up to "
                        + Units.duration(QUIESCE_MILLIS)
                        + " until nothing is in flight. Stays suspended.",
                () ->
                        actions.submitWithTimeout(
                                QUIESCE_MILLIS,
                                operations -> operations.quiesce(QUIESCE_MILLIS),
                                actions::showResult));
        add(
                "Resume",
                'S',
                "resume",
                "Ends a suspension.",
                () -> actions.submit(JobOperations::resume, actions::showResult));
        add(
                "Unaligned…",
                'G',
                "enableUnaligned",
                "From the next checkpoint on barriers overtake the records in flight: for a job under"
                        + " back-pressure.",
                this::enableUnaligned);
        add(
                "Trigger…",
                '4',
                "triggerCheckpoint",
                "Takes a checkpoint now, whatever the interval is.",
                this::trigger);
        add(
                "Reset failure count",
                '5',
                "resetFailureCount",
                "The job survives as many failures as it tolerates from now on.",
                () -> actions.submit(JobOperations::resetFailureCount, actions::showResult));
        add(
                "Safe to kill?",
                '6',
                "safeToKill",
                "Whether the processes may be ended now, and why.",
                () -> actions.submit(JobOperations::safeToKill, actions::showResult));
        add(
                "Stop with checkpoint…",
                'O',
                "stopWithCheckpoint",
                "Takes a last snapshot and ends the job. Given up after "
                        + Units.duration(STOP_MILLIS)
                        + "; the job then runs on.",
                this::stop);
        add(
                "Stop with savepoint…",
                'I',
                "stopWithSavepoint",
                "The same, with a savepoint in a directory of your choice.",
                this::stopWithSavepoint);
    }

    private void add(
            String name, char mnemonic, String operation, String sentence, Runnable action) {
        int row = buttons.size();
        JButton button = new JButton(name);
        button.setMnemonic(mnemonic);
        button.setToolTipText("Alt+" + mnemonic);
        button.getAccessibleContext().setAccessibleDescription(sentence);
        button.addActionListener(event -> action.run());
        buttons.add(button);
        operations.add(operation);
        section.add(button, FormPanel.row(row, 0, 0));
        WrappedText text = new WrappedText("About " + name);
        text.show(sentence);
        section.add(text, FormPanel.row(row, 1, 1));
    }

    JComponent component() {
        return section;
    }

    void show(@Nullable JobSnapshot shown, boolean ready) {
        job = shown;
        for (int i = 0; i < buttons.size(); i++) {
            String operation = operations.get(i);
            boolean needed = !operation.equals("resume") || (shown != null && shown.suspended());
            buttons.get(i).setEnabled(ready && needed && shown != null && shown.can(operation));
        }
    }

    private void suspendAll() {
        JobSnapshot shown = job;
        if (shown == null) {
            return;
        }
        String what =
                "No checkpoint or savepoint completes until it is resumed, and "
                        + (shown.pending.isEmpty()
                                ? "nothing is in flight now."
                                : "what is in flight is aborted: " + shown.pending.size() + ".")
                        + "\nThe job's restart point grows older all the while.";
        if (ConfirmDialog.yes(section, shown, "Suspend all", what)) {
            actions.submit(operations -> operations.suspend("ALL"), actions::showResult);
        }
    }

    private void suspendFor() {
        JobSnapshot shown = job;
        if (shown == null) {
            return;
        }
        SuspensionForm form = new SuspensionForm();
        String what =
                "PERIODIC: no periodic checkpoint is triggered; what is in flight goes on,"
                        + " savepoints work.\n"
                        + "ALL: nothing in flight or new can complete, savepoints included.";
        if (!ConfirmDialog.yes(section, shown, "Suspend for a time", what, form.component())) {
            return;
        }
        long millis;
        try {
            millis = form.millis();
        } catch (IllegalArgumentException e) {
            actions.showResult(String.valueOf(e.getMessage()));
            return;
        }
        String mode = form.mode();
        String reason = form.reason();
        actions.submit(
                operations -> operations.suspendFor(mode, millis, reason), actions::showResult);
    }

    private void trigger() {
        JobSnapshot shown = job;
        if (shown == null) {
            return;
        }
        JComboBox<String> type =
                new JComboBox<>(new String[] {"CONFIGURED", "FULL", "INCREMENTAL"});
        type.getAccessibleContext().setAccessibleName("Type");
        Theme.showPlainly(type);
        String what =
                shown.pending.isEmpty()
                        ? "Nothing is in flight."
                        : "It is triggered when there is room for it; in flight: "
                                + shown.pending.size()
                                + ".";
        if (ConfirmDialog.yes(section, shown, "Trigger a checkpoint", what, type)) {
            String chosen = String.valueOf(type.getSelectedItem());
            actions.submitWithTimeout(
                    TRIGGER_MILLIS, operations -> operations.trigger(chosen), actions::showResult);
        }
    }

    private void enableUnaligned() {
        JobSnapshot shown = job;
        if (shown == null) {
            return;
        }
        JCheckBox restart =
                new JCheckBox("Restart its tasks if they are not capable of unaligned checkpoints");
        restart.setMnemonic('T');
        JTextField reason = new JTextField();
        reason.setName("Unaligned reason");
        JPanel form = new JPanel(new GridBagLayout());
        FormPanel.across(form, 0, restart);
        form.add(Theme.labelFor("Reason", 'R', reason), FormPanel.row(1, 0, 0));
        form.add(reason, FormPanel.row(1, 1, 1));
        String what =
                "Checkpoints carry the records in flight from then on.\n"
                        + "After a restart the job processes again what it has processed since its"
                        + " newest completed checkpoint.";
        if (ConfirmDialog.yes(section, shown, "Enable unaligned checkpoints", what, form)) {
            boolean allowed = restart.isSelected();
            String why = reason.getText().trim();
            actions.submit(
                    operations -> operations.enableUnaligned(allowed, why), actions::showResult);
        }
    }

    private void stop() {
        JobSnapshot shown = job;
        if (shown == null) {
            return;
        }
        JCheckBox drain = new JCheckBox("Drain: end event time, so that all windows fire");
        drain.setMnemonic('D');
        String what = "The job ends after a last snapshot, and does not start again by itself.";
        if (ConfirmDialog.yes(section, shown, "Stop the job", what, drain)) {
            boolean drained = drain.isSelected();
            actions.submitWithTimeout(
                    STOP_MILLIS,
                    operations -> operations.stop(drained, STOP_MILLIS),
                    actions::showResult);
        }
    }

    private void stopWithSavepoint() {
        JobSnapshot shown = job;
        if (shown == null) {
            return;
        }
        SavepointForm form = new SavepointForm();
        String what = "The job ends after a savepoint, and does not start again by itself.";
        if (ConfirmDialog.yes(section, shown, "Stop the job", what, form.component())) {
            String directory = form.directory();
            String format = form.format();
            boolean drained = form.isDrained();
            actions.submitWithTimeout(
                    STOP_MILLIS,
                    operations ->
                            operations.stopWithSavepoint(directory, format, drained, STOP_MILLIS),
                    actions::showResult);
        }
    }
}
