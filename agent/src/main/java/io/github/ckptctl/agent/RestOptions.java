// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import io.github.ckptctl.agent.http.PageCheck;

import java.util.ArrayList;
import java.util.List;

/** Options of the routes on Flink's REST port. */
final class RestOptions {

    static final String ALLOWED_ORIGINS = "rest.allowedOrigins";

    /** Whether the routes may change something. */
    static final String CHANGES = "rest.changes";

    /** Whether there is a page for browsers. */
    static final String CONSOLE = "rest.console";

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

    /**
     * Returns why the routes may change nothing, empty if they may. Where the option that closes
     * them may have been lost, they are closed, unless another source states that they are open.
     *
     * @param ignored options of a second start of the agent in this JVM, empty for none
     */
    static String whyReadOnly(AgentOptions options, String ignored) {
        if (!options.opens(CHANGES)) {
            return CHANGES + "=false";
        }
        List<String> lost = new ArrayList<>(options.lostOfRest());
        if (ignored.contains(CHANGES) || ignored.contains("config=")) {
            lost.add("the agent was started a second time, with other options: " + ignored);
        }
        return lost.isEmpty() || options.isGiven(CHANGES)
                ? ""
                : CHANGES + "=false may have been lost: " + String.join("; ", lost);
    }
}
