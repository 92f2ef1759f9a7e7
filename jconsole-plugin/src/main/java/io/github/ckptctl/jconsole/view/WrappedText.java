// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.view;

import javax.swing.JTextArea;
import javax.swing.text.DefaultCaret;

import java.awt.Font;

/** Text that takes as many lines as its width asks for, and can be selected and copied. */
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
        // only as wide as it must be, so that the page decides
        setColumns(10);
    }

    /** Sets the text if it is another, so that a selection stays otherwise. */
    void show(String text) {
        String shown = DisplayText.lines(text);
        if (!getText().equals(shown)) {
            setText(shown);
            revalidate();
        }
    }
}
