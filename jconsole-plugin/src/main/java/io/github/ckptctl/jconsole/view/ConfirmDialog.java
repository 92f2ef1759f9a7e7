// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.view;

import io.github.ckptctl.jconsole.model.JobSnapshot;
import org.jspecify.annotations.Nullable;

import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JOptionPane;

import java.awt.Component;
import java.util.ArrayList;
import java.util.List;

/** Confirmation dialog for dangerous operations. */
final class ConfirmDialog {

    private ConfirmDialog() {}

    /** Returns whether the user confirmed; Cancel is the default for Enter. */
    static boolean yes(Component parent, JobSnapshot job, String verb, String what) {
        return yes(parent, job, verb, what, null);
    }

    /** Returns whether the user confirmed, with a field or box below the question. */
    static boolean yes(
            Component parent,
            JobSnapshot job,
            String verb,
            String what,
            @Nullable JComponent more) {
        List<JComponent> message = message(job, what);
        if (more != null) {
            message.add(more);
        }
        Object[] choices = {verb, "Cancel"};
        int choice =
                JOptionPane.showOptionDialog(
                        parent,
                        message.toArray(),
                        verb,
                        JOptionPane.DEFAULT_OPTION,
                        JOptionPane.QUESTION_MESSAGE,
                        null,
                        choices,
                        choices[1]);
        return choice == 0;
    }

    /**
     * Returns labels of our own: those of an option pane show HTML wherever a line begins with it.
     */
    static List<JComponent> message(JobSnapshot job, String what) {
        List<JComponent> message = new ArrayList<>();
        DisplayText.lines(what).lines().forEach(line -> message.add(label(line)));
        message.add(label(" "));
        message.add(label("Job: " + DisplayText.title(job.name)));
        message.add(label(DisplayText.line(job.job.id())));
        return message;
    }

    private static JLabel label(String line) {
        JLabel label = DisplayText.plain(new JLabel());
        label.setText(line.isEmpty() ? " " : line);
        return label;
    }
}
