// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.view;

import io.github.ckptctl.jconsole.model.HistoryLine;
import io.github.ckptctl.jconsole.model.Units;

import java.util.List;

/** History, newest entry first. */
final class HistoryModel extends TextTableModel<HistoryLine> {

    HistoryModel() {
        super("When", "What", "From", "To", "By", "Why", "Outcome");
    }

    /** Shows the given history. */
    void show(List<HistoryLine> history) {
        boolean same =
                history.size() == getRowCount()
                        && (history.isEmpty() || history.get(history.size() - 1).at == row(0).at);
        if (!same) {
            rows(history);
        }
    }

    @Override
    String cell(HistoryLine line, int column) {
        switch (column) {
            case 0:
                return Units.time(line.at);
            case 1:
                return line.action;
            case 2:
                return line.from;
            case 3:
                return line.to;
            case 4:
                return line.by;
            case 5:
                return line.reason;
            default:
                return line.outcome;
        }
    }
}
