// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flinktests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Main program that compares line after line; {@code testing/flink-tests/run} builds, resolves the
 * class paths and calls it.
 */
public final class FlinkTests {

    private static final String FLINK = "org.apache.flink.";
    private static final String RUNTIME = FLINK + "runtime.";

    private FlinkTests() {}

    /**
     * Exits with 0 if the agent made no difference in any package on any line.
     *
     * @param arguments the agent's jar; the directory with the class path of each line, which also
     *     receives the results; the document with the table for the results, empty for none; the
     *     packages below Flink's runtime or classes below Flink's {@code test}, separated by
     *     commas; the versions
     */
    public static void main(String[] arguments) throws Exception {
        Path agent = Path.of(arguments[0]);
        Path target = Path.of(arguments[1]);
        String document = arguments[2];
        List<String> packages = List.of(arguments[3].split(","));
        List<Verdict> verdicts = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        for (String version : Arrays.asList(arguments).subList(4, arguments.length)) {
            String jars = Files.readString(target.resolve(version).resolve("jars")).trim();
            for (String name : packages) {
                TestJvm jvm = new TestJvm(jars, agent, target.resolve(version).resolve(name));
                try {
                    Verdict verdict = new Comparison(version, jvm, System.out).of(complete(name));
                    verdicts.add(verdict);
                    if (!document.isEmpty()) {
                        Table.write(Path.of(document), verdict);
                    }
                } catch (IOException e) {
                    broken.add("Flink " + version + ", " + name + ": FAILED, " + e.getMessage());
                }
            }
        }
        verdicts.forEach(System.out::println);
        broken.forEach(System.out::println);
        System.exit(broken.isEmpty() && verdicts.stream().allMatch(Verdict::isGood) ? 0 : 1);
    }

    private static String complete(String name) {
        return (name.startsWith("test.") ? FLINK : RUNTIME) + name;
    }
}
