// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.flinkhome;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Lines in which two texts differ, if they differ in one place. */
public final class Difference {

    private Difference() {}

    /** Returns the removed and the added lines, with their numbers. */
    public static List<String> lines(String before, String after) {
        List<String> old = Arrays.asList(before.split("\n", -1));
        List<String> young = Arrays.asList(after.split("\n", -1));
        int head = 0;
        while (head < Math.min(old.size(), young.size()) && old.get(head).equals(young.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < Math.min(old.size(), young.size()) - head
                && old.get(old.size() - 1 - tail).equals(young.get(young.size() - 1 - tail))) {
            tail++;
        }
        List<String> lines = new ArrayList<>();
        for (int i = head; i < old.size() - tail; i++) {
            lines.add("-" + (i + 1) + ": " + old.get(i));
        }
        for (int i = head; i < young.size() - tail; i++) {
            lines.add("+" + (i + 1) + ": " + young.get(i));
        }
        return lines;
    }
}
