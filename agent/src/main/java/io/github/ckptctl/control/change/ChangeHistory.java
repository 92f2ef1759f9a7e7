// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.change;

import io.github.ckptctl.mbeans.ChangeHistoryEntry;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The newest changes of one job, rejected ones included, oldest first.
 *
 * <p>Copied on each change, so that readers from any thread see the entries of one moment and never
 * wait. Writers come from any thread.
 */
final class ChangeHistory {

    /** How many entries are kept. */
    static final int CAPACITY = 200;

    /** Written with the monitor held; the list never changes. */
    private volatile List<ChangeHistoryEntry> entries = List.of();

    synchronized void add(ChangeHistoryEntry entry) {
        entries = with(entry);
    }

    /** Returns the entries as they would be with one more. */
    List<ChangeHistoryEntry> with(ChangeHistoryEntry entry) {
        return newest(entries, List.of(entry));
    }

    /** Adds older entries before the current ones. */
    synchronized void follow(List<ChangeHistoryEntry> older) {
        entries = newest(older, entries);
    }

    List<ChangeHistoryEntry> entries() {
        return entries;
    }

    private static List<ChangeHistoryEntry> newest(
            List<ChangeHistoryEntry> older, List<ChangeHistoryEntry> newer) {
        int all = older.size() + newer.size();
        ChangeHistoryEntry[] kept = new ChangeHistoryEntry[Math.min(all, CAPACITY)];
        for (int i = 0; i < kept.length; i++) {
            int at = all - kept.length + i;
            kept[i] = at < older.size() ? older.get(at) : newer.get(at - older.size());
        }
        return Collections.unmodifiableList(Arrays.asList(kept));
    }
}
