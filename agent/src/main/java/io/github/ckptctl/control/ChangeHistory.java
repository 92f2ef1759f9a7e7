// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import io.github.ckptctl.mbeans.ChangeHistoryEntry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The last changes of one job and the attempts that were refused, oldest first.
 *
 * <p>Kept packed, in blocks that never change: one more entry makes another last block. Readers
 * never wait; each unpacks the blocks of one moment. Writers come from any thread.
 */
final class ChangeHistory {

    /** How many entries are shown. */
    static final int CAPACITY = 200;

    /** How many entries a block has. One more block than is needed lets the oldest go whole. */
    private static final int BLOCK = 25;

    private static final HistoryBlock[] NONE = {};

    /** Oldest first; all but the last are full. Never changed in place. */
    private volatile HistoryBlock[] blocks = NONE;

    /** The newest entry, which the next one is packed against. Guarded by this. */
    private ChangeHistoryEntry newest = HistoryBlock.BEFORE_ALL;

    synchronized void add(ChangeHistoryEntry entry) {
        HistoryBlock[] before = blocks;
        int last = before.length - 1;
        HistoryBlock[] after;
        if (last >= 0 && before[last].count() < BLOCK) {
            after = before.clone();
            after[last] = before[last].with(entry, newest);
        } else {
            int dropped = Math.max(0, before.length - CAPACITY / BLOCK);
            after = Arrays.copyOfRange(before, dropped, before.length + 1);
            after[after.length - 1] = HistoryBlock.EMPTY.with(entry, HistoryBlock.BEFORE_ALL);
        }
        newest = entry;
        blocks = after;
    }

    /** Returns the entries with one more, as they would be with it. */
    List<ChangeHistoryEntry> with(ChangeHistoryEntry entry) {
        return shown(entry);
    }

    /** Puts older entries before those that are there, for readers all at once. */
    synchronized void follow(List<ChangeHistoryEntry> older) {
        ChangeHistory whole = new ChangeHistory();
        older.forEach(whole::add);
        entries().forEach(whole::add);
        newest = whole.newest;
        blocks = whole.blocks;
    }

    List<ChangeHistoryEntry> entries() {
        return shown();
    }

    private List<ChangeHistoryEntry> shown(ChangeHistoryEntry... more) {
        List<ChangeHistoryEntry> all = new ArrayList<>();
        for (HistoryBlock block : blocks) {
            block.unpackInto(all);
        }
        Collections.addAll(all, more);
        return List.copyOf(all.subList(Math.max(0, all.size() - CAPACITY), all.size()));
    }
}
