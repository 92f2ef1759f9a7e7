// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.view;

import io.github.ckptctl.jconsole.model.Forecast;
import io.github.ckptctl.jconsole.model.JobKey;
import io.github.ckptctl.jconsole.model.JobSnapshot;
import io.github.ckptctl.jconsole.model.Units;
import org.jspecify.annotations.Nullable;

import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.JTable;
import javax.swing.JTextField;

import java.awt.BorderLayout;
import java.awt.FlowLayout;
import java.util.Map;

/** Settings, to be changed together, with a reason and for a limited time. */
final class SettingsPanel {

    private final JPanel section = Theme.section("Settings (* differs from what was submitted)");
    private final SettingsModel model = new SettingsModel();
    private final JTable table = Theme.table(model, "Settings");
    private final JTextField reason = new JTextField(16);
    private final JTextField holds = new JTextField(8);
    private final JButton apply = new JButton("Apply…");
    private final JButton revert = new JButton("Revert");
    private final JButton reset = new JButton("Reset to submitted…");
    private final JobActions actions;
    private @Nullable JobSnapshot job;
    private @Nullable JobKey typedFor;
    private long ownRevision = -1;

    SettingsPanel(JobActions actions) {
        this.actions = actions;
        table.putClientProperty("terminateEditOnFocusLost", true);
        Theme.widths(table, 9, 6, 6, 6, 12);
        JPanel whole = new JPanel(new BorderLayout());
        whole.add(table.getTableHeader(), BorderLayout.NORTH);
        whole.add(table, BorderLayout.CENTER);
        FormPanel.across(section, 0, whole);

        reason.setName("Reason");
        holds.setName("Holds for");
        holds.setToolTipText("30 min or 1 h, say; empty: until it is changed again or reset");
        JPanel fields = new JPanel(new FlowLayout(FlowLayout.LEADING));
        fields.add(Theme.labelFor("Reason", 'N', reason));
        fields.add(reason);
        fields.add(Theme.labelFor("Holds for", 'L', holds));
        fields.add(holds);
        FormPanel.across(section, 1, fields);

        JPanel buttons = new JPanel(new FlowLayout(FlowLayout.LEADING));
        apply.setMnemonic('Y');
        apply.setToolTipText("Shows what the new values would do, and asks");
        revert.setMnemonic('E');
        revert.setToolTipText("Forgets the new values that are not applied yet");
        reset.setMnemonic('R');
        reset.setToolTipText("Ends every change: what was submitted holds again");
        buttons.add(apply);
        buttons.add(revert);
        buttons.add(reset);
        FormPanel.across(section, 2, buttons);

        apply.addActionListener(event -> apply());
        reason.addActionListener(event -> apply());
        holds.addActionListener(event -> apply());
        revert.addActionListener(event -> revert());
        reset.addActionListener(event -> reset());
    }

    JComponent component() {
        return section;
    }

    void show(@Nullable JobSnapshot shown, boolean ready) {
        if (shown != null && (typedFor == null || !shown.job.equals(typedFor))) {
            revert();
            ownRevision = -1;
            typedFor = shown.job;
        }
        job = shown;
        boolean canChange = ready && shown != null && shown.can("updateSettings");
        if (shown != null) {
            model.show(shown.settings, canChange);
        }
        apply.setEnabled(canChange);
        revert.setEnabled(canChange);
        reason.setEnabled(canChange);
        holds.setEnabled(canChange);
        reset.setEnabled(ready && shown != null && shown.can("resetSettings"));
    }

    private void revert() {
        if (table.isEditing()) {
            table.getCellEditor().cancelCellEditing();
        }
        model.revert();
    }

    private void apply() {
        if (table.isEditing()) {
            table.getCellEditor().stopCellEditing();
        }
        JobSnapshot shown = job;
        if (shown == null || !apply.isEnabled()) {
            return;
        }
        Map<String, String> values;
        long ttl;
        try {
            values = model.values();
            ttl = holds.getText().isBlank() ? 0 : Units.millis(holds.getText());
        } catch (IllegalArgumentException e) {
            actions.showResult(String.valueOf(e.getMessage()));
            return;
        }
        if (values.isEmpty()) {
            actions.showResult("Nothing to apply: write into the column New value.");
            return;
        }
        // the table's data may be older than the last change from here
        long revision = Math.max(shown.revision, ownRevision);
        if (shown.can("forecastSettings")) {
            actions.submit(
                    one -> one.forecast(values, ttl, revision),
                    forecast -> confirmed(shown, values, ttl, revision, forecast));
        } else {
            change(shown, values, ttl, revision, model.changes());
        }
    }

    private void confirmed(
            JobSnapshot shown,
            Map<String, String> values,
            long ttl,
            long revision,
            Forecast forecast) {
        if (forecast.faults.isEmpty()) {
            boolean isForecast = !forecast.lines.isEmpty();
            String what = isForecast ? String.join("\n", forecast.lines) : model.changes();
            change(shown, values, ttl, revision, what);
        } else {
            actions.showResult("It would be refused: " + String.join("\n", forecast.faults));
        }
    }

    private void change(
            JobSnapshot shown, Map<String, String> values, long ttl, long revision, String what) {
        String until = ttl == 0 ? "Holds until it is reset." : "Holds for " + Units.duration(ttl);
        if (ConfirmDialog.yes(section, shown, "Apply", what + "\n" + until)) {
            String why = reason.getText().trim();
            actions.submit(
                    one -> one.update(values, why, ttl, revision),
                    changed -> {
                        ownRevision = changed;
                        revert();
                        actions.showResult("Changed; this is revision " + changed + ".\n" + what);
                    });
        } else {
            actions.showResult("Nothing was changed.");
        }
    }

    private void reset() {
        JobSnapshot shown = job;
        if (shown != null
                && ConfirmDialog.yes(
                        section,
                        shown,
                        "Reset",
                        "Every change ends; what the job was submitted with holds again.")) {
            actions.submit(
                    one -> one.reset(),
                    changed -> {
                        ownRevision = changed;
                        actions.showResult(
                                "What was submitted holds; this is revision " + changed + ".");
                    });
        }
    }
}
