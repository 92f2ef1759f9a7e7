// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Numbers that the subtasks of a job of {@code TestJobs.countingJob} have seen by its end.
 *
 * @param different number of different numbers
 * @param all number of numbers in all subtasks together
 * @param again how often a number arrived at a subtask that had seen it
 */
public record Counted(long different, long all, long again) {

    private static final String AGAIN = "again ";

    public static Counted in(Path directory) throws IOException {
        Set<String> different = new HashSet<>();
        long all = 0;
        long again = 0;
        List<Path> files;
        try (Stream<Path> listed = Files.list(directory)) {
            files = listed.toList();
        }
        for (Path file : files) {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith(AGAIN)) {
                    again += Long.parseLong(line.substring(AGAIN.length()));
                } else {
                    different.add(line);
                    all++;
                }
            }
        }
        return new Counted(different.size(), all, again);
    }

    /** Returns the counts if each number below a limit has arrived once. */
    public static Counted eachOnce(long numbers) {
        return new Counted(numbers, numbers, 0);
    }
}
