// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.matrix;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Recorder that appends the results of tests to the file named by the system property {@code
 * ckptctl.results}, class by class; without it does nothing.
 *
 * <p>A test is on a line if its display name, or that of its class, names one. For a class that
 * fails as a whole no test is recorded as passed.
 */
public final class ResultRecorder implements TestExecutionListener {

    private static final Pattern LINE = Pattern.compile("(\\d+\\.\\d+\\.\\d+) (default|adaptive)");

    private final String file;
    private final List<Result> ofClass = new ArrayList<>();
    private final Map<String, String> reported = new HashMap<>();
    private TestPlan plan;

    public ResultRecorder() {
        this(System.getProperty("ckptctl.results", ""));
    }

    /**
     * @param file to which results are appended; empty for none
     */
    ResultRecorder(String file) {
        this.file = file;
    }

    @Override
    public void testPlanExecutionStarted(TestPlan testPlan) {
        plan = testPlan;
    }

    @Override
    public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
        String text =
                entry.getKeyValuePairs().entrySet().stream()
                        .map(pair -> pair.getKey() + ": " + pair.getValue())
                        .collect(Collectors.joining("; "));
        reported.merge(test.getUniqueId(), text, (one, next) -> one + "; " + next);
    }

    @Override
    public void executionFinished(TestIdentifier finished, TestExecutionResult result) {
        boolean passed = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL;
        if (finished.isTest()) {
            result(finished, result).ifPresent(ofClass::add);
        } else if (!passed) {
            String why = "its class failed: " + message(result);
            ofClass.replaceAll(
                    test ->
                            new Result(
                                    test.line(),
                                    test.scheduler(),
                                    test.test(),
                                    Outcome.FAILED,
                                    test.day(),
                                    why));
        }
        if (isClass(finished)) {
            write();
        }
    }

    private Optional<Result> result(TestIdentifier test, TestExecutionResult result) {
        MethodSource source = (MethodSource) test.getSource().orElseThrow();
        String type = source.getClassName();
        return line(test)
                .map(
                        found ->
                                new Result(
                                        new Line(found.group(1), ClusterJdk.feature()),
                                        Scheduler.of(found.group(2)),
                                        type.substring(type.lastIndexOf('.') + 1)
                                                + "."
                                                + source.getMethodName(),
                                        outcome(result.getStatus()),
                                        LocalDate.now(ZoneOffset.UTC),
                                        reported.getOrDefault(test.getUniqueId(), "")
                                                + message(result)));
    }

    private static Outcome outcome(TestExecutionResult.Status status) {
        return switch (status) {
            case SUCCESSFUL -> Outcome.PASSED;
            case ABORTED -> Outcome.NOT_RUN;
            case FAILED -> Outcome.FAILED;
        };
    }

    private static String message(TestExecutionResult result) {
        return result.getThrowable().map(Throwable::toString).orElse("");
    }

    /** Returns the line in the test's own name, or else in those of its parents. */
    private Optional<Matcher> line(TestIdentifier test) {
        Optional<TestIdentifier> next = Optional.of(test);
        while (next.isPresent()) {
            Matcher matcher = LINE.matcher(next.get().getDisplayName());
            if (matcher.find()) {
                return Optional.of(matcher);
            }
            next = plan.getParent(next.get());
        }
        return Optional.empty();
    }

    /** Returns whether it is directly below JUnit's engine. */
    private boolean isClass(TestIdentifier finished) {
        return plan.getParent(finished).flatMap(plan::getParent).isEmpty()
                && plan.getParent(finished).isPresent();
    }

    private void write() {
        if (!file.isEmpty()) {
            try {
                Files.writeString(
                        Path.of(file),
                        ofClass.stream().map(r -> r + "\n").collect(Collectors.joining()),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        ofClass.clear();
    }
}
