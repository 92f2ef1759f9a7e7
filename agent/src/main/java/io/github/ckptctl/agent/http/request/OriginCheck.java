// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.request;

import com.sun.net.httpserver.Headers;
import io.github.ckptctl.agent.http.PageCheck;
import io.github.ckptctl.agent.http.RequestRejectedException;
import io.github.ckptctl.control.model.TextSanitizer;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Check that keeps web pages from using the endpoint through a visitor's browser.
 *
 * <p>{@code Host} must name this machine, whatever the port, as a tunnel changes it; otherwise some
 * foreign name has been made to resolve to this address. A request that a browser sends for a page
 * must be for a page of this very endpoint, or of an origin that the operator has named; only such
 * an origin ever gets a CORS header. Any thread.
 */
public final class OriginCheck {

    private static final Pattern PORT = Pattern.compile(":[0-9]{1,5}$");

    private final String scheme;
    private final Set<String> names;
    private final PageCheck pages;

    private OriginCheck(String scheme, Set<String> names, PageCheck pages) {
        this.scheme = scheme;
        this.names = names;
        this.pages = pages;
    }

    /**
     * Returns the check for an endpoint.
     *
     * @param scheme the scheme of its own pages, http or https
     * @param bound the address that the endpoint listens on
     * @param host that address as configured
     * @param further names that clients may also use
     * @param origins of pages that may use the endpoint
     */
    public static OriginCheck of(
            String scheme,
            InetAddress bound,
            String host,
            List<String> further,
            List<String> origins)
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
        return new OriginCheck(scheme, names, new PageCheck(origins));
    }

    /**
     * Checks the headers of one request.
     *
     * @throws RequestRejectedException with status 421 for a foreign host, 403 for a request of a
     *     foreign page
     */
    public void check(Headers headers) throws RequestRejectedException {
        String own = scheme + "://" + checkHost(headers);
        if (pages.foreign(values(headers), own).isPresent()) {
            throw new RequestRejectedException(403, "requests of other sites' pages are refused");
        }
    }

    /**
     * Checks the host alone; returns it, with its port.
     *
     * @throws RequestRejectedException with status 421 for a foreign host
     */
    String checkHost(Headers headers) throws RequestRejectedException {
        List<String> hosts = headers.get("Host");
        if (hosts == null || hosts.size() != 1) {
            throw new RequestRejectedException(
                    421, "the request names no host, or several, in its Host header");
        }
        String asked = withoutPort(hosts.get(0));
        if (!names.contains(asked)) {
            String shown = TextSanitizer.quoted(asked);
            throw new RequestRejectedException(
                    421,
                    "the Host header names another host than this one: "
                            + shown
                            + "; use 127.0.0.1 or localhost, or have the agent started with "
                            + shown
                            + " in jolokia.allowedHosts");
        }
        return hosts.get(0).toLowerCase(Locale.ROOT);
    }

    /** Returns whether a request is a browser's preflight request for a page of a named origin. */
    public boolean isPreflight(String method, Headers headers) {
        return method.equals("OPTIONS")
                && isNamed(headers)
                && headers.containsKey("Access-Control-Request-Method");
    }

    /** Adds the headers that let a page of a named origin read the answer; none for all others. */
    public void permit(Headers request, Headers answer) {
        if (pages.isNoneAllowed()) {
            return;
        }
        answer.set("Vary", "Origin");
        if (isNamed(request)) {
            answer.set("Access-Control-Allow-Origin", request.getFirst("Origin"));
            answer.set("Access-Control-Allow-Credentials", "true");
            answer.set("Access-Control-Allow-Methods", "GET, POST");
            answer.set("Access-Control-Allow-Headers", "Authorization, Content-Type");
            answer.set("Access-Control-Max-Age", "600");
        }
    }

    private boolean isNamed(Headers headers) {
        return pages.isAllowed(values(headers));
    }

    private static Function<String, List<String>> values(Headers headers) {
        return name -> headers.getOrDefault(name, List.of());
    }

    private static String withoutPort(String host) {
        return PORT.matcher(host).replaceFirst("").toLowerCase(Locale.ROOT);
    }

    private static String name(String host) {
        String bare = host.replaceFirst("%.*$", "").toLowerCase(Locale.ROOT);
        return bare.contains(":") && !bare.startsWith("[") ? "[" + bare + "]" : bare;
    }
}
