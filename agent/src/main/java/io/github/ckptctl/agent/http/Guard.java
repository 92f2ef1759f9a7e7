// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsExchange;
import io.github.ckptctl.control.Caller;
import org.jolokia.json.JSONArray;
import org.jolokia.json.JSONObject;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Takes every request that comes in, and lets Jolokia see what has passed.
 *
 * <p>In this order: address, login, method and content type, host and origin, body, each entry. All
 * entries are checked before the first is run. A browser that asks on behalf of a page of a named
 * origin is answered before the login. Who has logged in stays on the stack of the thread that
 * serves the request. Any thread, several at once.
 */
final class Guard implements HttpHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

    private static final List<String> NO_BODY = List.of("0");

    /** How long a request waits for one of those before it to end. */
    private static final long WAIT_MILLIS = 500;

    private final Semaphore free;
    private final Workers workers;
    private final Login login;
    private final SiteCheck site;
    private final RequestCheck check;
    private final JolokiaCalls jolokia;
    private final Audit audit;

    /**
     * Makes the guard.
     *
     * @param parallel how many requests are served at once; one more waits for its turn, and is
     *     answered with 503 if that does not come within half a second
     * @param workers whose threads serve them
     * @param jolokia makes the call of each HTTP request
     */
    Guard(
            int parallel,
            Workers workers,
            Login login,
            SiteCheck site,
            RequestCheck check,
            JolokiaCalls jolokia,
            Audit audit) {
        // in any order: in strict order each request would wait for a thread to be woken for it
        this.free = new Semaphore(parallel);
        this.workers = workers;
        this.login = login;
        this.site = site;
        this.check = check;
        this.jolokia = jolokia;
        this.audit = audit;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try {
            if (workers.beginServing()) {
                try {
                    site.permit(exchange.getRequestHeaders(), exchange.getResponseHeaders());
                    serve(exchange);
                } finally {
                    workers.endServing();
                }
            }
        } catch (IOException e) {
            LOG.debug("client went away before its answer", e);
        } finally {
            exchange.close();
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        boolean entered = awaitTurn();
        try {
            answer(exchange, entered).send(exchange);
        } finally {
            if (entered) {
                free.release();
            }
        }
    }

    private boolean awaitTurn() {
        try {
            return free.tryAcquire(WAIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // the endpoint is being closed
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Answer answer(HttpExchange exchange, boolean entered) throws IOException {
        Progress progress = new Progress();
        try {
            if (!entered) {
                throw new Refusal(503, "too many requests at once; try again");
            }
            return answer(exchange, progress);
        } catch (Refusal refusal) {
            audit.refusal(exchange, progress.principal, progress.asked, refusal);
            return Answer.of(refusal);
        } catch (RuntimeException | StackOverflowError e) {
            LOG.warn("request failed inside the endpoint", e);
            return Answer.of(new Refusal(500, "internal error; the log of this process has more"));
        } finally {
            hangUpIfUnread(exchange, progress);
        }
    }

    /**
     * Lets a connection with TLS end with an answer that comes before the request's body has been
     * read. The JDK's server reads the body after the answer, to throw it away, and all that has
     * come by then with it; whole TLS records behind the body stay in its buffer, where it does not
     * look for the next request ({@code sun.net.httpserver.SSLStreams} of 17.0.15; its buffer
     * without TLS it does look into). A client that keeps the connection would wait for an answer
     * in vain.
     */
    private static void hangUpIfUnread(HttpExchange exchange, Progress progress) {
        Headers headers = exchange.getRequestHeaders();
        boolean hasBody =
                headers.containsKey("Transfer-Encoding")
                        || !"0".equals(headers.getOrDefault("Content-Length", NO_BODY).get(0));
        if (exchange instanceof HttpsExchange && hasBody && !progress.isRead) {
            exchange.getResponseHeaders().set("Connection", "close");
        }
    }

    private Answer answer(HttpExchange exchange, Progress progress) throws Refusal, IOException {
        List<String> path = JolokiaPath.segments(exchange.getRequestURI());
        if (site.isPreflight(exchange.getRequestMethod(), exchange.getRequestHeaders())) {
            site.check(exchange.getRequestHeaders());
            return Answer.empty();
        }
        Principal principal = login.login(exchange);
        progress.principal = principal;
        RequestReader.checkForm(exchange, path);
        site.check(exchange.getRequestHeaders());
        RequestReader.Requests requests = RequestReader.read(exchange, path);
        progress.isRead = exchange.getRequestMethod().equals("POST");
        List<CheckedRequest> checked = new ArrayList<>();
        for (RawRequest raw : requests.entries()) {
            progress.asked = raw;
            try {
                checked.add(check.check(raw, principal));
            } catch (Refusal e) {
                throw requests.isBulk() ? e.at(checked.size() + 1) : e;
            }
        }
        JolokiaCall call = jolokia.of(principal);
        if (!requests.isBulk()) {
            return Answer.of(run(exchange, principal, call, checked.get(0)));
        }
        JSONArray results = new JSONArray();
        checked.forEach(request -> results.add(run(exchange, principal, call, request)));
        return Answer.of(results);
    }

    private JSONObject run(
            HttpExchange exchange, Principal principal, JolokiaCall call, CheckedRequest request) {
        long began = System.nanoTime();
        JSONObject result =
                Caller.call(principal.caller(), principal.role(), () -> call.run(request));
        if (request.bean() != null) {
            long millis = (System.nanoTime() - began) / 1_000_000;
            boolean done = Integer.valueOf(200).equals(result.get("status"));
            String outcome = done ? "done" : result.get("status") + " " + result.get("error");
            boolean writes = done && request.json().containsKey("value");
            Object old = writes ? result.get("value") : null;
            audit.change(exchange, principal, request, old, outcome, millis);
        }
        return result;
    }

    /** How far a request has come, for the log. */
    private static final class Progress {
        private @Nullable Principal principal;
        private @Nullable RawRequest asked;
        private boolean isRead;
    }
}
