// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.request;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.github.ckptctl.agent.http.RequestRejectedException;
import io.github.ckptctl.agent.http.WebConsole;
import io.github.ckptctl.agent.http.auth.Principal;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Check of the requests of the web console's page: between the login and the console. Any thread.
 */
public final class ConsoleCheck {

    /** The addresses that are the console's; there is one spelling of each. */
    private static final Pattern ADDRESS =
            Pattern.compile("/ckptctl(/.*)?|/jobs/[0-9a-f]{32}/ckptctl/.*");

    private final @Nullable WebConsole console;
    private final OriginCheck site;
    private final OperationRoles roles;

    /**
     * @param console null for none
     */
    public ConsoleCheck(@Nullable WebConsole console, OriginCheck site, OperationRoles roles) {
        this.console = console;
        this.site = site;
        this.roles = roles;
    }

    /** Returns whether an address is one of the console's, whether or not there is anything. */
    public boolean isFor(URI address) {
        String raw = address.getRawPath();
        return console != null
                && raw != null
                && address.getScheme() == null
                && address.getRawAuthority() == null
                && ADDRESS.matcher(raw).matches();
    }

    /**
     * Returns the call that a request asks for.
     *
     * @throws RequestRejectedException with status 404 or 405 for an address or a method that does
     *     not exist, 421 or 403 for a request of a foreign page, 403 for a role that does not
     *     suffice, 400, 413 or 415 for a body that cannot be read
     */
    public ConsoleCall check(HttpExchange exchange, Principal principal)
            throws RequestRejectedException, IOException {
        Headers headers = exchange.getRequestHeaders();
        String method = exchange.getRequestMethod();
        WebConsole.Target target = target(exchange.getRequestURI());
        if (target.isFile()) {
            // links to the page may be anywhere
            site.checkHost(headers);
        }
        if (!target.methods().contains(method)) {
            exchange.getResponseHeaders()
                    .set("Allow", String.join(", ", new TreeSet<>(target.methods())));
            throw new RequestRejectedException(405, method + " is not a method of this address");
        }
        boolean hasBody = ConsoleCall.isWithBody(method);
        if (hasBody) {
            RequestReader.requireJson(headers);
        }
        if (!target.isFile()) {
            site.check(headers);
        }
        String operation = target.operation(method);
        if (!operation.isEmpty()) {
            ChangeCheck.permit(principal, roles.toCall(operation), "calling " + operation);
        }
        Map<String, Object> body = hasBody ? RequestReader.object(exchange) : Map.of();
        return new ConsoleCall(
                target,
                operation,
                new WebConsole.Call(
                        method,
                        principal.caller(),
                        principal.role(),
                        body,
                        headers.getFirst("If-None-Match")));
    }

    private WebConsole.Target target(URI address) throws RequestRejectedException {
        return Optional.ofNullable(console)
                .flatMap(one -> one.find(address.getRawPath()))
                .orElseThrow(
                        () ->
                                new RequestRejectedException(
                                        404, "not found; the page is /ckptctl/"));
    }
}
