// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.view;

import io.github.ckptctl.jconsole.model.LedgerLine;
import io.github.ckptctl.jconsole.model.Units;

import java.util.List;

/** The ledger, newest line first. */
final class LedgerModel extends TextTableModel<LedgerLine> {

    LedgerModel() {
        super("When", "What", "From", "To", "By", "Why", "Outcome");
    }

    /** Shows what was read. */
    void show(List<LedgerLine> ledger) {
        boolean same =
                ledger.size() == getRowCount()
                        && (ledger.isEmpty() || ledger.get(ledger.size() - 1).at == row(0).at);
        if (!same) {
            rows(ledger);
        }
    }

    @Override
    String cell(LedgerLine line, int column) {
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
