// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.request;

import io.github.ckptctl.agent.http.RequestRejectedException;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The part of a request's address after {@code /jolokia}, split at its slashes.
 *
 * <p>There is one spelling of each address; any other that might mean the same to some server is
 * not found. {@code !/}, {@code !!} and {@code !"} represent the second character, as in Jolokia's
 * protocol.
 */
public final class JolokiaPath {

    private static final String ROOT = "/jolokia";

    private JolokiaPath() {}

    /**
     * Returns the segments after the root, none for {@code /jolokia} and {@code /jolokia/}.
     *
     * @throws RequestRejectedException with status 404 if the address is not ours or has an unusual
     *     spelling
     */
    public static List<String> segments(URI address) throws RequestRejectedException {
        String raw = address.getRawPath();
        if (raw == null
                || address.getScheme() != null
                || address.getRawAuthority() != null
                || address.getRawFragment() != null
                || (!raw.equals(ROOT) && !raw.startsWith(ROOT + "/"))
                || hasOddEscape(raw.toLowerCase(Locale.ROOT))) {
            throw notFound();
        }
        String path = address.getPath();
        for (int i = 0; i < path.length(); i++) {
            if (isOdd(path.charAt(i))) {
                throw notFound();
            }
        }
        String rest = path.substring(Math.min(path.length(), ROOT.length() + 1));
        return rest.isEmpty() ? List.of() : split(rest);
    }

    /** Returns segments as one path in Jolokia's spelling. */
    static String join(List<String> segments) {
        List<String> escaped = new ArrayList<>();
        segments.forEach(segment -> escaped.add(segment.replace("!", "!!").replace("/", "!/")));
        return String.join("/", escaped);
    }

    private static List<String> split(String rest) throws RequestRejectedException {
        List<String> segments = new ArrayList<>();
        StringBuilder segment = new StringBuilder();
        for (int i = 0; i < rest.length(); i++) {
            char character = rest.charAt(i);
            if (character == '!' && i + 1 < rest.length()) {
                segment.append(rest.charAt(++i));
            } else if (character == '/') {
                segments.add(checked(segment.toString()));
                segment.setLength(0);
            } else {
                segment.append(character);
            }
        }
        if (segment.length() > 0) {
            segments.add(checked(segment.toString()));
        }
        return segments;
    }

    private static String checked(String segment) throws RequestRejectedException {
        if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
            throw notFound();
        }
        return segment;
    }

    private static boolean hasOddEscape(String raw) {
        return raw.contains("%2f") || raw.contains("%2e") || raw.contains("%25");
    }

    private static boolean isOdd(int character) {
        return Character.isISOControl(character) || character == '\\' || character == 0xfffd;
    }

    private static RequestRejectedException notFound() {
        return new RequestRejectedException(404, "not found; the endpoint is " + ROOT + "/");
    }
}
