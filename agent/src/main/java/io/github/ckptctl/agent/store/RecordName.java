// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.store;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Name of a file in a job's directory: {@code 0000000003-5f2c8a01-0000000017.json} is the 17th
 * record of the third JobManager to take over the job, {@code 0000000003-5f2c8a01-0000000000.claim}
 * its claim. Immutable.
 */
final class RecordName {

    /** Order from the oldest to the newest. */
    static final Comparator<RecordName> BY_AGE =
            Comparator.comparingLong(RecordName::epoch).thenComparingLong(name -> name.number);

    /** Number of takeovers that never occurs: a name with such an epoch is not valid. */
    private static final long TOO_MANY = 9_000_000_000L;

    private static final Pattern FORM =
            Pattern.compile("(\\d{10})-([0-9a-f]{8})-(\\d{10})\\.(claim|json)");

    private final long epoch;
    private final String writer;
    private final long number;
    private final boolean claim;

    private RecordName(long epoch, String writer, long number, boolean claim) {
        this.epoch = epoch;
        this.writer = writer;
        this.number = number;
        this.claim = claim;
    }

    static RecordName claim(long epoch, String writer) {
        return new RecordName(epoch, writer, 0, true);
    }

    static RecordName record(long epoch, String writer, long number) {
        return new RecordName(epoch, writer, number, false);
    }

    /** Returns the name that a text represents, empty if it is not a name. */
    static Optional<RecordName> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches() && Long.parseLong(matcher.group(1)) < TOO_MANY
                ? Optional.of(
                        new RecordName(
                                Long.parseLong(matcher.group(1)),
                                matcher.group(2),
                                Long.parseLong(matcher.group(3)),
                                matcher.group(4).equals("claim")))
                : Optional.empty();
    }

    long epoch() {
        return epoch;
    }

    boolean isClaim() {
        return claim;
    }

    /** Returns whether both belong to the same claimer. */
    boolean isOfTheSame(RecordName other) {
        return epoch == other.epoch && writer.equals(other.writer);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecordName && toString().equals(other.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%010d-%s-%010d.%s", epoch, writer, number, claim ? "claim" : "json");
    }
}
