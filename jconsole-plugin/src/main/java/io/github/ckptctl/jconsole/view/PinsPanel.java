// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.view;

import io.github.ckptctl.jconsole.model.Finished;
import io.github.ckptctl.jconsole.model.JobSnapshot;
import io.github.ckptctl.jconsole.model.Pin;
import org.jspecify.annotations.Nullable;

import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.JTable;
import javax.swing.JTextField;
import javax.swing.ListSelectionModel;

import java.awt.FlowLayout;
import java.awt.GridBagLayout;
import java.util.ArrayList;
import java.util.List;

/** Pinned checkpoints, with the operations that pin and unpin. */
final class PinsPanel {

    private static final String NEWEST = "the newest";
    private static final int COLUMNS = 30;
    private static final int ROWS = 3;

    private final JPanel section = Theme.section("Pinned checkpoints: Flink does not delete them");
    private final PinsModel model = new PinsModel();
    private final JTable table = Theme.table(model, "Pinned checkpoints");
    private final JButton pin = new JButton("Pin…");
    private final JButton unpin = new JButton("Unpin…");
    private final JobActions actions;
    private @Nullable JobSnapshot job;
    private boolean ready;

    PinsPanel(JobActions actions) {
        this.actions = actions;
        table.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
        Theme.widths(table, 5, 7, 5, 7, 6, 8, 6, 14);
        FormPanel.across(section, 0, Theme.rows(table, ROWS));

        JPanel buttons = new JPanel(new FlowLayout(FlowLayout.LEADING));
        pin.setMnemonic('D');
        pin.setToolTipText("Keeps a completed checkpoint until it is unpinned (Alt+D)");
        buttons.add(pin);
        unpin.setMnemonic('1');
        unpin.setToolTipText("Lets the checkpoint that is selected in the table go (Alt+1)");
        buttons.add(unpin);
        FormPanel.across(section, 1, buttons);

        pin.addActionListener(event -> pin());
        unpin.addActionListener(event -> unpin());
        table.getSelectionModel().addListSelectionListener(event -> update());
        update();
    }

    JComponent component() {
        return section;
    }

    void show(@Nullable JobSnapshot shown, boolean isReady) {
        job = shown;
        ready = isReady;
        model.show(shown == null ? List.of() : shown.pinned);
        update();
    }

    private void update() {
        JobSnapshot shown = job;
        pin.setEnabled(ready && shown != null && shown.can("pinCheckpoint"));
        unpin.setEnabled(
                ready
                        && shown != null
                        && shown.can("unpinCheckpoint")
                        && table.getSelectedRow() >= 0);
    }

    private void pin() {
        JobSnapshot shown = job;
        if (shown == null) {
            return;
        }
        JComboBox<String> which = new JComboBox<>(choice(shown).toArray(new String[0]));
        JTextField reason = new JTextField(COLUMNS);
        Theme.showPlainly(which);
        reason.setName("Pin reason");
        JPanel form = new JPanel(new GridBagLayout());
        form.add(Theme.labelFor("Checkpoint", 'K', which), FormPanel.row(0, 0, 0));
        form.add(which, FormPanel.row(0, 1, 1));
        form.add(Theme.labelFor("Reason", 'R', reason), FormPanel.row(1, 0, 0));
        form.add(reason, FormPanel.row(1, 1, 1));
        String what =
                "Its files stay, whatever Flink would delete, and use storage until it is"
                        + " unpinned.\nOnly one that Flink still retains can be pinned.";
        if (ConfirmDialog.yes(section, shown, "Pin", what, form)) {
            String chosen = String.valueOf(which.getSelectedItem());
            long id = chosen.equals(NEWEST) ? -1 : Long.parseLong(chosen);
            String why = reason.getText().trim();
            actions.submit(operations -> operations.pin(id, why), actions::showResult);
        }
    }

    private static List<String> choice(JobSnapshot shown) {
        List<String> choice = new ArrayList<>();
        for (Finished one : shown.recent) {
            if (one.completed) {
                choice.add(0, Long.toString(one.id));
            }
        }
        choice.add(0, NEWEST);
        return choice;
    }

    private void unpin() {
        JobSnapshot shown = job;
        int row = table.getSelectedRow();
        if (shown == null || row < 0) {
            return;
        }
        Pin one = model.row(row);
        String what =
                "Checkpoint "
                        + one.id
                        + " is let go. "
                        + (one.inStore
                                ? "Flink still retains it, and deletes it in its time."
                                : "Its files are deleted at once, except for those that others"
                                        + " need.");
        if (ConfirmDialog.yes(section, shown, "Unpin", what)) {
            actions.submit(operations -> operations.unpin(one.id), actions::showResult);
        }
    }
}
