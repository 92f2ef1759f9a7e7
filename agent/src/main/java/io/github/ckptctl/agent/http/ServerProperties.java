// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http;

import java.util.Map;

/**
 * The limits that the JDK's HTTP server takes from system properties.
 *
 * <p>The server reads them once in a JVM, when the first one is made; what the user has set stays.
 */
final class ServerProperties {

    private static final Map<String, String> LIMITS =
            Map.of(
                    // without it a kept-alive request waits for a delayed acknowledgement
                    "sun.net.httpserver.nodelay", "true",
                    // seconds
                    "sun.net.httpserver.maxReqTime", "10",
                    "sun.net.httpserver.maxRspTime", "30",
                    "sun.net.httpserver.idleInterval", "10",
                    // bytes
                    "sun.net.httpserver.maxReqHeaderSize", "16384",
                    "jdk.httpserver.maxConnections", "1000");

    private ServerProperties() {}

    /** Sets those of the limits that have no value yet. */
    static void setWhereAbsent() {
        LIMITS.forEach(
                (name, value) -> {
                    if (System.getProperty(name) == null) {
                        System.setProperty(name, value);
                    }
                });
    }
}
