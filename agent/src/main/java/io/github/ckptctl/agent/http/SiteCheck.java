// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http;

import com.sun.net.httpserver.Headers;
import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Keeps web pages from using the endpoint through a visitor's browser.
 *
 * <p>{@code Host} must name this machine, whatever the port, as a tunnel changes it; otherwise some
 * foreign name has been bent to this address. A request that a browser sends for a page must be for
 * a page of this very endpoint. Any thread.
 */
final class SiteCheck {

    private final Set<String> names;

    private SiteCheck(Set<String> names) {
        this.names = names;
    }

    /**
     * Returns the check for an endpoint.
     *
     * @param bound the address that the endpoint listens on
     * @param host that address as configured
     * @param further names that clients may use besides
     */
    static SiteCheck of(InetAddress bound, String host, List<String> further)
            throws SocketException {
        Set<String> names = new HashSet<>(Set.of("localhost", "127.0.0.1", "[::1]"));
        names.add(name(host));
        names.add(name(bound.getHostAddress()));
        further.forEach(one -> names.add(name(one)));
        if (bound.isAnyLocalAddress()) {
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .forEach(address -> names.add(name(address.getHostAddress())));
        }
        return new SiteCheck(names);
    }

    /**
     * Checks the headers of one request.
     *
     * @throws Refusal with status 421 for a foreign host, 403 for a request of a foreign page
     */
    void check(Headers headers) throws Refusal {
        List<String> hosts = headers.get("Host");
        if (hosts == null || hosts.size() != 1 || !names.contains(withoutPort(hosts.get(0)))) {
            throw new Refusal(421, "the Host header names another host than this one");
        }
        String authority = hosts.get(0).toLowerCase(Locale.ROOT);
        List<String> origins = headers.getOrDefault("Origin", List.of());
        List<String> referers = headers.getOrDefault("Referer", List.of());
        List<String> sites = headers.getOrDefault("Sec-Fetch-Site", List.of());
        boolean own =
                origins.stream().allMatch(origin -> authority.equals(authority(origin)))
                        && referers.stream().allMatch(page -> authority.equals(authority(page)))
                        && sites.stream().allMatch(SiteCheck::isOwnSite);
        if (!own) {
            throw new Refusal(403, "requests of other sites' pages are refused");
        }
    }

    private static boolean isOwnSite(String site) {
        return site.equals("same-origin") || site.equals("none");
    }

    private static @Nullable String authority(String page) {
        try {
            URI uri = URI.create(page);
            String authority = uri.getRawAuthority();
            return "http".equals(uri.getScheme()) && authority != null
                    ? authority.toLowerCase(Locale.ROOT)
                    : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String withoutPort(String host) {
        return host.replaceFirst(":[0-9]{1,5}$", "").toLowerCase(Locale.ROOT);
    }

    private static String name(String host) {
        String bare = host.replaceFirst("%.*$", "").toLowerCase(Locale.ROOT);
        return bare.contains(":") && !bare.startsWith("[") ? "[" + bare + "]" : bare;
    }
}
