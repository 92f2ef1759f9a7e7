// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.view;

import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.Scrollable;
import javax.swing.SwingConstants;
import javax.swing.SwingUtilities;

import java.awt.Component;
import java.awt.Dimension;
import java.awt.GridBagConstraints;
import java.awt.GridBagLayout;
import java.awt.Insets;
import java.awt.Rectangle;
import java.awt.event.ComponentAdapter;
import java.awt.event.ComponentEvent;

/** Sections one below the other, as wide as the viewport. */
final class FormPanel extends JPanel implements Scrollable {

    /** Least width, in line heights; a narrower viewport scrolls sideways. */
    private static final int NARROWEST = 30;

    FormPanel() {
        super(new GridBagLayout());
        // the height of wrapped text is known only after its width
        addComponentListener(
                new ComponentAdapter() {
                    @Override
                    public void componentResized(ComponentEvent event) {
                        SwingUtilities.invokeLater(FormPanel.this::revalidate);
                    }
                });
    }

    void addSection(Component section) {
        add(section, row(getComponentCount(), 0, 1));
    }

    /** Pushes all sections to the top. */
    void close() {
        GridBagConstraints rest = row(getComponentCount(), 0, 1);
        rest.weighty = 1;
        add(new JPanel(), rest);
    }

    /** Returns the constraints of a cell in a grid whose columns may grow. */
    static GridBagConstraints row(int row, int column, double growth) {
        GridBagConstraints place = new GridBagConstraints();
        place.gridx = column;
        place.gridy = row;
        place.weightx = growth;
        place.fill = GridBagConstraints.HORIZONTAL;
        place.anchor = GridBagConstraints.LINE_START;
        place.insets = new Insets(2, 4, 2, 4);
        return place;
    }

    /** Adds a component over all columns of a grid. */
    static void across(JComponent grid, int row, Component component) {
        GridBagConstraints place = row(row, 0, 1);
        place.gridwidth = GridBagConstraints.REMAINDER;
        grid.add(component, place);
    }

    @Override
    public Dimension getPreferredScrollableViewportSize() {
        return getPreferredSize();
    }

    @Override
    public int getScrollableUnitIncrement(Rectangle visible, int orientation, int direction) {
        return Theme.line(this) * 2;
    }

    @Override
    public int getScrollableBlockIncrement(Rectangle visible, int orientation, int direction) {
        return orientation == SwingConstants.VERTICAL ? visible.height : visible.width;
    }

    @Override
    public boolean getScrollableTracksViewportWidth() {
        return getParent() == null || getParent().getWidth() >= NARROWEST * Theme.line(this);
    }

    @Override
    public boolean getScrollableTracksViewportHeight() {
        return getParent() != null && getParent().getHeight() > getPreferredSize().height;
    }
}
