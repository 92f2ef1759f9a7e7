// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flinktests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Outcomes of the tests of a run, by their unique ids. */
final class Results {

    private final Map<String, Result> byId = new TreeMap<>();

    /**
     * Creates results; of two results of the same test, the one that is not a success is retained.
     */
    Results(Collection<Result> results) {
        for (Result result : results) {
            byId.merge(result.id(), result, (one, other) -> one.passed() ? other : one);
        }
    }

    /** Reads the results of a run from the file that the run wrote. */
    static Results read(Path file) throws IOException {
        return new Results(
                Files.readAllLines(file).stream().map(Result::of).collect(Collectors.toList()));
    }

    /** Returns the number of tests that have a result. */
    long tests() {
        return byId.values().stream().filter(Result::test).count();
    }

    /** Returns the number of tests that passed. */
    long passed() {
        return byId.values().stream().filter(Result::test).filter(Result::passed).count();
    }

    /** Returns the failed tests and classes of tests. */
    List<String> failed() {
        return byId.values().stream()
                .filter(result -> result.status().equals(Result.FAILED))
                .map(Result::id)
                .collect(Collectors.toList());
    }

    /** Returns the status of a test. */
    String status(String id) {
        Result result = byId.get(id);
        return result == null ? Result.MISSING : result.status();
    }

    /** Returns the tests, and the classes of tests, that ended differently in another run. */
    List<String> differences(Results other) {
        Set<String> ids = new TreeSet<>(byId.keySet());
        ids.addAll(other.byId.keySet());
        return ids.stream()
                .filter(id -> !status(id).equals(other.status(id)))
                .collect(Collectors.toList());
    }
}
