// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.view;

import io.github.ckptctl.jconsole.model.Units;

import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.JTextField;

import java.awt.GridBagLayout;

/** Form with the options of a suspension that ends by itself. */
final class SuspensionForm {

    private static final int COLUMNS = 30;

    private final JPanel form = new JPanel(new GridBagLayout());
    private final JComboBox<String> mode = new JComboBox<>(new String[] {"PERIODIC", "ALL"});
    private final JTextField time = new JTextField("15 min", COLUMNS);
    private final JTextField reason = new JTextField(COLUMNS);

    SuspensionForm() {
        Theme.showPlainly(mode);
        time.setName("Suspension time");
        reason.setName("Suspension reason");
        form.add(Theme.labelFor("What", 'M', mode), FormPanel.row(0, 0, 0));
        form.add(mode, FormPanel.row(0, 1, 1));
        form.add(Theme.labelFor("For", 'O', time), FormPanel.row(1, 0, 0));
        form.add(time, FormPanel.row(1, 1, 1));
        form.add(Theme.labelFor("Reason", 'R', reason), FormPanel.row(2, 0, 0));
        form.add(reason, FormPanel.row(2, 1, 1));
    }

    JComponent component() {
        return form;
    }

    String mode() {
        return String.valueOf(mode.getSelectedItem());
    }

    /**
     * Returns the time in milliseconds.
     *
     * @throws IllegalArgumentException if what was entered is no duration
     */
    long millis() {
        return Units.millis(time.getText());
    }

    String reason() {
        return reason.getText().trim();
    }
}
