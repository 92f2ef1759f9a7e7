// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.support;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** Scripts of the tests that run in Node. */
public final class NodeScript {

    private NodeScript() {}

    /**
     * Runs a script to its end, which must be a good one, and returns its output; skips the test if
     * Node or the script's packages are missing.
     */
    public static String run(String script, Map<String, String> variables) {
        String node = Program.orSkip("node");
        Path scripts = Path.of("src", "test", "node");
        Program.skipUnless(
                Files.isDirectory(scripts.resolve("node_modules")),
                "the packages are not there: npm ci in testing/integration-tests/" + scripts);
        Program ended = Program.run(List.of(node, scripts.resolve(script).toString()), variables);
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        return ended.output();
    }
}
