// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import io.github.ckptctl.mbeans.LedgerEntry;

import java.util.ArrayList;
import java.util.List;

/**
 * The last changes of one job and the attempts that were refused, oldest first.
 *
 * <p>Readers never wait: each sees an immutable list. Writers come from any thread.
 */
final class Ledger {

    /** How many entries are kept. */
    static final int CAPACITY = 200;

    private volatile List<LedgerEntry> entries = List.of();

    synchronized void add(LedgerEntry entry) {
        entries = joined(entries, List.of(entry));
    }

    /** Returns the entries with one more, as they would be with it. */
    List<LedgerEntry> with(LedgerEntry entry) {
        return joined(entries, List.of(entry));
    }

    /** Puts older entries before those that are there. */
    synchronized void follow(List<LedgerEntry> older) {
        entries = joined(older, entries);
    }

    private static List<LedgerEntry> joined(List<LedgerEntry> older, List<LedgerEntry> newer) {
        List<LedgerEntry> all = new ArrayList<>(older);
        all.addAll(newer);
        return List.copyOf(all.subList(Math.max(0, all.size() - CAPACITY), all.size()));
    }

    List<LedgerEntry> entries() {
        return entries;
    }
}
