// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.remote;

import javax.net.ssl.SSLException;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Reasons why an address cannot be reached, with remedies. */
final class Unreachable {

    /** Proxy variables that curl and other clients use; the JDK's HTTP client does not. */
    private static final List<String> PROXIES = List.of("http_proxy", "https_proxy", "all_proxy");

    private Unreachable() {}

    static String why(URI url, IOException failure) {
        return why(url, failure, System.getenv());
    }

    static String why(URI url, IOException failure, Map<String, String> environment) {
        if (failure instanceof SSLException) {
            return tls(url, failure);
        }
        if (failure instanceof HttpTimeoutException) {
            return "no answer in time ("
                    + failure.getMessage()
                    + ")"
                    + (url.getScheme().equals("https")
                            ? "; if the port speaks plain HTTP, write " + with(url, "http")
                            : "")
                    + unusedProxy(environment);
        }
        if (isBy(failure, UnresolvedAddressException.class)) {
            return "there is no host " + url.getHost() + unusedProxy(environment);
        }
        if (failure instanceof ConnectException) {
            return said(failure, "no connection (is the port right?)") + unusedProxy(environment);
        }
        String said = said(failure, "the connection ended");
        if (failure instanceof ProtocolException || said.startsWith("Invalid status line")) {
            return "what answers there does not speak HTTP (" + said + ")";
        }
        if (isBy(failure, EOFException.class) || said.contains("received no bytes")) {
            return url.getScheme().equals("http")
                    ? "it hung up without an answer, as a port does that speaks HTTPS: then write "
                            + with(url, "https")
                    : "it hung up without an answer (" + said + ")";
        }
        return said;
    }

    private static String tls(URI url, IOException failure) {
        String said = said(failure, failure.toString());
        if (said.contains("Unsupported or unrecognized SSL message")) {
            return "the port does not speak TLS; if it is plain HTTP, write " + with(url, "http");
        }
        if (said.contains("No subject alternative") || said.contains("No name matching")) {
            return "its certificate is for other names than "
                    + url.getHost()
                    + " ("
                    + said
                    + "); address it by one of them, or have this name put into the certificate";
        }
        if (isBy(failure, CertPathBuilderException.class)) {
            return "this Java does not trust its certificate; --ca-file names a file with those to"
                    + " trust";
        }
        if (isBy(failure, CertPathValidatorException.class)
                || isBy(failure, CertificateException.class)) {
            return "its certificate is not good: " + said;
        }
        return "TLS failed: "
                + said
                + (said.contains("alert")
                        ? "; --client-certificate names the certificate to come with"
                        : "; --ca-file names whom to trust");
    }

    /**
     * Returns a note about proxies that are set in the environment but not used; empty for none.
     */
    private static String unusedProxy(Map<String, String> environment) {
        List<String> named =
                environment.entrySet().stream()
                        .filter(each -> !each.getValue().isEmpty())
                        .map(Map.Entry::getKey)
                        .filter(each -> PROXIES.contains(each.toLowerCase(Locale.ROOT)))
                        .sorted()
                        .collect(Collectors.toList());
        return named.isEmpty()
                ? ""
                : "; "
                        + String.join(", ", named)
                        + " of the environment is not used: where a proxy is the way, give it in"
                        + " CKPTCTL_JAVA_OPTS, as -Dhttp.proxyHost=HOST -Dhttp.proxyPort=PORT, or"
                        + " with https instead of http";
    }

    private static URI with(URI url, String scheme) {
        return URI.create(scheme + url.toString().substring(url.getScheme().length()));
    }

    private static String said(IOException failure, String otherwise) {
        String said = failure.getMessage();
        return said == null || said.isEmpty() ? otherwise : said;
    }

    private static boolean isBy(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return true;
            }
        }
        return false;
    }
}
