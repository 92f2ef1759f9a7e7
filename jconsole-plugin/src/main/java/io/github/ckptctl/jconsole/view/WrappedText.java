// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.view;

import javax.swing.JTextArea;
import javax.swing.text.DefaultCaret;

import java.awt.Font;

/** Text that wraps at its width, and can be selected and copied. */
final class WrappedText extends JTextArea {

    WrappedText(String name) {
        setName(name);
        getAccessibleContext().setAccessibleName(name);
        setLineWrap(true);
        setWrapStyleWord(true);
        setEditable(false);
        setOpaque(false);
        setFont(Theme.font().deriveFont(Font.PLAIN));
        // new text must not scroll the page to it
        ((DefaultCaret) getCaret()).setUpdatePolicy(DefaultCaret.NEVER_UPDATE);
        setBorder(null);
        // the minimum width, so that the page decides
        setColumns(10);
    }

    /** Sets the text only if it differs, so that a selection is preserved otherwise. */
    void show(String text) {
        String shown = DisplayText.lines(text);
        if (!getText().equals(shown)) {
            setText(shown);
            revalidate();
        }
    }
}
