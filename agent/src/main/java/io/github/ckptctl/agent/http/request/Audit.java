// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.request;

import com.sun.net.httpserver.HttpExchange;
import io.github.ckptctl.agent.http.RejectionLog;
import io.github.ckptctl.agent.http.RequestRejectedException;
import io.github.ckptctl.agent.http.auth.Principal;
import io.github.ckptctl.control.model.TextSanitizer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import javax.management.ObjectName;

import java.util.function.LongSupplier;

/**
 * Audit log of changes and of rejected requests, with their callers.
 *
 * <p>Every change that was begun has its line; rejections, which any client can cause, have at most
 * ten in a second, and then the number left out. Never contains a credential. Any thread.
 */
public final class Audit {

    /** The logger's name, for the operator's logging configuration. */
    public static final String LOGGER = RejectionLog.LOGGER;

    public static final int REFUSALS_PER_SECOND = RejectionLog.PER_SECOND;

    private static final int MAX_TEXT = 200;
    private static final int MAX_NAME = 300;

    private final Logger log;
    private final RejectionLog refusals;

    public Audit(Logger log, LongSupplier nanoClock) {
        this.log = log;
        this.refusals = new RejectionLog(log, nanoClock);
    }

    /** Logs a change that was carried out, or that the bean rejected. */
    public void change(
            HttpExchange exchange,
            Principal principal,
            CheckedRequest request,
            @Nullable Object old,
            String outcome,
            long millis) {
        log.info(
                "change: {} bean={} job={} {}={} arguments=\"{}\"{} outcome=\"{}\" millis={}",
                who(exchange, principal),
                name(String.valueOf(request.bean())),
                name(job(request.bean())),
                request.type().getName(),
                request.member(),
                text(request.arguments()),
                old == null ? "" : " old=\"" + text(old) + "\"",
                text(outcome),
                millis);
    }

    /** Logs a change that was made on the web console's page, or that the job rejected. */
    public void change(
            HttpExchange exchange,
            Principal principal,
            ConsoleCall call,
            String outcome,
            long millis) {
        log.info(
                "change: {} job={} console={} arguments=\"{}\" outcome=\"{}\" millis={}",
                who(exchange, principal),
                name(call.jobId()),
                call.operation(),
                text(call.arguments()),
                text(outcome),
                millis);
    }

    /**
     * Logs a rejected request.
     *
     * @param principal the caller, null before the login
     * @param asked the request, null if it was not read as far
     */
    public void refusal(
            HttpExchange exchange,
            @Nullable Principal principal,
            @Nullable RawRequest asked,
            RequestRejectedException refusal) {
        refusals.write(
                who(exchange, principal),
                exchange.getRequestMethod(),
                String.valueOf(exchange.getRequestURI().getRawPath()),
                asked == null ? "" : asked.toString(),
                refusal.status(),
                refusal.sentence());
    }

    private static String who(HttpExchange exchange, @Nullable Principal principal) {
        return "principal="
                + (principal == null ? "-" : principal.name())
                + " role="
                + (principal == null ? "-" : principal.role())
                + " login="
                + (principal == null ? "-" : principal.login())
                + " remote="
                + exchange.getRemoteAddress().getAddress().getHostAddress();
    }

    private static String job(@Nullable ObjectName bean) {
        String job = bean == null ? null : bean.getKeyProperty("job_id");
        return job == null ? "-" : job;
    }

    /**
     * Returns a bean's name for the log: a bean of our domain may be someone else's, of any name.
     */
    private static String name(String bean) {
        return TextSanitizer.logged(bean, MAX_NAME);
    }

    private static String text(Object value) {
        return TextSanitizer.logged(value.toString(), MAX_TEXT);
    }
}
