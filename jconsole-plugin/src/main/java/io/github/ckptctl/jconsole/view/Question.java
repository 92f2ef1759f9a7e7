// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.view;

import io.github.ckptctl.jconsole.model.JobSnapshot;
import org.jspecify.annotations.Nullable;

import javax.swing.JComponent;
import javax.swing.JOptionPane;

import java.awt.Component;

/** Asks before something dangerous is done. */
final class Question {

    private Question() {}

    /** Returns whether the answer is to do it; Cancel is what Enter means at first. */
    static boolean yes(Component parent, JobSnapshot job, String verb, String what) {
        return yes(parent, job, verb, what, null);
    }

    /** The same, with a field or box below the question. */
    static boolean yes(
            Component parent,
            JobSnapshot job,
            String verb,
            String what,
            @Nullable JComponent more) {
        String text = what + "\n\nJob: " + job.name + "\n" + job.job.id();
        Object[] message = more == null ? new Object[] {text} : new Object[] {text, more};
        Object[] choices = {verb, "Cancel"};
        int choice =
                JOptionPane.showOptionDialog(
                        parent,
                        message,
                        verb,
                        JOptionPane.DEFAULT_OPTION,
                        JOptionPane.QUESTION_MESSAGE,
                        null,
                        choices,
                        choices[1]);
        return choice == 0;
    }
}
