// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli;

import io.github.ckptctl.cluster.FlinkCluster;
import org.awaitility.Awaitility;

import java.nio.file.Files;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Address of the agent's HTTP endpoint, from the JobManager's log. */
final class JolokiaAddress {

    private static final Pattern LINE = Pattern.compile("HTTP at (\\S+);");

    private JolokiaAddress() {}

    /** Waits for the endpoint, which opens while Flink starts. */
    static String of(FlinkCluster cluster) {
        return Awaitility.await("the endpoint")
                .atMost(Duration.ofMinutes(2))
                .until(
                        () -> {
                            Matcher found = LINE.matcher(Files.readString(cluster.jobManagerLog()));
                            return found.find() ? found.group(1) : "";
                        },
                        address -> !address.isEmpty());
    }
}
