// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.server;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsExchange;
import io.github.ckptctl.agent.http.RequestRejectedException;
import io.github.ckptctl.agent.http.WebAnswer;
import io.github.ckptctl.agent.http.auth.Authenticator;
import io.github.ckptctl.agent.http.auth.Principal;
import io.github.ckptctl.agent.http.jolokia.JolokiaCall;
import io.github.ckptctl.agent.http.jolokia.JolokiaCallFactory;
import io.github.ckptctl.agent.http.request.Audit;
import io.github.ckptctl.agent.http.request.CheckedRequest;
import io.github.ckptctl.agent.http.request.ConsoleCall;
import io.github.ckptctl.agent.http.request.ConsoleCheck;
import io.github.ckptctl.agent.http.request.HttpResponse;
import io.github.ckptctl.agent.http.request.JolokiaPath;
import io.github.ckptctl.agent.http.request.OriginCheck;
import io.github.ckptctl.agent.http.request.RawRequest;
import io.github.ckptctl.agent.http.request.RequestCheck;
import io.github.ckptctl.agent.http.request.RequestReader;
import io.github.ckptctl.control.model.CallerContext;
import org.jolokia.json.JSONArray;
import org.jolokia.json.JSONObject;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/**
 * Handler of every incoming request, which passes on to Jolokia, or to the web console, what has
 * passed the checks.
 *
 * <p>In this order: address, login, method and content type, host and origin, body, each entry, a
 * place to run it in. All entries are checked before the first is run. A browser's preflight
 * request for a page of a named origin is answered before the login. Until the request is complete
 * its thread may be taken away. The principal stays on the stack of the thread that serves the
 * request. Any thread, several at once.
 */
final class JolokiaHttpHandler implements HttpHandler {

    private static final Logger LOG = LoggerFactory.getLogger(JolokiaHttpHandler.class);

    private static final List<String> NO_BODY = List.of("0");

    private final RequestLimiter places;
    private final RequestExecutor workers;
    private final Authenticator login;
    private final OriginCheck site;
    private final RequestCheck check;
    private final ConsoleCheck console;
    private final JolokiaCallFactory jolokia;
    private final Audit audit;

    /**
     * Creates the handler.
     *
     * @param places the places in which requests are carried out
     * @param workers the threads that serve them
     * @param jolokia creates the call of each HTTP request
     */
    JolokiaHttpHandler(
            RequestLimiter places,
            RequestExecutor workers,
            Authenticator login,
            OriginCheck site,
            RequestCheck check,
            ConsoleCheck console,
            JolokiaCallFactory jolokia,
            Audit audit) {
        this.places = places;
        this.workers = workers;
        this.login = login;
        this.site = site;
        this.check = check;
        this.console = console;
        this.jolokia = jolokia;
        this.audit = audit;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Progress progress = new Progress();
        try {
            site.permit(exchange.getRequestHeaders(), exchange.getResponseHeaders());
            HttpResponse refused = read(exchange, progress);
            if (workers.beginServing()) {
                try {
                    HttpResponse answer =
                            refused == null ? carriedOut(exchange, progress) : refused;
                    hangUpIfUnread(exchange, progress);
                    answer.send(exchange);
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

    /** Reads and checks the request; returns the answer if there is one by then. */
    private @Nullable HttpResponse read(HttpExchange exchange, Progress progress)
            throws IOException {
        return answered(exchange, progress, () -> check(exchange, progress));
    }

    private HttpResponse carriedOut(HttpExchange exchange, Progress progress) throws IOException {
        return Objects.requireNonNull(answered(exchange, progress, () -> run(exchange, progress)));
    }

    private @Nullable HttpResponse answered(HttpExchange exchange, Progress progress, Step step)
            throws IOException {
        try {
            return step.take();
        } catch (RequestRejectedException refusal) {
            audit.refusal(exchange, progress.principal, progress.asked, refusal);
            return console.isFor(exchange.getRequestURI())
                    ? HttpResponse.of(WebAnswer.of(refusal))
                    : HttpResponse.of(refusal);
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            // an Error too: the thread serves others, and it must not reach Flink
            LOG.warn("request failed inside the endpoint", e);
            return HttpResponse.of(
                    new RequestRejectedException(
                            500, "internal error; the log of this process has more"));
        }
    }

    /**
     * Closes a connection with TLS after an answer that comes before the request's body has been
     * read. The JDK's server reads the body after the answer, to discard it, and all that has come
     * by then with it; whole TLS records behind the body stay in its buffer, where it does not look
     * for the next request ({@code sun.net.httpserver.SSLStreams} of 17.0.15; it does look into its
     * buffer without TLS). A client that keeps the connection would wait for an answer in vain.
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

    private @Nullable HttpResponse check(HttpExchange exchange, Progress progress)
            throws RequestRejectedException, IOException {
        boolean isConsole = console.isFor(exchange.getRequestURI());
        List<String> path = isConsole ? List.of() : JolokiaPath.segments(exchange.getRequestURI());
        if (site.isPreflight(exchange.getRequestMethod(), exchange.getRequestHeaders())) {
            site.check(exchange.getRequestHeaders());
            return HttpResponse.empty();
        }
        Principal principal = login(exchange);
        progress.principal = principal;
        if (isConsole) {
            progress.call = console.check(exchange, principal);
            progress.isRead = progress.call.hasBody();
            return null;
        }
        RequestReader.checkForm(exchange, path);
        site.check(exchange.getRequestHeaders());
        RequestReader.Requests requests = RequestReader.read(exchange, path);
        progress.isRead = exchange.getRequestMethod().equals("POST");
        progress.isBulk = requests.isBulk();
        for (RawRequest raw : requests.entries()) {
            progress.asked = raw;
            try {
                progress.checked.add(check.check(raw, principal));
            } catch (RequestRejectedException e) {
                throw requests.isBulk() ? e.at(progress.checked.size() + 1) : e;
            }
        }
        return null;
    }

    private Principal login(HttpExchange exchange) throws RequestRejectedException, IOException {
        if (!workers.beginServing()) {
            throw new IOException("disconnected in favor of others");
        }
        try {
            return login.login(exchange);
        } finally {
            workers.endServing();
        }
    }

    private HttpResponse run(HttpExchange exchange, Progress progress)
            throws RequestRejectedException {
        Principal principal = Objects.requireNonNull(progress.principal);
        ConsoleCall ofPage = progress.call;
        Semaphore place = places.take(principal, progress.operations());
        try {
            if (ofPage != null) {
                return HttpResponse.of(run(exchange, principal, ofPage));
            }
            JolokiaCall call = jolokia.create();
            if (!progress.isBulk) {
                return HttpResponse.of(run(exchange, principal, call, progress.checked.get(0)));
            }
            JSONArray results = new JSONArray();
            progress.checked.forEach(
                    request -> results.add(run(exchange, principal, call, request)));
            return HttpResponse.of(results);
        } finally {
            place.release();
        }
    }

    private JSONObject run(
            HttpExchange exchange, Principal principal, JolokiaCall call, CheckedRequest request) {
        long began = System.nanoTime();
        JSONObject result =
                CallerContext.call(principal.caller(), principal.role(), () -> call.run(request));
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

    private WebAnswer run(HttpExchange exchange, Principal principal, ConsoleCall call) {
        long began = System.nanoTime();
        WebAnswer answer = call.run();
        if (!call.operation().isEmpty()) {
            long millis = (System.nanoTime() - began) / 1_000_000;
            String outcome =
                    answer.status() == 200
                            ? "done"
                            : answer.status()
                                    + " "
                                    + new String(answer.content(), StandardCharsets.UTF_8);
            audit.change(exchange, principal, call, outcome, millis);
        }
        return answer;
    }

    /** Progress of a request. */
    private static final class Progress {
        private @Nullable Principal principal;
        private @Nullable RawRequest asked;
        private final List<CheckedRequest> checked = new ArrayList<>();
        private boolean isBulk;
        private boolean isRead;
        private @Nullable ConsoleCall call;

        private List<String> operations() {
            return call != null
                    ? List.of(call.operation())
                    : checked.stream().map(CheckedRequest::member).collect(Collectors.toList());
        }
    }

    /** Step of the handling, which may end with an answer. */
    private interface Step {
        @Nullable HttpResponse take() throws RequestRejectedException, IOException;
    }
}
