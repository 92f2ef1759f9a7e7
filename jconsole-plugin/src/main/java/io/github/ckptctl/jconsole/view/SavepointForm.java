// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.view;

import javax.swing.JCheckBox;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.JTextField;

import java.awt.GridBagLayout;

/** Form with the options of a stop with savepoint. */
final class SavepointForm {

    private static final int COLUMNS = 40;

    private final JPanel form = new JPanel(new GridBagLayout());
    private final JTextField directory = new JTextField(COLUMNS);
    private final JComboBox<String> format = new JComboBox<>(new String[] {"CANONICAL", "NATIVE"});
    private final JCheckBox drain =
            new JCheckBox("Drain: end event time, so that all windows fire");

    SavepointForm() {
        drain.setMnemonic('D');
        Theme.showPlainly(format);
        form.add(
                Theme.labelFor("Directory (empty: as configured)", 'R', directory),
                FormPanel.row(0, 0, 0));
        form.add(directory, FormPanel.row(0, 1, 1));
        form.add(Theme.labelFor("Format", 'F', format), FormPanel.row(1, 0, 0));
        form.add(format, FormPanel.row(1, 1, 1));
        form.add(drain, FormPanel.row(2, 1, 1));
    }

    JComponent component() {
        return form;
    }

    /** Returns the directory, empty for the configured one. */
    String directory() {
        return directory.getText().trim();
    }

    String format() {
        return String.valueOf(format.getSelectedItem());
    }

    boolean isDrained() {
        return drain.isSelected();
    }
}
