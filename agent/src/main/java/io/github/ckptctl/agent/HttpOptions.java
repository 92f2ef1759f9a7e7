// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import io.github.ckptctl.agent.http.JolokiaOptions;

/** Translates the agent's options into those of the HTTP endpoint. */
final class HttpOptions {

    private HttpOptions() {}

    static JolokiaOptions of(AgentOptions options) {
        return JolokiaOptions.defaults();
    }
}
