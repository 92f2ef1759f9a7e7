// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The project's results and the page that follows from them. */
record Matrix(Path project) {

    /**
     * Imports the results of a run, and rewrites the tables.
     *
     * <p>Arguments: the project's directory; after a run also the Flink version it was on, and the
     * test classes that were requested, none for all of them. Exits with 1 if one of their tests
     * that should have passed there has not.
     */
    public static void main(String[] args) throws IOException {
        Matrix matrix = new Matrix(Path.of(args[0]));
        List<String> gaps =
                args.length == 1
                        ? List.of()
                        : matrix.takeOver(
                                new Line(args[1], ClusterJdk.feature()),
                                List.of(args).subList(2, args.length));
        Files.writeString(matrix.page(), matrix.expectedPage());
        gaps.forEach(System.err::println);
        System.exit(gaps.isEmpty() ? 0 : 1);
    }

    /** Replaces the results of the tests that were run, and returns the gaps in them. */
    private List<String> takeOver(Line line, List<String> classes) throws IOException {
        Predicate<String> asked =
                test -> classes.isEmpty() || classes.contains(test.substring(0, test.indexOf('.')));
        List<Claim> claims = Claim.all();
        Set<String> tests = claims.stream().map(Claim::test).collect(Collectors.toSet());
        Results results =
                Results.read(kept())
                        .only(r -> !r.line().equals(line) || !asked.test(r.test()))
                        .with(Results.read(run()))
                        .only(r -> tests.contains(r.test()));
        results.write(kept());
        return new Evidence(claims.stream().filter(c -> asked.test(c.test())).toList(), results)
                .gaps(line);
    }

    /** Returns the page with the tables that follow from the persisted results. */
    String expectedPage() throws IOException {
        Evidence evidence = new Evidence(Claim.all(), Results.read(kept()));
        return SupportPage.replace(
                Files.readString(page()), new SupportTables(evidence).toString());
    }

    Path page() {
        return project.resolve("docs/flink-support.md");
    }

    private Path kept() {
        return project.resolve("testing/integration-tests/results.tsv");
    }

    private Path run() {
        return project.resolve("testing/integration-tests/target/results.tsv");
    }
}
