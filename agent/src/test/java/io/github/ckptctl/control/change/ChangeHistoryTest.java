// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.change;

import io.github.ckptctl.mbeans.ChangeHistoryEntry;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import static org.assertj.core.api.Assertions.assertThat;

class ChangeHistoryTest {

    private static final int WRITERS = 3;
    private static final int EACH = 3_000;

    private final ChangeHistory history = new ChangeHistory();

    @Test
    void keepsTheNewestEntries() {
        // given
        List<ChangeHistoryEntry> put = new ArrayList<>();

        // when
        for (int i = 0; i < 3 * ChangeHistory.CAPACITY; i++) {
            put.add(entry(i, "ann"));
            history.add(entry(i, "ann"));

            // then
            int from = Math.max(0, put.size() - ChangeHistory.CAPACITY);
            assertThat(history.entries()).isEqualTo(put.subList(from, put.size()));
        }
    }

    @Test
    void returnsWhatItWouldBeWithOneMore() {
        // given
        for (int i = 0; i < ChangeHistory.CAPACITY; i++) {
            history.add(entry(i, "ann"));
        }
        List<ChangeHistoryEntry> before = history.entries();

        // when
        List<ChangeHistoryEntry> with = history.with(entry(-1, "bob"));

        // then
        assertThat(with).hasSize(ChangeHistory.CAPACITY).endsWith(entry(-1, "bob"));
        assertThat(with).startsWith(before.get(1));
        assertThat(history.entries()).isEqualTo(before);
    }

    @Test
    void putsOlderEntriesFirstAndGoesOn() {
        // given
        history.add(entry(2, "ann"));

        // when
        history.follow(List.of(entry(0, "bob"), entry(1, "bob")));
        history.add(entry(3, "ann"));

        // then
        assertThat(history.entries())
                .containsExactly(
                        entry(0, "bob"), entry(1, "bob"), entry(2, "ann"), entry(3, "ann"));
    }

    @Test
    void readersSeeAllEntriesOfOneMoment() throws Exception {
        // given
        history.add(entry(0, "0"));
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 2);
        List<Future<Integer>> readers = new ArrayList<>();
        List<Future<?>> writers = new ArrayList<>();

        // when: the entries of each writer are numbered without a gap
        for (int reader = 0; reader < 2; reader++) {
            readers.add(
                    threads.submit(
                            () -> {
                                int wrong = 0;
                                int seen = 0;
                                while (!done.get()) {
                                    List<ChangeHistoryEntry> now = history.entries();
                                    wrong += gaps(now) + (now.size() < seen ? 1 : 0);
                                    seen = now.size();
                                }
                                return wrong;
                            }));
        }
        for (int writer = 0; writer < WRITERS; writer++) {
            String by = Integer.toString(writer + 1);
            writers.add(
                    threads.submit(
                            () -> {
                                for (int i = 0; i < EACH; i++) {
                                    history.add(entry(i, by));
                                }
                            }));
        }
        for (Future<?> writer : writers) {
            writer.get();
        }
        done.set(true);

        // then
        for (Future<Integer> reader : readers) {
            assertThat(reader.get()).isZero();
        }
        assertThat(history.entries()).hasSize(ChangeHistory.CAPACITY);
        assertThat(gaps(history.entries())).isZero();
        threads.shutdown();
    }

    private static int gaps(List<ChangeHistoryEntry> entries) {
        long[] last = new long[WRITERS + 1];
        int gaps = 0;
        for (ChangeHistoryEntry entry : entries) {
            int writer = Integer.parseInt(entry.getBy());
            boolean first = last[writer] == 0;
            gaps += first || entry.getAt() == last[writer] ? 0 : 1;
            last[writer] = entry.getAt() + 1;
        }
        return gaps;
    }

    private static ChangeHistoryEntry entry(long at, String by) {
        return new ChangeHistoryEntry(
                at,
                at,
                "updateSettings",
                "Timeout=" + at + " ms",
                "Timeout=" + (at + 1) + " ms",
                by,
                "",
                "DONE");
    }
}
