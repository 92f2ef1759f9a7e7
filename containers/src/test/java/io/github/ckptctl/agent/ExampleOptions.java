// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import io.github.ckptctl.agent.http.JolokiaOptions;

import java.util.List;
import java.util.Map;

/** An example's options as the agent reads them when its JVM starts. */
public final class ExampleOptions {

    private ExampleOptions() {}

    /**
     * Returns the options of the endpoint.
     *
     * @throws IllegalArgumentException if the agent would find fault with one of them
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

    /** Tells whether a variable is one that the agent reads; it says nothing about others. */
    public static boolean isRead(String variable) {
        AgentOptions options = AgentOptions.of(null, Map.of(variable, "read"));
        return AgentOptions.keys().stream().anyMatch(key -> options.text(key).equals("read"));
    }
}
