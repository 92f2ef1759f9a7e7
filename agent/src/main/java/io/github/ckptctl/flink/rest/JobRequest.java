// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink.rest;

import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.Role;
import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.regex.Pattern;

/** Request about a job: the route, the content of the body, and the caller. Immutable. */
public final class JobRequest {

    /** The field with the time that a call that waits may wait, in milliseconds. */
    public static final String WAIT = "waitMillis";

    /** The time that it waits if the field is absent, in milliseconds. */
    public static final long DEFAULT_WAIT_MILLIS = 60_000;

    /** The field with the time after which a stop is aborted, in milliseconds. */
    public static final String DEADLINE = "deadlineMillis";

    /** Time that TaskManagers have for their thread dumps. */
    private static final long DUMP_MILLIS = 10_000;

    /** The field with the id of a checkpoint, also where the path has it. */
    public static final String CHECKPOINT_ID = "checkpointId";

    /** The field with a time in epoch milliseconds, also where the path has it. */
    public static final String SINCE = "since";

    /** The fields whose numbers paths have, by the names of the paths' parameters. */
    static final Map<String, String> PATH_NUMBERS =
            Map.of("checkpointid", CHECKPOINT_ID, "since", SINCE);

    /** Prefix of the names of all callers on Flink's port. */
    static final String CALLER = "rest:";

    private static final Pattern ADDRESS = Pattern.compile(CALLER + "[0-9A-Fa-f.:]{2,45}");

    private final RestRoute route;
    private final String jobId;
    private final String caller;
    private final @Nullable Role role;
    private final Map<String, Object> body;

    /**
     * @param route the requested route
     * @param jobId the job's id, 32 hexadecimal digits
     * @param caller the caller, for the history
     * @param body the content of the request's body
     */
    public JobRequest(RestRoute route, String jobId, String caller, Map<String, Object> body) {
        this(route, jobId, caller, null, body);
    }

    /**
     * @param route the requested route
     * @param jobId the job's id, 32 hexadecimal digits
     * @param caller the caller, for the history
     * @param role the caller's role; null where there are no roles
     * @param body the content of the request's body
     */
    public JobRequest(
            RestRoute route,
            String jobId,
            String caller,
            @Nullable Role role,
            Map<String, Object> body) {
        this.route = route;
        this.jobId = jobId;
        this.caller = caller;
        this.role = role;
        this.body = body;
    }

    /**
     * Returns a call that came as a message. Any client that reaches Flink's RPC, or the REST port
     * of a JobManager without the agent, can have sent it: its caller is unverified, an address at
     * the most, and the call is one without a login like any other on Flink's port.
     */
    static JobRequest forwarded(
            RestRoute route, String jobId, String caller, Map<String, Object> body) {
        String from = ADDRESS.matcher(caller).matches() ? caller : CALLER + "unknown";
        return new JobRequest(route, jobId, from + " (forwarded)", body);
    }

    /** Returns the same request, sent to one job. */
    JobRequest to(String job) {
        return new JobRequest(route, job, caller, role, body);
    }

    /** Returns the requested route. */
    public RestRoute route() {
        return route;
    }

    /** Returns the job's id, 32 hexadecimal digits; empty where no job is named. */
    public String jobId() {
        return jobId;
    }

    /** Returns the caller, for the history. */
    public String caller() {
        return caller;
    }

    /**
     * Returns the caller's role, null where there are no roles. A server with roles has an audit of
     * its own.
     */
    public @Nullable Role role() {
        return role;
    }

    /** Returns how many milliseconds the call itself may wait, 0 for one that does not. */
    long waitMillis() {
        switch (route) {
            case QUIESCE:
                return bounded(body.getOrDefault(WAIT, DEFAULT_WAIT_MILLIS));
            case STOP_WITH_CHECKPOINT:
            case STOP_WITH_SAVEPOINT:
                return bounded(body.getOrDefault(DEADLINE, DEFAULT_WAIT_MILLIS));
            case TRIGGER:
                return CheckpointCoordinatorMXBean.MAX_WAIT;
            case STACKS:
                return DUMP_MILLIS;
            default:
                return 0;
        }
    }

    private static long bounded(Object wait) {
        long asked = wait instanceof Number ? ((Number) wait).longValue() : 0;
        return Math.max(0, Math.min(asked, CheckpointCoordinatorMXBean.MAX_WAIT));
    }

    /**
     * Returns the content of the request's body: strings, whole and other numbers, booleans, null,
     * lists and maps of them. Empty without a body.
     */
    public Map<String, Object> body() {
        return body;
    }
}
