// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import io.github.ckptctl.mbeans.LedgerEntry;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import static org.assertj.core.api.Assertions.assertThat;

class LedgerTest {

    private static final int WRITERS = 3;
    private static final int EACH = 3_000;

    private final Ledger ledger = new Ledger();

    @Test
    void givesBackWhateverWasPutIn() {
        // given: numbers of any size, and texts of any characters, half of a pair among them
        String[] parts = {
            "", "Timeout=", "9", "ms", "\u00fc", "\u20ac", "\ud83d\ude80", "\ud83d", "\0"
        };
        Random random = new Random(7);
        List<LedgerEntry> put = new ArrayList<>();

        // when
        for (int i = 0; i < 3 * Ledger.CAPACITY; i++) {
            LedgerEntry entry =
                    new LedgerEntry(
                            random.nextLong() >> random.nextInt(Long.SIZE),
                            random.nextLong() >> random.nextInt(Long.SIZE),
                            text(random, parts),
                            text(random, parts),
                            text(random, parts),
                            text(random, parts),
                            text(random, parts),
                            text(random, parts).repeat(random.nextInt(100)));
            put.add(entry);
            ledger.add(entry);

            // then
            int from = Math.max(0, put.size() - Ledger.CAPACITY);
            assertThat(ledger.entries()).isEqualTo(put.subList(from, put.size()));
        }
    }

    @Test
    void tellsWhatItWouldBeWithOneMore() {
        // given
        for (int i = 0; i < Ledger.CAPACITY; i++) {
            ledger.add(entry(i, "ann"));
        }
        List<LedgerEntry> before = ledger.entries();

        // when
        List<LedgerEntry> with = ledger.with(entry(-1, "bob"));

        // then
        assertThat(with).hasSize(Ledger.CAPACITY).endsWith(entry(-1, "bob"));
        assertThat(with).startsWith(before.get(1));
        assertThat(ledger.entries()).isEqualTo(before);
    }

    @Test
    void putsOlderEntriesFirstAndGoesOn() {
        // given
        ledger.add(entry(2, "ann"));

        // when
        ledger.follow(List.of(entry(0, "bob"), entry(1, "bob")));
        ledger.add(entry(3, "ann"));

        // then
        assertThat(ledger.entries())
                .containsExactly(
                        entry(0, "bob"), entry(1, "bob"), entry(2, "ann"), entry(3, "ann"));
    }

    @Test
    void keepsAnEntryInAFewBytes() {
        // given
        LedgerBlock block = LedgerBlock.EMPTY;
        LedgerEntry before = LedgerBlock.BEFORE_ALL;

        // when: one change a minute
        int first = 0;
        for (int i = 0; i < 100; i++) {
            LedgerEntry next =
                    new LedgerEntry(
                            1_700_000_000_000L + 60_000L * i,
                            i,
                            "updateSettings",
                            "Timeout=" + (900_000 + i) + " ms",
                            "Timeout=" + (900_001 + i) + " ms",
                            "jmx-local",
                            "",
                            "DONE");
            block = block.with(next, before);
            before = next;
            first = i == 0 ? block.size() : first;
        }

        // then
        assertThat((block.size() - first) / 99).isLessThan(32);
    }

    @Test
    void readersSeeAllEntriesOfOneMoment() throws Exception {
        // given
        ledger.add(entry(0, "0"));
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
                                    List<LedgerEntry> now = ledger.entries();
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
                                    ledger.add(entry(i, by));
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
        assertThat(ledger.entries()).hasSize(Ledger.CAPACITY);
        assertThat(gaps(ledger.entries())).isZero();
        threads.shutdown();
    }

    private static int gaps(List<LedgerEntry> entries) {
        long[] last = new long[WRITERS + 1];
        int gaps = 0;
        for (LedgerEntry entry : entries) {
            int writer = Integer.parseInt(entry.getBy());
            boolean first = last[writer] == 0;
            gaps += first || entry.getAt() == last[writer] ? 0 : 1;
            last[writer] = entry.getAt() + 1;
        }
        return gaps;
    }

    private static LedgerEntry entry(long at, String by) {
        return new LedgerEntry(
                at,
                at,
                "updateSettings",
                "Timeout=" + at + " ms",
                "Timeout=" + (at + 1) + " ms",
                by,
                "",
                "DONE");
    }

    private static String text(Random random, String... parts) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(5); length > 0; length--) {
            text.append(parts[random.nextInt(parts.length)]);
        }
        return text.toString();
    }
}
