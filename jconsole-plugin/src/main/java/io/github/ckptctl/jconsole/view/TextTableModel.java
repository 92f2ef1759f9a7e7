// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.view;

import javax.swing.table.AbstractTableModel;

import java.util.List;

/** Lines of text that are not editable, the last one on top. */
abstract class TextTableModel<T> extends AbstractTableModel {

    private final String[] columns;
    private List<T> rows = List.of();

    TextTableModel(String... columns) {
        this.columns = columns;
    }

    abstract String cell(T row, int column);

    final void rows(List<T> lines) {
        rows = List.copyOf(lines);
        fireTableDataChanged();
    }

    final T row(int row) {
        return rows.get(rows.size() - 1 - row);
    }

    @Override
    public int getRowCount() {
        return rows.size();
    }

    @Override
    public int getColumnCount() {
        return columns.length;
    }

    @Override
    public String getColumnName(int column) {
        return columns[column];
    }

    @Override
    public Object getValueAt(int row, int column) {
        return cell(row(row), column);
    }
}
