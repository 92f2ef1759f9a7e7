// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import io.github.ckptctl.agent.http.PageCheck;

import java.util.ArrayList;
import java.util.List;

/** Options of the routes on Flink's REST port. */
final class RestOptions {

    static final String ALLOWED_ORIGINS = "rest.allowedOrigins";

    private RestOptions() {}

    /** Returns the check of pages; a word that is not an origin is left out, and is a fault. */
    static PageCheck pages(AgentOptions options) {
        List<String> origins = new ArrayList<>();
        for (String word : options.words(ALLOWED_ORIGINS)) {
            try {
                origins.add(PageCheck.origin(ALLOWED_ORIGINS, word));
            } catch (IllegalArgumentException e) {
                options.faults().add(e.getMessage() + "; it is left out");
            }
        }
        return new PageCheck(origins);
    }
}
