// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.matrix;

import io.github.ckptctl.control.model.Capability;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Claims of the tests, evaluated with their results. */
record Evidence(List<Claim> claims, Results results) {

    List<Claim> claimsOf(Capability capability) {
        return claims.stream().filter(c -> c.capabilities().contains(capability)).toList();
    }

    List<Claim> scenarios() {
        return claims.stream().filter(claim -> !claim.scenario().isEmpty()).toList();
    }

    Outcome outcome(Claim claim, Line line, Scheduler scheduler) {
        return result(claim, line, scheduler).map(Result::outcome).orElse(Outcome.NOT_RUN);
    }

    /** Returns the worst outcome of those that run with a scheduler; none counts as not run. */
    Outcome outcome(Collection<Claim> several, Line line, Scheduler scheduler) {
        return several.stream()
                .filter(claim -> claim.schedulers().contains(scheduler))
                .map(claim -> outcome(claim, line, scheduler))
                .max(Comparator.naturalOrder())
                .orElse(Outcome.NOT_RUN);
    }

    /** Returns the worst outcome of a test on a line. */
    Outcome outcome(Claim claim, Line line) {
        return claim.schedulers().stream()
                .map(scheduler -> outcome(claim, line, scheduler))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** Returns the capabilities that the agent reported as missing on a line, with the reasons. */
    String lacks(Line line) {
        return results.of(line).stream()
                .filter(result -> result.outcome() == Outcome.PASSED)
                .map(Result::detail)
                .filter(reported -> !reported.isEmpty())
                .distinct()
                .collect(Collectors.joining("; "));
    }

    boolean isAbsent(Capability capability, Line line) {
        return Pattern.compile("\\b" + capability + ": ").matcher(lacks(line)).find();
    }

    /** Returns a sentence for each test that has not passed where it should have. */
    List<String> gaps(Line line) {
        return claims.stream()
                .flatMap(
                        claim ->
                                claim.schedulers().stream()
                                        .map(scheduler -> gap(claim, line, scheduler)))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<String> gap(Claim claim, Line line, Scheduler scheduler) {
        Outcome outcome = outcome(claim, line, scheduler);
        if (outcome == Outcome.PASSED) {
            return Optional.empty();
        }
        String why = result(claim, line, scheduler).map(Result::detail).orElse("");
        return Optional.of(
                "%s, %s scheduler: %s %s %s"
                        .formatted(line, scheduler.word(), claim.test(), outcome, why)
                        .strip());
    }

    private Optional<Result> result(Claim claim, Line line, Scheduler scheduler) {
        return results.find(line, scheduler, claim.test());
    }
}
