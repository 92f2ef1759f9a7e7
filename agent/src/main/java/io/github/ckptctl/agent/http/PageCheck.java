// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Check of the headers in which a browser names the page that it sends a request for.
 *
 * <p>Each {@code Origin} and {@code Referer} must be of the server itself or of an allowed origin,
 * and {@code Sec-Fetch-Site} must say the same unless the origin is allowed. A request without any
 * of the three was not sent by a browser and passes. Any thread.
 */
public final class PageCheck {

    private static final int MAX_SHOWN = 200;

    private final Set<String> allowed;

    /**
     * @param allowed the origins whose pages may send requests, as {@link #origin(String, String)}
     *     returns them
     */
    public PageCheck(Collection<String> allowed) {
        this.allowed = Set.copyOf(allowed);
    }

    /**
     * Returns the first header that shows a page of another site, name and value as sent but cut at
     * 200 characters; empty if there is none.
     *
     * @param headers returns all values of a header, none for one that is missing
     * @param own the origin of the server's own pages in lower case, null if it is not known
     */
    public Optional<String> foreign(Function<String, List<String>> headers, @Nullable String own) {
        for (String header : List.of("Origin", "Referer")) {
            for (String page : headers.apply(header)) {
                if (!isWelcome(origin(page), own)) {
                    return shown(header, page);
                }
            }
        }
        for (String site : headers.apply("Sec-Fetch-Site")) {
            if (!isOwnSite(site) && !isAllowed(headers)) {
                return shown("Sec-Fetch-Site", site);
            }
        }
        return Optional.empty();
    }

    /** Returns whether a request is sent for a page of an allowed origin. */
    public boolean isAllowed(Function<String, List<String>> headers) {
        List<String> sent = headers.apply("Origin");
        return sent.size() == 1 && allowed.contains(sent.get(0));
    }

    /** Returns whether no origin is allowed but the server's own. */
    public boolean isNoneAllowed() {
        return allowed.isEmpty();
    }

    /**
     * Returns an origin as browsers send it, in lower case.
     *
     * @param option the agent's option that names it, for the message
     * @throws IllegalArgumentException if it is not an origin; there is no wildcard
     */
    public static String origin(String option, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        try {
            URI uri = URI.create(lower);
            if (lower.matches("https?://[^/?#@]+") && uri.getHost() != null) {
                return lower;
            }
        } catch (IllegalArgumentException e) {
            // reported below
        }
        throw new IllegalArgumentException(
                option
                        + ": '"
                        + text
                        + "' is not of the form http(s)://host or http(s)://host:port");
    }

    private boolean isWelcome(@Nullable String origin, @Nullable String own) {
        return origin != null && (origin.equals(own) || allowed.contains(origin));
    }

    private static boolean isOwnSite(String site) {
        return site.equals("same-origin") || site.equals("none");
    }

    private static @Nullable String origin(String page) {
        try {
            URI uri = URI.create(page);
            String authority = uri.getRawAuthority();
            return authority == null
                    ? null
                    : (uri.getScheme() + "://" + authority).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Optional<String> shown(String header, String value) {
        String cut = value.length() <= MAX_SHOWN ? value : value.substring(0, MAX_SHOWN) + "...";
        return Optional.of(header + ": " + cut);
    }
}
