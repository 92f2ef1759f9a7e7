// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Numbers that a job of {@code TestJobs.exactlyOnceJob} has read and written so far, over all its
 * runs. To be read while no run is writing.
 *
 * @param read each number as often as it was read
 * @param committed each number as often as it is in the output
 */
public record Records(List<Long> read, List<Long> committed) {

    public static Records in(Path directory) {
        return new Records(
                numbers(directory.resolve("read")), numbers(directory.resolve("committed")));
    }

    /** Returns the number of reads so far, also while the job is running. */
    public static long countRead(Path directory) {
        return numbers(directory.resolve("read")).size();
    }

    /** Returns how often a number was read that had been read before. */
    public long readAgain() {
        return read.size() - new HashSet<>(read).size();
    }

    /** Returns how often a number is in the output that already contains it. */
    public long duplicates() {
        return committed.size() - new HashSet<>(committed).size();
    }

    /** Returns how many of the numbers that were read are not in the output. */
    public long missing() {
        Set<Long> missing = new HashSet<>(read);
        committed.forEach(missing::remove);
        return missing.size();
    }

    /** Returns the numbers after which none was read: one for each split of the source. */
    public Set<Long> ends() {
        Set<Long> known = new HashSet<>(read);
        return known.stream()
                .filter(number -> !known.contains(number + 1))
                .collect(Collectors.toSet());
    }

    private static List<Long> numbers(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.flatMap(Records::lines)
                    // the end of a file that is being written may be half a number
                    .map(Long::valueOf)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            String text = Files.readString(file);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return read.size()
                + " read, "
                + readAgain()
                + " of them again; "
                + committed.size()
                + " written, "
                + duplicates()
                + " of them doubled, "
                + missing()
                + " missing";
    }
}
