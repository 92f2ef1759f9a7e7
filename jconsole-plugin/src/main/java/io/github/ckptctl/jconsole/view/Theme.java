// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.view;

import org.jspecify.annotations.Nullable;

import javax.swing.BorderFactory;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTable;
import javax.swing.JToolTip;
import javax.swing.ListCellRenderer;
import javax.swing.UIManager;
import javax.swing.table.DefaultTableCellRenderer;
import javax.swing.table.TableModel;

import java.awt.Color;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.GridBagLayout;
import java.awt.KeyboardFocusManager;

/** Colours and sizes: those of the host, and a few that all users can distinguish. */
final class Theme {

    private Theme() {}

    /** Returns the height of a line of text, the unit of all sizes here. */
    static int line(Component component) {
        return component.getFontMetrics(font()).getHeight();
    }

    static Font font() {
        Font font = UIManager.getFont("Label.font");
        return font != null ? font : new Font(Font.DIALOG, Font.PLAIN, 12);
    }

    static Color background() {
        return colour("Table.background", Color.WHITE);
    }

    static Color foreground() {
        return colour("Table.foreground", Color.BLACK);
    }

    static Color grid() {
        return colour("Table.gridColor", Color.GRAY);
    }

    /** Returns the colour of success: blue, since red and green look alike to many. */
    static Color good() {
        return dark() ? new Color(0x56B4E9) : new Color(0x0072B2);
    }

    /** Returns the colour of failure, also of one that is imminent. */
    static Color bad() {
        return dark() ? new Color(0xFF8C42) : new Color(0xC04F00);
    }

    private static boolean dark() {
        Color back = background();
        return back.getRed() + back.getGreen() + back.getBlue() < 3 * 128;
    }

    private static Color colour(String key, Color otherwise) {
        Color colour = UIManager.getColor(key);
        return colour != null ? colour : otherwise;
    }

    /** Returns an empty part of the page under a heading. */
    static JPanel section(String title) {
        JPanel section = new JPanel(new GridBagLayout());
        section.setBorder(BorderFactory.createTitledBorder(title));
        section.getAccessibleContext().setAccessibleName(title);
        return section;
    }

    /** Makes a choice show its items as lines of text, in the host's own style. */
    static <T> void showPlainly(JComboBox<T> choice) {
        ListCellRenderer<? super T> styled = choice.getRenderer();
        if (styled instanceof JComponent) {
            DisplayText.plain((JComponent) styled);
        }
        choice.setRenderer(
                (list, item, index, selected, focused) -> {
                    Component cell =
                            styled.getListCellRendererComponent(
                                    list, item, index, selected, focused);
                    if (cell instanceof JLabel && item != null) {
                        ((JLabel) cell).setText(DisplayText.line(item.toString()));
                    }
                    return cell;
                });
    }

    /** Returns a table with row heights that fit its font. */
    static JTable table(TableModel model, String name) {
        JTable table =
                new JTable(model) {
                    @Override
                    public JToolTip createToolTip() {
                        return DisplayText.plain(super.createToolTip());
                    }
                };
        table.setName(name);
        table.getAccessibleContext().setAccessibleName(name);
        table.setFillsViewportHeight(true);
        table.setRowHeight(line(table) + line(table) / 3);
        table.setDefaultRenderer(Object.class, new Cell());
        table.getTableHeader().setReorderingAllowed(false);
        // Tab moves to the next component, arrows move within the table
        table.setFocusTraversalKeys(
                KeyboardFocusManager.FORWARD_TRAVERSAL_KEYS,
                new JPanel().getFocusTraversalKeys(KeyboardFocusManager.FORWARD_TRAVERSAL_KEYS));
        return table;
    }

    /** Returns a table in a pane that shows a number of its rows. */
    static JScrollPane rows(JTable table, int rows) {
        int height = table.getRowHeight() * rows;
        table.setPreferredScrollableViewportSize(new Dimension(line(table) * 20, height));
        JScrollPane pane = new JScrollPane(table);
        // in a narrow window it keeps its height, with that of the header
        pane.setMinimumSize(new Dimension(line(table) * 10, height + table.getRowHeight() * 2));
        return pane;
    }

    static void widths(JTable table, int... lines) {
        for (int i = 0; i < lines.length; i++) {
            table.getColumnModel().getColumn(i).setPreferredWidth(lines[i] * line(table));
        }
    }

    /** Returns a label of a component; its mnemonic must not be one of the hosts' menus. */
    static JLabel labelFor(String text, char mnemonic, JComponent component) {
        JLabel label = new JLabel(text);
        label.setLabelFor(component);
        label.setDisplayedMnemonic(mnemonic);
        component.getAccessibleContext().setAccessibleName(text);
        return label;
    }

    /** Cell renderer with a tool tip for text that is too long for the cell. */
    private static final class Cell extends DefaultTableCellRenderer {

        Cell() {
            DisplayText.plain(this);
        }

        @Override
        public Component getTableCellRendererComponent(
                JTable table,
                @Nullable Object value,
                boolean selected,
                boolean focused,
                int row,
                int column) {
            String text = value == null ? "" : DisplayText.line(value.toString());
            Component cell =
                    super.getTableCellRendererComponent(
                            table, text, selected, focused, row, column);
            setToolTipText(text.isEmpty() ? null : text);
            return cell;
        }
    }
}
