// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flinktests;

import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Program that runs Flink's tests in this JVM and writes their outcomes.
 *
 * <p>Compatible with every JUnit from 5.9 on, which the oldest line uses.
 */
public final class TestRun {

    /** Names of test classes in Flink. */
    private static final String TESTS = ".*(Test|ITCase)";

    /** Tests that Flink itself excludes on a Java as new as this one. */
    private static final String[] FAIL_ON_JAVA_17 = {
        "org.apache.flink.testutils.junit.FailsOnJava11",
        "org.apache.flink.testutils.junit.FailsOnJava17"
    };

    private TestRun() {}

    /**
     * Exits with 0 when all tests were run, regardless of their outcomes.
     *
     * @param arguments the file with what to run, a package, class or unique id on each line; the
     *     file for the results; and, if the agent is in this JVM, the file for its report
     */
    public static void main(String[] arguments) {
        int exit = 1;
        try {
            List<DiscoverySelector> selected =
                    Files.readAllLines(Path.of(arguments[0])).stream()
                            .map(TestRun::selector)
                            .collect(Collectors.toList());
            Path results = Path.of(arguments[1]);
            if (arguments.length > 2) {
                AgentAtWork agent = AgentAtWork.await();
                run(selected, results);
                agent.report().write(Path.of(arguments[2]));
            } else {
                run(selected, results);
            }
            exit = 0;
        } catch (Exception | LinkageError e) {
            e.printStackTrace(System.out);
        }
        // some of Flink's tests leave running threads
        System.exit(exit);
    }

    private static void run(List<DiscoverySelector> selected, Path file) throws Exception {
        try (ResultsListener results = new ResultsListener(file)) {
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(selected)
                                    .filters(
                                            ClassNameFilter.includeClassNamePatterns(TESTS),
                                            TagFilter.excludeTags(FAIL_ON_JAVA_17))
                                    .build(),
                            results);
        }
    }

    private static DiscoverySelector selector(String line) {
        if (line.startsWith("[")) {
            return DiscoverySelectors.selectUniqueId(line);
        }
        boolean isClass = Character.isUpperCase(line.charAt(line.lastIndexOf('.') + 1));
        return isClass
                ? DiscoverySelectors.selectClass(line)
                : DiscoverySelectors.selectPackage(line);
    }
}
