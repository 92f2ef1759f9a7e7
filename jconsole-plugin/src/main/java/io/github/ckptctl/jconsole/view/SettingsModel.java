// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.view;

import io.github.ckptctl.jconsole.model.Setting;
import io.github.ckptctl.jconsole.model.Units;
import org.jspecify.annotations.Nullable;

import javax.swing.table.AbstractTableModel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Settings of a job, with input that is not applied yet. */
final class SettingsModel extends AbstractTableModel {

    static final int NEW_VALUE = 3;

    private static final String[] COLUMNS = {
        "Setting", "Submitted", "In effect", "New value", "Changed"
    };

    private final Map<String, String> typed = new LinkedHashMap<>();
    private List<Setting> settings = List.of();
    private boolean editable;

    /** Shows the given settings; input is preserved. */
    void show(List<Setting> shown, boolean canChange) {
        boolean sameRows = names(shown).equals(names(settings));
        settings = shown;
        editable = canChange;
        if (sameRows) {
            fireTableRowsUpdated(0, settings.size() - 1);
        } else {
            typed.keySet().retainAll(names(settings));
            fireTableDataChanged();
        }
    }

    private static List<String> names(List<Setting> settings) {
        return settings.stream().map(setting -> setting.name).collect(Collectors.toList());
    }

    /** Discards the input. */
    void revert() {
        typed.clear();
        fireTableDataChanged();
    }

    /**
     * Returns the input, by attribute and in its unit.
     *
     * @throws IllegalArgumentException if a value is invalid; the message names valid input
     */
    Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        for (Setting setting : settings) {
            String text = typed.get(setting.name);
            if (text != null) {
                values.put(setting.name, setting.value(text));
            }
        }
        return values;
    }

    /** Returns the changes, a line each. */
    String changes() {
        return settings.stream()
                .filter(setting -> typed.containsKey(setting.name))
                .map(
                        setting ->
                                setting.name
                                        + ": "
                                        + setting.shownEffective()
                                        + " → "
                                        + typed.get(setting.name))
                .collect(Collectors.joining("\n"));
    }

    @Override
    public int getRowCount() {
        return settings.size();
    }

    @Override
    public int getColumnCount() {
        return COLUMNS.length;
    }

    @Override
    public String getColumnName(int column) {
        return COLUMNS[column];
    }

    @Override
    public boolean isCellEditable(int row, int column) {
        return column == NEW_VALUE && editable && settings.get(row).settable;
    }

    @Override
    public Object getValueAt(int row, int column) {
        Setting setting = settings.get(row);
        switch (column) {
            case 0:
                return setting.name;
            case 1:
                return setting.shownSubmitted();
            case 2:
                return setting.shownEffective() + (setting.overridden() ? " *" : "");
            case NEW_VALUE:
                return setting.settable ? typed.getOrDefault(setting.name, "") : "fixed";
            default:
                return setting.settable ? changed(setting) : setting.whyNotSettable;
        }
    }

    private static String changed(Setting setting) {
        if (!setting.overridden()) {
            return "";
        }
        return Units.clock(setting.changedAt)
                + " "
                + setting.changedBy
                + (setting.expiresAt > 0 ? ", until " + Units.clock(setting.expiresAt) : "")
                + (setting.reason.isEmpty() ? "" : ": " + setting.reason);
    }

    @Override
    public void setValueAt(@Nullable Object value, int row, int column) {
        String text = value == null ? "" : value.toString().trim();
        if (text.isEmpty()) {
            typed.remove(settings.get(row).name);
        } else {
            typed.put(settings.get(row).name, text);
        }
        fireTableCellUpdated(row, column);
    }
}
