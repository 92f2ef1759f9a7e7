// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.rest;

import io.github.ckptctl.control.JobCheckpointControl;
import io.github.ckptctl.control.JobRegistry;
import io.github.ckptctl.control.RecordingEngine;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.control.model.Setting;
import io.github.ckptctl.flink.rest.JobRequest;
import io.github.ckptctl.flink.rest.JobResponse;
import io.github.ckptctl.flink.rest.RestRoute;
import io.github.ckptctl.mbeans.ChangeHistoryEntry;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.PendingCheckpointInfo;
import io.github.ckptctl.mbeans.RescheduleOutcome;
import io.github.ckptctl.mbeans.RescheduleResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import static org.assertj.core.api.Assertions.assertThat;

class JobRequestHandlerImplTest {

    private static final String ID = "0123456789abcdef0123456789abcdef";

    private final JobRegistry register = TestingFace.register();
    private final JobRequestHandlerImpl face = TestingFace.of(register, Runnable::run);
    private final RecordingEngine engine = new RecordingEngine(600_000, 60_000, 0);
    private JobCheckpointControl job;

    @BeforeEach
    void start() {
        job = register.of(ID);
        job.attach(engine);
        register.started(ID, "orders", new TestingFace.SomeMaster());
    }

    @Test
    void changesWhatIsNamedAsOneAndSaysWhatHolds() {
        // when
        JobResponse reply =
                ask(
                        RestRoute.UPDATE,
                        Map.of(
                                "checkpointTimeout", 900_000,
                                "checkpointInterval", 30_000L,
                                "tolerableFailedCheckpoints", 5,
                                "reason", "slow disk",
                                "ttl", 60_000,
                                "revision", 0));

        // then
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body())
                .containsEntry("checkpointTimeout", 900_000L)
                .containsEntry("checkpointInterval", 30_000L)
                .containsEntry("minPauseBetweenCheckpoints", 0L)
                .containsEntry("revision", 1L)
                .containsEntry("inFlight", List.of());
        assertThat(map(reply, "submitted")).containsEntry("checkpointTimeout", 600_000L);
        assertThat(map(reply, "origin"))
                .containsEntry("checkpointTimeout", "OVERRIDE")
                .containsEntry("minPauseBetweenCheckpoints", "SUBMITTED");
        assertThat(map(map(reply, "overrides").get("checkpointTimeout")))
                .containsEntry("changedBy", "rest:10.0.0.7")
                .containsEntry("reason", "slow disk");
        assertThat(job.settings().effective(Setting.TOLERABLE_FAILED_CHECKPOINTS)).isEqualTo(5);
    }

    @Test
    void changesASettingThatIsAText() {
        // when
        JobResponse reply =
                ask(
                        RestRoute.UPDATE,
                        Map.of("externalizedCheckpointRetention", "RETAIN_ON_CANCELLATION"));

        // then
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body())
                .containsEntry("externalizedCheckpointRetention", "RETAIN_ON_CANCELLATION");
        assertThat(map(reply, "submitted"))
                .containsEntry("externalizedCheckpointRetention", "DELETE_ON_CANCELLATION");

        // when, then
        assertThat(errors(ask(RestRoute.UPDATE, Map.of("externalizedCheckpointRetention", "ALL"))))
                .singleElement()
                .asString()
                .startsWith("externalizedCheckpointRetention 'ALL' is none of")
                .endsWith("externalizedCheckpointRetention is still RETAIN_ON_CANCELLATION");
        assertThat(errors(ask(RestRoute.UPDATE, Map.of("externalizedCheckpointRetention", 2))))
                .containsExactly("externalizedCheckpointRetention 2 is not a text");
    }

    @Test
    void reportsAllFaultsTogetherAndChangesNothing() {
        // given
        Map<String, Object> body = new HashMap<>();
        body.put("checkpointTimeout", 5);
        body.put("checkpointInterval", "30 s");
        body.put("minPauseBetweenCheckpoints", null);
        body.put("alignedCheckpointTimeout", 1.5);
        body.put("unalignedCheckpoints", "true");
        body.put("applyToInFlight", 1);
        body.put("reason", 7);
        body.put("timeout", 1);

        // when
        JobResponse reply = ask(RestRoute.UPDATE, body);

        // then
        assertThat(reply.status()).isEqualTo(400);
        assertThat(errors(reply))
                .hasSize(8)
                .anySatisfy(
                        error ->
                                assertThat(error)
                                        .startsWith("checkpointTimeout 5 ms is below the minimum")
                                        .endsWith("checkpointTimeout is still 600000 ms"))
                .contains(
                        "checkpointInterval '30 s' is not a whole number",
                        "minPauseBetweenCheckpoints is null",
                        "alignedCheckpointTimeout 1.5 is not a whole number",
                        "unalignedCheckpoints 'true' is neither true nor false",
                        "applyToInFlight 1 is neither true nor false",
                        "reason 7 is not a text")
                .anySatisfy(error -> assertThat(error).startsWith("timeout is not a field here"));
        assertThat(job.settings().revision()).isZero();
    }

    @Test
    void distinguishesAConflictFromAFault() {
        // when
        JobResponse moved =
                ask(RestRoute.UPDATE, Map.of("checkpointTimeout", 70_000, "revision", 9));
        JobResponse nothing = ask(RestRoute.UPDATE, Map.of("reason", "none"));

        // then
        assertThat(moved.status()).isEqualTo(409);
        assertThat(errors(moved)).singleElement().asString().contains("revision 9", "revision 0");
        assertThat(nothing.status()).isEqualTo(400);
        assertThat(errors(nothing)).singleElement().asString().contains("checkpointTimeout, ");
        assertThat(job.settings().effective(Setting.TIMEOUT)).isEqualTo(600_000);
    }

    @Test
    void saysThatAChangeIsMadeWhereDeadlinesCannotBeMoved() {
        // given
        engine.capabilities().remove(Capability.RESCHEDULE);

        // when
        JobResponse reply = ask(RestRoute.UPDATE, Map.of("checkpointTimeout", 900_000));

        // then
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body())
                .containsEntry("checkpointTimeout", 900_000L)
                .containsEntry("inFlight", List.of());
        assertThat(job.settings().effective(Setting.TIMEOUT)).isEqualTo(900_000);
    }

    @Test
    void suspendsWithAReasonAndForATime() {
        // when
        JobResponse unnamed = ask(RestRoute.SUSPEND, Map.of());
        JobResponse suspended =
                ask(RestRoute.SUSPEND, Map.of("mode", "PERIODIC", "reason", "deploy"));
        JobResponse forATime = ask(RestRoute.SUSPEND, Map.of("mode", "ALL", "ttl", 60_000));
        JobResponse resumed = ask(RestRoute.RESUME, Map.of());

        // then
        assertThat(unnamed.status()).isEqualTo(400);
        assertThat(suspended.body()).containsEntry("suspension", "PERIODIC").containsKey("id");
        assertThat((long) forATime.body().get("resumesAt")).isPositive();
        assertThat(resumed.body()).containsEntry("suspension", "NONE");
        assertThat(job.history())
                .extracting(entry -> entry.getAction() + " " + entry.getReason())
                .contains("suspend deploy");
    }

    @Test
    void carriesOutEachOperationOnACheckpoint() {
        // given
        engine.addPending(
                new PendingCheckpointInfo(7, "Checkpoint", 0, 600_000, 0, 1, 0),
                new RescheduleResult(7, 600_000, 660_000, RescheduleOutcome.RESCHEDULED));

        // when
        JobResponse extended = ask(RestRoute.EXTEND, Map.of("checkpointId", 7, "byMillis", 60_000));
        engine.hold("count (1/2) on tm-1");
        JobResponse failed = ask(RestRoute.FAIL_HOLDERS, Map.of("checkpointId", 7, "most", 1));
        JobResponse aborted = ask(RestRoute.ABORT, Map.of("checkpointId", 7));
        JobResponse zeroed = ask(RestRoute.RESET_FAILURE_COUNT, Map.of());

        // then
        assertThat(extended.body()).containsEntry("id", 7L).containsEntry("outcome", "RESCHEDULED");
        assertThat(failed.body()).containsEntry("tasks", List.of("count (1/2) on tm-1"));
        assertThat(map(failed.body().get("restartsFrom"))).containsEntry("id", -1L);
        assertThat(aborted.body()).isEmpty();
        assertThat(zeroed.status()).isEqualTo(200);
        assertThat(job.history())
                .extracting(ChangeHistoryEntry::getAction)
                .containsExactly(
                        "extendInFlight",
                        "failHoldingTasks",
                        "abortCheckpoint",
                        "resetFailureCount");
        assertThat(list(ask(RestRoute.HISTORY, Map.of()), "history"))
                .hasSize(4)
                .allSatisfy(e -> assertThat(map(e)).containsEntry("by", "rest:10.0.0.7"));
    }

    @Test
    void returnsTheHistorySinceATime() {
        // given
        ask(RestRoute.RESET_FAILURE_COUNT, Map.of());
        ask(RestRoute.SUSPEND, Map.of("mode", "PERIODIC"));
        long oldest = job.history().get(0).getAt();
        long newest = job.history().get(1).getAt();

        // when, then
        assertThat(list(ask(RestRoute.HISTORY, Map.of("since", oldest)), "history")).hasSize(2);
        assertThat(list(ask(RestRoute.HISTORY, Map.of("since", newest)), "history"))
                .last()
                .satisfies(e -> assertThat(map(e)).containsEntry("action", "suspend"));
        assertThat(list(ask(RestRoute.HISTORY, Map.of("since", newest + 1)), "history")).isEmpty();
        assertThat(errors(ask(RestRoute.HISTORY, Map.of("since", "yesterday"))))
                .singleElement()
                .asString()
                .contains("since");
    }

    @Test
    void showsEveryAttributeOfAJobAndAllJobsAtAGlance() {
        // given
        Set<String> attributes = new TreeSet<>();
        for (Method method : CheckpointCoordinatorMXBean.class.getMethods()) {
            String name = method.getName().replaceFirst("^(get|is)(?=[A-Z])", "");
            if (!name.equals(method.getName()) && !name.equals("History")) {
                attributes.add(name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1));
            }
        }

        // when
        JobResponse status = ask(RestRoute.STATUS, Map.of());
        JobResponse jobs = face.answer(call(RestRoute.JOBS, "", Map.of())).join();

        // then
        assertThat(status.body()).containsOnlyKeys(attributes).containsEntry("timeout", 600_000L);
        assertThat(map(status.body().get("latestCompletedCheckpoint"))).containsEntry("id", -1L);
        assertThat(list(jobs, "jobs"))
                .singleElement()
                .satisfies(
                        shown ->
                                assertThat(map(shown))
                                        .containsEntry("jobId", ID)
                                        .containsEntry("jobName", "orders")
                                        .containsEntry("suspension", "NONE"));
    }

    @Test
    void foreseesAChangeWithAllItsFaultsAndMakesNone() {
        // when
        JobResponse fine =
                ask(RestRoute.FORECAST, Map.of("checkpointTimeout", 900_000, "ttl", 60_000));
        JobResponse faulty = ask(RestRoute.FORECAST, Map.of("checkpointTimeout", 5, "revision", 9));

        // then
        assertThat(map(map(fine, "changes").get("checkpointTimeout")))
                .containsEntry("from", 600_000L)
                .containsEntry("to", 900_000L);
        assertThat(fine.body()).containsEntry("faults", List.of()).containsEntry("revision", 0L);
        assertThat(faulty.status()).isEqualTo(200);
        assertThat(list(faulty, "faults"))
                .hasSize(2)
                .anySatisfy(
                        fault -> assertThat(fault.toString()).startsWith("checkpointTimeout 5"));
        assertThat(job.settings().revision()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = RestRoute.class,
            names = {"EXTEND", "ABORT", "FAIL_HOLDERS", "UNPIN_CHECKPOINT", "DETAILS"})
    void asksForWhatMustBeThere(RestRoute route) {
        // when
        JobResponse reply = ask(route, Map.of());

        // then
        assertThat(reply.status()).isEqualTo(400);
        assertThat(errors(reply)).contains("checkpointId is missing");
    }

    @Test
    void hasARouteForEachOperationOfTheBean() {
        // given: the operations that go by another name here
        Map<String, RestRoute> renamed =
                new HashMap<>(
                        Map.of(
                                "suspendFor", RestRoute.SUSPEND,
                                "rescheduleInFlight", RestRoute.RESCHEDULE,
                                "extendInFlight", RestRoute.EXTEND,
                                "abortCheckpoint", RestRoute.ABORT,
                                "triggerCheckpoint", RestRoute.TRIGGER,
                                "enableUnaligned", RestRoute.UNALIGNED,
                                "updateSettings", RestRoute.UPDATE,
                                "forecastSettings", RestRoute.FORECAST,
                                "resetSettings", RestRoute.RESET,
                                "describeCheckpoint", RestRoute.DETAILS));
        renamed.put("stacksOfHolders", RestRoute.STACKS);
        renamed.put("failHoldingTasks", RestRoute.FAIL_HOLDERS);
        Set<String> unrouted = new TreeSet<>();

        // when
        for (Method method : CheckpointCoordinatorMXBean.class.getMethods()) {
            String name = method.getName();
            String constant = name.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
            if (!name.matches("(get|is|set)[A-Z].*")
                    && !name.equals("diagnose")
                    && !renamed.containsKey(name)
                    && Arrays.stream(RestRoute.values())
                            .noneMatch(r -> r.name().equals(constant))) {
                unrouted.add(name);
            }
        }

        // then
        assertThat(unrouted).isEmpty();
    }

    @Test
    void resetsAndReadsBack() {
        // given
        ask(RestRoute.UPDATE, Map.of("checkpointTimeout", 70_000));

        // when
        JobResponse reset = ask(RestRoute.RESET, Map.of());

        // then
        assertThat(reset.body())
                .containsEntry("checkpointTimeout", 600_000L)
                .containsEntry("revision", 2L);
        assertThat(ask(RestRoute.CONFIGURATION, Map.of()).body()).isEqualTo(reset.body());
        assertThat(ask(RestRoute.LATEST, Map.of()).body()).containsEntry("id", -1L);
    }

    @ParameterizedTest
    @EnumSource(
            value = RestRoute.class,
            names = {
                "RESET",
                "SUSPEND",
                "RESUME",
                "QUIESCE",
                "RESCHEDULE",
                "STACKS",
                "TRIGGER",
                "PIN_CHECKPOINT",
                "STOP_WITH_CHECKPOINT",
                "STOP_WITH_SAVEPOINT",
                "RESET_FAILURE_COUNT",
                "FORECAST"
            })
    void rejectsFieldsThatMeanNothing(RestRoute route) {
        // when
        JobResponse reply = ask(route, Map.of("mode", "ALL", "waitMillis", 1, "nothing", 1));

        // then
        assertThat(reply.status()).isEqualTo(400);
        assertThat(errors(reply)).anyMatch(error -> error.startsWith("nothing is not a field"));
        assertThat(job.suspension().current().mode().name()).isEqualTo("NONE");
    }

    @Test
    void answersAFloodOfFieldsInAFewSentences() {
        // given
        Map<String, Object> flood = new HashMap<>();
        for (int i = 0; i < 5_000; i++) {
            flood.put("x".repeat(1_000) + i, i);
        }
        flood.put("checkpointTimeout", "9".repeat(60_000));

        // when
        JobResponse reply = ask(RestRoute.UPDATE, flood);

        // then
        assertThat(reply.status()).isEqualTo(400);
        assertThat(errors(reply))
                .contains("4990 more are not fields here either")
                .hasSizeLessThan(15)
                .allSatisfy(error -> assertThat(error).hasSizeLessThan(1_000));
        assertThat(job.settings().hasOverrides()).isFalse();
    }

    @Test
    void knowsOnlyJobsThatHaveStarted() {
        // given
        register.of("f".repeat(32));

        // then
        assertThat(face.answer(call(RestRoute.LATEST, "f".repeat(32), Map.of()))).isNull();
    }

    @Test
    void saysSoWhenTooManyWait() {
        // given
        Executor full =
                task -> {
                    throw new RejectedExecutionException();
                };

        // when
        JobResponse reply =
                TestingFace.of(register, full).answer(call(RestRoute.RESUME, ID, Map.of())).join();

        // then
        assertThat(reply.status()).isEqualTo(503);
    }

    @Test
    void hasAFieldForEachSetting() {
        assertThat(SettingsJson.settings().values())
                .containsExactlyInAnyOrderElementsOf(Arrays.asList(Setting.values()));
    }

    private JobResponse ask(RestRoute route, Map<String, Object> body) {
        return face.answer(call(route, ID, body)).join();
    }

    private static JobRequest call(RestRoute route, String jobId, Map<String, Object> body) {
        return new JobRequest(route, jobId, "rest:10.0.0.7", body);
    }

    @SuppressWarnings("unchecked")
    private static List<String> errors(JobResponse reply) {
        return (List<String>) reply.body().get("errors");
    }

    private static List<?> list(JobResponse reply, String name) {
        return (List<?>) reply.body().get(name);
    }

    private static Map<String, Object> map(JobResponse reply, String name) {
        return map(reply.body().get(name));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
