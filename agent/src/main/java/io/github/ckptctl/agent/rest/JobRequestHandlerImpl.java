// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.rest;

import io.github.ckptctl.control.Job;
import io.github.ckptctl.control.JobCheckpointControl;
import io.github.ckptctl.control.JobRegistry;
import io.github.ckptctl.control.engine.PinKeeper;
import io.github.ckptctl.control.model.CallerContext;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.control.model.SavepointFormat;
import io.github.ckptctl.control.model.Setting;
import io.github.ckptctl.control.model.TextSanitizer;
import io.github.ckptctl.control.model.TriggerType;
import io.github.ckptctl.flink.rest.JobRequest;
import io.github.ckptctl.flink.rest.JobRequestHandler;
import io.github.ckptctl.flink.rest.JobResponse;
import io.github.ckptctl.flink.rest.RestRoute;
import io.github.ckptctl.mbeans.ChangeHistoryEntry;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.RescheduleResult;
import io.github.ckptctl.mbeans.Role;
import io.github.ckptctl.mbeans.SuspensionResult;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Handler of requests to the jobs of this JobManager, on Flink's REST port and for the page on the
 * agent's own HTTP endpoint: translates and delegates.
 *
 * <p>Statuses: 200; 400 with all faults of a request; 409 where the job's state or its revision
 * conflicts with it; 503 where too many requests wait already. The caller is in the history, and
 * each request that is not for reading alone is a line of the audit, unless the server has one.
 */
public final class JobRequestHandlerImpl implements JobRequestHandler {

    private static final Logger LOG = LoggerFactory.getLogger(JobRequestHandlerImpl.class);
    private static final Logger AUDIT = LoggerFactory.getLogger("ckptctl.audit");

    /** The attributes that tell how a job is, of those whose number does not grow. */
    private static final Set<String> AT_A_GLANCE =
            Set.of(
                    "jobId",
                    "jobName",
                    "jobStatus",
                    "timeout",
                    "interval",
                    "suspension",
                    "suspendedMillis",
                    "notTriggering",
                    "pendingCheckpoints",
                    "pendingDeadlineRatio",
                    "latestCompletedId",
                    "latestCompletedAge",
                    "latestCompletedDuration",
                    "consecutiveFailures",
                    "tolerableFailedCheckpoints",
                    "transactionTimeout",
                    "millisToTransactionTimeout",
                    "overrideActive",
                    "revision");

    private final JobRegistry register;
    private final Function<Job, CheckpointCoordinatorMXBean> beans;
    private final Executor waiting;

    /**
     * @param register the jobs
     * @param beans returns a job's attributes
     * @param waiting runs tasks that wait for a coordinator's lock, storage or checkpoints; may
     *     reject
     */
    public JobRequestHandlerImpl(
            JobRegistry register,
            Function<Job, CheckpointCoordinatorMXBean> beans,
            Executor waiting) {
        this.register = register;
        this.beans = beans;
        this.waiting = waiting;
    }

    @Override
    public @Nullable CompletableFuture<JobResponse> answer(JobRequest call) {
        if (!call.route().isOfOneJob()) {
            return register.jobs().isEmpty()
                    ? null
                    : CompletableFuture.completedFuture(JobResponse.ok(atAGlance()));
        }
        Job job = register.job(call.jobId());
        if (job == null) {
            return null;
        }
        if (call.route() == RestRoute.STATUS) {
            return CompletableFuture.completedFuture(JobResponse.ok(status(job)));
        }
        if (!call.route().mayWait()) {
            return CompletableFuture.completedFuture(
                    asCaller(call, () -> done(call, job.checkpoints())));
        }
        try {
            return CompletableFuture.supplyAsync(
                    () -> audited(call, asCaller(call, () -> done(call, job.checkpoints()))),
                    waiting);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(
                    JobResponse.refused(503, List.of("too many requests wait already; try again")));
        }
    }

    private static JobResponse asCaller(JobRequest call, Supplier<JobResponse> task) {
        Role role = call.role();
        return role == null
                ? CallerContext.call(call.caller(), task)
                : CallerContext.call(call.caller(), role, task);
    }

    private Map<String, Object> atAGlance() {
        return Map.of(
                "jobs",
                register.jobs().stream()
                        .map(job -> attributes(job, AT_A_GLANCE::contains))
                        .collect(Collectors.toList()));
    }

    private Map<String, Object> status(Job job) {
        return attributes(job, name -> !name.equals("history"));
    }

    private Map<String, Object> attributes(Job job, Predicate<String> wanted) {
        return BeanJson.of(CheckpointCoordinatorMXBean.class, beans.apply(job), wanted);
    }

    private static JobResponse done(JobRequest call, JobCheckpointControl job) {
        try {
            return JobResponse.ok(answer(call, job, new RequestBody(call.body())));
        } catch (InvalidRequestException e) {
            return JobResponse.refused(400, SettingsJson.named(e.faults()));
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            return JobResponse.refused(400, SettingsJson.named(List.of(message(e))));
        } catch (SecurityException e) {
            return JobResponse.refused(403, SettingsJson.named(List.of(message(e))));
        } catch (IllegalStateException e) {
            return JobResponse.refused(409, SettingsJson.named(List.of(message(e))));
        } catch (Throwable e) {
            LOG.warn("A request to job {} failed: {}", job.jobId(), call.route(), e);
            return JobResponse.refused(500, List.of("Internal server error: " + e));
        }
    }

    private static String message(RuntimeException e) {
        return String.valueOf(e.getMessage());
    }

    private static Map<String, Object> answer(
            JobRequest call, JobCheckpointControl job, RequestBody fields)
            throws InvalidRequestException {
        switch (call.route()) {
            case UPDATE:
                return update(job, fields);
            case RESET:
                fields.requireNoMore(Set.of());
                job.settingsService().reset();
                return configuration(job);
            case SUSPEND:
                return suspend(job, fields);
            case RESUME:
                fields.requireNoMore(Set.of());
                return BeanJson.of(job.suspension().resume());
            case QUIESCE:
                long wait = fields.number(JobRequest.WAIT, JobRequest.DEFAULT_WAIT_MILLIS);
                fields.requireNoMore(Set.of(JobRequest.WAIT));
                return BeanJson.of(job.suspension().quiesce(wait));
            case RESCHEDULE:
                fields.requireNoMore(Set.of());
                return Map.of("inFlight", rescheduled(job));
            case EXTEND:
                return extend(job, fields);
            case ABORT:
                job.deadlines().abortCheckpoint(onlyCheckpointId(fields));
                return Map.of();
            case STACKS:
                long held = fields.number(JobRequest.CHECKPOINT_ID, -1);
                fields.requireNoMore(Set.of(JobRequest.CHECKPOINT_ID));
                return BeanJson.of(job.diagnostics().stacksOfHolders(held));
            case FAIL_HOLDERS:
                return failHolders(job, fields);
            case TRIGGER:
                String type = fields.text("type", TriggerType.CONFIGURED.name());
                fields.requireNoMore(Set.of("type"));
                return BeanJson.of(job.trigger().triggerCheckpoint(type));
            case UNALIGNED:
                boolean allowRestart = fields.flag("allowRestart", false);
                String reason = fields.text("reason", "");
                fields.requireNoMore(Set.of("allowRestart", "reason"));
                return BeanJson.of(job.unaligned().enable(allowRestart, reason));
            case PIN_CHECKPOINT:
                return pin(job, fields);
            case UNPIN_CHECKPOINT:
                return BeanJson.of(job.pins().unpinCheckpoint(onlyCheckpointId(fields)));
            case STOP_WITH_CHECKPOINT:
                boolean drain = fields.flag("drain", false);
                long deadline = fields.number(JobRequest.DEADLINE, JobRequest.DEFAULT_WAIT_MILLIS);
                fields.requireNoMore(Set.of("drain", JobRequest.DEADLINE));
                return BeanJson.of(job.stop().stopWithCheckpoint(drain, deadline));
            case STOP_WITH_SAVEPOINT:
                return stopWithSavepoint(job, fields);
            case RESET_FAILURE_COUNT:
                fields.requireNoMore(Set.of());
                job.resetFailureCount();
                return Map.of();
            case FORECAST:
                return forecast(job, fields);
            case LATEST:
                return BeanJson.of(job.engine().latestCompleted());
            case PINNED:
                return Map.of("pinned", BeanJson.ofAll(job.pins().pinned()));
            case SAFE_TO_KILL:
                return BeanJson.of(job.suspension().safeToKill());
            case DIAGNOSIS:
                return BeanJson.of(job.diagnostics().diagnose());
            case DETAILS:
                return BeanJson.of(job.diagnostics().describeCheckpoint(onlyCheckpointId(fields)));
            case HISTORY:
                return Map.of("history", BeanJson.ofAll(history(job, fields)));
            default:
                return configuration(job);
        }
    }

    private static Map<String, Object> configuration(JobCheckpointControl job) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("jobId", job.jobId());
        all.putAll(SettingsJson.of(job.settingsService()));
        all.put("persistenceProblem", job.unkept());
        return all;
    }

    private static Map<String, Object> extend(JobCheckpointControl job, RequestBody fields)
            throws InvalidRequestException {
        long checkpointId = fields.requiredNumber(JobRequest.CHECKPOINT_ID);
        long byMillis = fields.requiredNumber("byMillis");
        fields.requireNoMore(Set.of(JobRequest.CHECKPOINT_ID, "byMillis"));
        return BeanJson.of(job.deadlines().extendInFlight(checkpointId, byMillis));
    }

    private static Map<String, Object> stopWithSavepoint(
            JobCheckpointControl job, RequestBody fields) throws InvalidRequestException {
        String directory = fields.text("targetDirectory", "");
        String format = fields.text("format", SavepointFormat.CANONICAL.name());
        boolean drain = fields.flag("drain", false);
        long deadline = fields.number(JobRequest.DEADLINE, JobRequest.DEFAULT_WAIT_MILLIS);
        fields.requireNoMore(Set.of("targetDirectory", "format", "drain", JobRequest.DEADLINE));
        return BeanJson.of(job.stop().stopWithSavepoint(directory, format, drain, deadline));
    }

    private static Map<String, Object> failHolders(JobCheckpointControl job, RequestBody fields)
            throws InvalidRequestException {
        long checkpointId = fields.requiredNumber(JobRequest.CHECKPOINT_ID);
        long most = fields.requiredNumber("most");
        fields.requireNoMore(Set.of(JobRequest.CHECKPOINT_ID, "most"));
        return BeanJson.of(job.holders().fail(checkpointId, most));
    }

    private static Map<String, Object> pin(JobCheckpointControl job, RequestBody fields)
            throws InvalidRequestException {
        long checkpointId = fields.number(JobRequest.CHECKPOINT_ID, PinKeeper.NEWEST);
        String reason = fields.text("reason", "");
        fields.requireNoMore(Set.of(JobRequest.CHECKPOINT_ID, "reason"));
        return BeanJson.of(job.pins().pinCheckpoint(checkpointId, reason));
    }

    private static long onlyCheckpointId(RequestBody fields) throws InvalidRequestException {
        long checkpointId = fields.requiredNumber(JobRequest.CHECKPOINT_ID);
        fields.requireNoMore(Set.of(JobRequest.CHECKPOINT_ID));
        return checkpointId;
    }

    private static List<ChangeHistoryEntry> history(JobCheckpointControl job, RequestBody fields)
            throws InvalidRequestException {
        long since = fields.number(JobRequest.SINCE, 0);
        fields.requireNoMore(Set.of(JobRequest.SINCE));
        return job.history().stream()
                .filter(change -> change.getAt() >= since)
                .collect(Collectors.toList());
    }

    /** Returns what a change would do, with all faults of it, in the words of {@link #update}. */
    private static Map<String, Object> forecast(JobCheckpointControl job, RequestBody fields)
            throws InvalidRequestException {
        Map<String, String> asked = settings(fields);
        long ttl = fields.number("ttl", 0);
        long revision = fields.number("revision", -1);
        Set<String> known = new LinkedHashSet<>(SettingsJson.settings().keySet());
        known.addAll(List.of("ttl", "revision"));
        fields.requireNoMore(known);
        return SettingsJson.of(job.settingsService().forecast(asked, ttl, revision));
    }

    private static Map<String, String> settings(RequestBody fields) {
        Map<String, String> asked = new LinkedHashMap<>();
        SettingsJson.settings()
                .forEach(
                        (name, setting) -> {
                            String value = fields.setting(name, setting);
                            if (value != null) {
                                asked.put(setting.attribute(), value);
                            }
                        });
        return asked;
    }

    private static Map<String, Object> update(JobCheckpointControl job, RequestBody fields)
            throws InvalidRequestException {
        Map<String, String> asked = settings(fields);
        boolean inFlight = fields.flag("applyToInFlight", true);
        String reason = fields.text("reason", "");
        long ttl = fields.number("ttl", 0);
        long revision = fields.number("revision", -1);
        Set<String> known = new LinkedHashSet<>(SettingsJson.settings().keySet());
        known.addAll(List.of("applyToInFlight", "reason", "ttl", "revision"));
        List<String> faults = new ArrayList<>(fields.faults(known));
        if (faults.isEmpty() || !asked.isEmpty()) {
            faults.addAll(
                    Arrays.asList(job.settingsService().forecast(asked, ttl, -1).getFaults()));
        }
        if (!faults.isEmpty()) {
            throw new InvalidRequestException(faults);
        }
        job.settingsService().change(asked, reason, ttl, revision);
        Map<String, Object> answer = configuration(job);
        // the change is complete by now: where deadlines cannot be moved, nothing else is done
        boolean newDeadlines =
                inFlight
                        && asked.containsKey(Setting.TIMEOUT.attribute())
                        && job.engine().missingReason(Capability.RESCHEDULE).isEmpty();
        answer.put("inFlight", newDeadlines ? rescheduled(job) : List.of());
        return answer;
    }

    private static Map<String, Object> suspend(JobCheckpointControl job, RequestBody fields)
            throws InvalidRequestException {
        String mode = fields.text("mode", "");
        String reason = fields.text("reason", "");
        long ttl = fields.number("ttl", 0);
        fields.requireNoMore(Set.of("mode", "reason", "ttl"));
        SuspensionResult result =
                ttl == 0
                        ? job.suspension().suspend(mode, reason)
                        : job.suspension().suspendFor(mode, ttl, reason);
        return BeanJson.of(result);
    }

    private static List<Map<String, Object>> rescheduled(JobCheckpointControl job) {
        List<RescheduleResult> results = job.deadlines().rescheduleInFlight();
        return BeanJson.ofAll(results);
    }

    private static JobResponse audited(JobRequest call, JobResponse reply) {
        if (call.route().isRead() || call.role() != null) {
            return reply;
        }
        AUDIT.info(
                "{} {} job {} {} -> {}",
                call.caller(),
                call.route(),
                call.jobId(),
                shown(call.body()),
                reply.status() == 200 ? "200" : reply.status() + " " + shown(reply.body()));
        return reply;
    }

    /** Returns a value for a log message, in one line whatever it contains. */
    private static String shown(Object value) {
        return TextSanitizer.logged(String.valueOf(value), TextSanitizer.MOST);
    }
}
