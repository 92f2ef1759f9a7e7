// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.view;

import io.github.ckptctl.jconsole.model.JobOperations;
import io.github.ckptctl.jconsole.model.JobSnapshot;
import io.github.ckptctl.jconsole.model.Units;
import org.jspecify.annotations.Nullable;

import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JComponent;
import javax.swing.JPanel;

import java.util.ArrayList;
import java.util.List;

/** Operations for suspending, resuming and stopping; each with a sentence on its effects. */
final class MaintenancePanel {

    private static final long QUIESCE_MILLIS = 60_000;
    private static final long STOP_MILLIS = 600_000;

    private final JPanel section = Theme.section("Maintenance");
    private final List<JButton> buttons = new ArrayList<>();
    private final List<String> operations = new ArrayList<>();
    private final JobActions desk;
    private @Nullable JobSnapshot job;

    MaintenancePanel(JobActions desk) {
        this.desk = desk;
        add(
                "Suspend periodic",
                'P',
                "suspend",
                "No periodic checkpoint is triggered any more. What is in flight goes on, savepoints"
                        + " work.",
                () -> desk.ask(order -> order.suspend("PERIODIC"), desk::tell));
        add(
                "Suspend all…",
                'U',
                "suspend",
                "Nothing in flight or new can complete any more, savepoints included.",
                this::suspendAll);
        add(
                "Quiesce",
                'Q',
                "quiesce",
                "Suspends periodic checkpoints, then waits up to "
                        + Units.duration(QUIESCE_MILLIS)
                        + " until nothing is in flight. Stays suspended.",
                () ->
                        desk.askPatiently(
                                QUIESCE_MILLIS,
                                order -> order.quiesce(QUIESCE_MILLIS),
                                desk::tell));
        add(
                "Resume",
                'S',
                "resume",
                "Ends a suspension.",
                () -> desk.ask(JobOperations::resume, desk::tell));
        add(
                "Unaligned…",
                'G',
                "enableUnaligned",
                "From the next checkpoint on barriers overtake the records in flight: for a job under"
                        + " back-pressure.",
                this::enableUnaligned);
        add(
                "Pin newest",
                'D',
                "pinCheckpoint",
                "Keeps the newest completed checkpoint, whatever Flink would delete, until it is"
                        + " unpinned.",
                () -> desk.ask(JobOperations::pinNewest, desk::tell));
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
                "No checkpoint or savepoint completes until somebody resumes, and "
                        + (shown.pending.isEmpty()
                                ? "nothing is in flight now."
                                : "what is in flight is aborted: " + shown.pending.size() + ".")
                        + "\nThe job's restart point grows older all the while.";
        if (ConfirmDialog.yes(section, shown, "Suspend all", what)) {
            desk.ask(order -> order.suspend("ALL"), desk::tell);
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
        String what =
                "Checkpoints carry the records in flight from then on.\n"
                        + "After a restart the job processes again what it has processed since its"
                        + " newest completed checkpoint.";
        if (ConfirmDialog.yes(section, shown, "Enable unaligned checkpoints", what, restart)) {
            boolean allowed = restart.isSelected();
            desk.ask(order -> order.enableUnaligned(allowed), desk::tell);
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
            desk.askPatiently(STOP_MILLIS, order -> order.stop(drained, STOP_MILLIS), desk::tell);
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
            desk.askPatiently(
                    STOP_MILLIS,
                    order -> order.stopWithSavepoint(directory, format, drained, STOP_MILLIS),
                    desk::tell);
        }
    }
}
