// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import io.github.ckptctl.agent.http.JolokiaOptions;

import java.util.List;
import java.util.Map;

/** The options of an example, as the agent parses them when its JVM starts. */
public final class ExampleOptions {

    private ExampleOptions() {}

    /**
     * Returns the options of the endpoint.
     *
     * @throws IllegalArgumentException if the agent would reject one of them
     */
    public static JolokiaOptions http(String arguments, Map<String, String> environment) {
        AgentOptions options = AgentOptions.of(arguments, environment);
        JolokiaOptions http = HttpOptions.of(options);
        List<String> faults = options.faults();
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
        return http;
    }

    /** Returns whether the agent reads a variable; it ignores others silently. */
    public static boolean isRead(String variable) {
        AgentOptions options = AgentOptions.of(null, Map.of(variable, "read"));
        return AgentOptions.keys().stream().anyMatch(key -> options.text(key).equals("read"));
    }
}
