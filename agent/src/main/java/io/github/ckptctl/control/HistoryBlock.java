// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import io.github.ckptctl.mbeans.ChangeHistoryEntry;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Some entries of a history in a row, packed. Immutable.
 *
 * <p>An entry says much of what the one before it says: the same action and caller, values of the
 * same settings. So a text is kept as how many characters it begins with like the same text of the
 * entry before, and the rest. Numbers and characters take as many bytes as they need, seven bits in
 * each, so whatever is put in comes out. A change takes some 30 bytes in place of 230.
 */
final class HistoryBlock {

    static final HistoryBlock EMPTY = new HistoryBlock(new byte[0], 0);

    /** Stands for the entry before the first. */
    static final ChangeHistoryEntry BEFORE_ALL =
            new ChangeHistoryEntry(0, 0, "", "", "", "", "", "");

    private static final int BITS = 7;
    private static final int MORE = 1 << BITS;

    /** Two of its own, and two for each of six texts. */
    private static final int NUMBERS = 14;

    private static final int MOST_OF_A_NUMBER = (Long.SIZE + BITS - 1) / BITS;
    private static final int MOST_OF_A_CHARACTER = (Character.SIZE + BITS - 1) / BITS;

    private final byte[] bytes;
    private final int count;

    private HistoryBlock(byte[] bytes, int count) {
        this.bytes = bytes;
        this.count = count;
    }

    /** Returns how many entries it has. */
    int count() {
        return count;
    }

    /** Returns how many bytes they take. */
    int size() {
        return bytes.length;
    }

    /**
     * Returns a block with one more entry.
     *
     * @param before the last one of this block, {@link #BEFORE_ALL} if it is empty
     */
    HistoryBlock with(ChangeHistoryEntry entry, ChangeHistoryEntry before) {
        ByteBuffer out = ByteBuffer.allocate(mostBytes(entry));
        put(out, entry.getAt());
        put(out, entry.getRevision());
        put(out, entry.getAction(), before.getAction());
        put(out, entry.getFrom(), before.getFrom());
        put(out, entry.getTo(), before.getTo());
        put(out, entry.getBy(), before.getBy());
        put(out, entry.getReason(), before.getReason());
        put(out, entry.getOutcome(), before.getOutcome());
        out.flip();
        byte[] all = Arrays.copyOf(bytes, bytes.length + out.remaining());
        out.get(all, bytes.length, out.remaining());
        return new HistoryBlock(all, count + 1);
    }

    /** Adds its entries to a list, oldest first. */
    void unpackInto(List<ChangeHistoryEntry> entries) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        ChangeHistoryEntry before = BEFORE_ALL;
        while (in.hasRemaining()) {
            before =
                    new ChangeHistoryEntry(
                            number(in),
                            number(in),
                            text(in, before.getAction()),
                            text(in, before.getFrom()),
                            text(in, before.getTo()),
                            text(in, before.getBy()),
                            text(in, before.getReason()),
                            text(in, before.getOutcome()));
            entries.add(before);
        }
    }

    private static int mostBytes(ChangeHistoryEntry entry) {
        int characters =
                entry.getAction().length()
                        + entry.getFrom().length()
                        + entry.getTo().length()
                        + entry.getBy().length()
                        + entry.getReason().length()
                        + entry.getOutcome().length();
        return NUMBERS * MOST_OF_A_NUMBER + characters * MOST_OF_A_CHARACTER;
    }

    private static void put(ByteBuffer out, String text, String before) {
        int most = Math.min(text.length(), before.length());
        int same = 0;
        while (same < most && text.charAt(same) == before.charAt(same)) {
            same++;
        }
        put(out, same);
        put(out, text.length() - same);
        for (int i = same; i < text.length(); i++) {
            put(out, text.charAt(i));
        }
    }

    private static String text(ByteBuffer in, String before) {
        int same = (int) number(in);
        char[] rest = new char[(int) number(in)];
        for (int i = 0; i < rest.length; i++) {
            rest[i] = (char) number(in);
        }
        return rest.length == 0 && same == before.length()
                ? before
                : before.substring(0, same) + new String(rest);
    }

    private static void put(ByteBuffer out, long number) {
        long left = number;
        while (left < 0 || left >= MORE) {
            out.put((byte) (left | MORE));
            left >>>= BITS;
        }
        out.put((byte) left);
    }

    private static long number(ByteBuffer in) {
        long number = 0;
        int shift = 0;
        byte next;
        do {
            next = in.get();
            number |= (long) (next & (MORE - 1)) << shift;
            shift += BITS;
        } while (next < 0);
        return number;
    }
}
