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
        List<LedgerEntry> next = new ArrayList<>(entries);
        next.add(entry);
        entries = List.copyOf(next.subList(Math.max(0, next.size() - CAPACITY), next.size()));
    }

    List<LedgerEntry> entries() {
        return entries;
    }
}
