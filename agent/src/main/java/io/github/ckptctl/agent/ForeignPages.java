// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import io.github.ckptctl.agent.http.PageCheck;
import io.github.ckptctl.agent.http.RejectionLog;
import io.github.ckptctl.flink.rest.HeadCheck;
import io.github.ckptctl.flink.rest.RequestHead;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Check that rejects requests of other sites' web pages to the routes on Flink's REST port through
 * a visitor's browser, and logs them. Any thread.
 *
 * <p>The port is reached under any name that the operator's network gives it, so the {@code Host}
 * of a request is the server's own name here; the HTTP endpoint, which knows its names, also
 * rejects foreign hosts.
 */
final class ForeignPages implements HeadCheck {

    private static final int FORBIDDEN = 403;

    private final PageCheck pages;
    private final RejectionLog log;

    ForeignPages(PageCheck pages, RejectionLog log) {
        this.pages = pages;
        this.log = log;
    }

    @Override
    public Optional<String> rejection(RequestHead head) {
        String own = own(head);
        Optional<String> foreign = pages.foreign(head::header, own);
        foreign.ifPresent(
                header ->
                        log.write(
                                "caller=" + head.caller(),
                                head.method(),
                                head.path(),
                                "",
                                FORBIDDEN,
                                "sent for a web page of another site (" + header + ")"));
        return foreign.map(
                header ->
                        "Nothing was done: a browser sent this request for a web page of another"
                                + " site ("
                                + header
                                + "), not for one of "
                                + (own == null ? "this server" : own)
                                + ". The agent's option "
                                + RestOptions.ALLOWED_ORIGINS
                                + " names the origins whose pages may send requests.");
    }

    /**
     * Returns the origin of the server's own pages, null where the request does not name exactly
     * one host.
     */
    private static @Nullable String own(RequestHead head) {
        List<String> hosts = head.header("Host");
        return hosts.size() == 1
                ? head.scheme() + "://" + hosts.get(0).toLowerCase(Locale.ROOT)
                : null;
    }
}
