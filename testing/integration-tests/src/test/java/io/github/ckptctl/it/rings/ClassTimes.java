// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.rings;

import org.w3c.dom.Element;

import javax.xml.parsers.DocumentBuilderFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The duration of each test class of a build, from the reports of Surefire and Failsafe. */
record ClassTimes(List<ClassTime> times) {

    private static final double WORTH_A_LINE = 1;

    record ClassTime(String type, double seconds) {}

    /**
     * Prints the classes, the slowest first.
     *
     * <p>Arguments: the project's directory, and when the build began; reports of older builds are
     * ignored.
     */
    public static void main(String[] args) throws Exception {
        System.out.print(read(Path.of(args[0]), Instant.parse(args[1])));
    }

    static ClassTimes read(Path project, Instant since) throws IOException {
        try (Stream<Path> files = Files.walk(project, 6)) {
            return new ClassTimes(
                    files.filter(file -> file.toString().matches(".*-reports/TEST-[^/]*\\.xml"))
                            .filter(file -> isNewer(file, since))
                            .map(ClassTimes::parse)
                            .sorted(Comparator.comparingDouble(ClassTime::seconds).reversed())
                            .toList());
        }
    }

    private static boolean isNewer(Path file, Instant since) {
        try {
            return !Files.getLastModifiedTime(file).toInstant().isBefore(since);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ClassTime parse(Path report) {
        try {
            Element suite =
                    DocumentBuilderFactory.newDefaultInstance()
                            .newDocumentBuilder()
                            .parse(report.toFile())
                            .getDocumentElement();
            return new ClassTime(
                    suite.getAttribute("name").replaceFirst(".*\\.", ""),
                    Double.parseDouble(suite.getAttribute("time").replace(",", "")));
        } catch (Exception e) {
            throw new IllegalStateException("not a report: " + report, e);
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("\nTest classes by time:\n");
        List<ClassTime> slow = times.stream().filter(t -> t.seconds() >= WORTH_A_LINE).toList();
        for (ClassTime time : slow) {
            text.append(String.format(Locale.ROOT, "%8.1f s  %s%n", time.seconds(), time.type()));
        }
        text.append(
                String.format(
                        Locale.ROOT,
                        "and %d classes of less than %.0f s each%n%n",
                        times.size() - slow.size(),
                        WORTH_A_LINE));
        return text.toString();
    }
}
