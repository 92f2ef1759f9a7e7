// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.rest;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.ckptctl.cluster.FlinkRestException;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.it.matrix.Proves;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.it.support.Program;
import io.github.ckptctl.it.support.SharedClusterTestBase;
import io.github.ckptctl.it.support.WebPage;
import io.github.ckptctl.mbeans.ChangeHistoryEntry;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/** Test of the routes on Flink's own REST port. */
class RestITCase extends SharedClusterTestBase {

    private static final String NEITHER = "0123456789abcdef0123456789abcdef";

    @TempDir Path directory;

    RestITCase(FlinkLine line) {
        super(line);
    }

    @Test
    @Tag("main")
    @Proves(Capability.REST_ROUTES)
    void savesACheckpointAndShowsTheEffectiveValuesEverywhere() throws Exception {
        // given: a checkpoint in flight that cannot be done in time
        Path millis = Files.writeString(directory.resolve("millis"), "3600000");
        CheckpointCoordinatorMXBean bean =
                submit(
                        "--interval",
                        "1000",
                        "--timeout",
                        "600000",
                        "--snapshotFile",
                        millis.toString());
        await("a checkpoint in flight").atMost(SOON).until(() -> bean.getPendingCount() == 1);
        long doomed = bean.getPendingCheckpoints()[0].getId();
        assertThat(cluster.rest().checkpointConfig(job).get("timeout").getAsLong())
                .isEqualTo(600_000);

        // when
        JsonObject answer =
                patch(
                        "/checkpoints/configuration",
                        "{'checkpointTimeout': 1200000, 'checkpointInterval': 700,"
                                + " 'tolerableFailedCheckpoints': 9, 'reason': 'slow disk'}");

        // then
        assertThat(answer.get("checkpointTimeout").getAsLong()).isEqualTo(1_200_000);
        assertThat(answer.get("checkpointInterval").getAsLong()).isEqualTo(700);
        assertThat(answer.get("revision").getAsLong()).isEqualTo(1);
        JsonObject inFlight = answer.getAsJsonArray("inFlight").get(0).getAsJsonObject();
        assertThat(inFlight.get("id").getAsLong()).isEqualTo(doomed);
        assertThat(inFlight.get("outcome").getAsString()).isEqualTo("RESCHEDULED");
        assertThat(bean.getPendingCheckpoints()[0].getDeadline())
                .isEqualTo(bean.getPendingCheckpoints()[0].getTriggeredAt() + 1_200_000);

        // and: at once on Flink's own page too
        JsonObject flinks = cluster.rest().checkpointConfig(job);
        assertThat(flinks.get("timeout").getAsLong()).isEqualTo(1_200_000);
        assertThat(flinks.get("interval").getAsLong()).isEqualTo(700);
        assertThat(flinks.get("tolerable_failed_checkpoints").getAsLong()).isEqualTo(9);
        assertThat(flinks.get("mode").getAsString()).isEqualTo("exactly_once");
        assertThat(flinks.has("externalization")).isTrue();

        // and: under either path, with and without the version
        JsonObject read = get("/checkpointing/configuration");
        answer.remove("inFlight");
        assertThat(read).isEqualTo(answer);
        assertThat(get("/checkpoints/configuration")).isEqualTo(answer);
        assertThat(cluster.rest().get("/v1/jobs/" + job + "/checkpoints/configuration"))
                .isEqualTo(answer);
        assertThat(read.getAsJsonObject("submitted").get("checkpointTimeout").getAsLong())
                .isEqualTo(600_000);
        assertThat(read.getAsJsonObject("origin").get("checkpointTimeout").getAsString())
                .isEqualTo("OVERRIDE");

        // and
        Files.writeString(millis, "0");
        await("that checkpoint")
                .atMost(SOON)
                .until(() -> get("/checkpointing/latest").get("id").getAsLong() >= doomed);
        assertThat(bean.describeCheckpoint(doomed).getStatus()).isEqualTo("COMPLETED");
        assertThat(Arrays.asList(bean.getHistory()))
                .anySatisfy(
                        entry -> {
                            assertThat(entry.getBy()).isEqualTo("rest:127.0.0.1");
                            assertThat(entry.getReason()).isEqualTo("slow disk");
                        });

        // when
        JsonObject reset =
                cluster.rest().delete(path("/checkpoints/configuration")).getAsJsonObject();

        // then
        assertThat(reset.get("checkpointTimeout").getAsLong()).isEqualTo(600_000);
        assertThat(cluster.rest().checkpointConfig(job).get("timeout").getAsLong())
                .isEqualTo(600_000);
    }

    @Test
    @Tag("full")
    @Proves(Capability.REST_ROUTES)
    void leavesWhatIsInFlightAloneWhenRequested() {
        // given
        CheckpointCoordinatorMXBean bean =
                submit("--interval", "1000", "--timeout", "600000", "--snapshotMillis", "3600000");
        await("a checkpoint in flight").atMost(SOON).until(() -> bean.getPendingCount() == 1);
        long deadline = bean.getPendingCheckpoints()[0].getDeadline();

        // when
        JsonObject answer =
                patch(
                        "/checkpointing/configuration",
                        "{'checkpointTimeout': 1200000, 'applyToInFlight': false}");

        // then
        assertThat(answer.getAsJsonArray("inFlight")).isEmpty();
        assertThat(bean.getPendingCheckpoints()[0].getDeadline()).isEqualTo(deadline);

        // when
        JsonObject rearmed = post("/checkpointing/reschedule", "{}");

        // then
        assertThat(rearmed.getAsJsonArray("inFlight")).hasSize(1);
        assertThat(bean.getPendingCheckpoints()[0].getDeadline()).isEqualTo(deadline + 600_000);
    }

    @Test
    @Tag("full")
    @Proves(Capability.REST_ROUTES)
    void suspendsQuiescesAndResumes() {
        // given
        CheckpointCoordinatorMXBean bean = submit("--interval", "300");
        awaitCheckpoint(bean);

        // when
        JsonObject suspended =
                post("/checkpointing/suspend", "{'mode': 'PERIODIC', 'reason': 'deploy'}");
        JsonObject quiet = post("/checkpointing/quiesce", "{'waitMillis': 60000}");

        // then
        assertThat(suspended.get("suspension").getAsString()).isEqualTo("PERIODIC");
        assertThat(quiet.get("quiesced").getAsBoolean()).isTrue();
        assertThat(quiet.get("id").getAsLong())
                .isEqualTo(get("/checkpointing/latest").get("id").getAsLong())
                .isEqualTo(bean.getLatestCompletedId());
        assertThat(bean.getSuspension().name()).isEqualTo("PERIODIC");

        // when
        post("/checkpointing/suspend", "{'mode': 'ALL', 'ttl': 3600000}");

        // then
        assertThat(bean.getSuspension().name()).isEqualTo("ALL");

        // when
        post("/checkpointing/resume", null);

        // then
        awaitCheckpoint(bean);
    }

    @Test
    @Tag("full")
    @Proves(Capability.REST_ROUTES)
    void doesWhatTheBeanDoes() {
        // given: a checkpoint in flight that cannot be done in time
        CheckpointCoordinatorMXBean bean =
                submit("--interval", "1000", "--timeout", "600000", "--snapshotMillis", "3600000");
        await("a checkpoint in flight").atMost(SOON).until(() -> bean.getPendingCount() == 1);
        long id = bean.getPendingCheckpoints()[0].getId();
        long deadline = bean.getPendingCheckpoints()[0].getDeadline();

        // when, then: reads
        assertThat(get("/checkpointing/details/" + id).get("status").getAsString())
                .isEqualTo("IN_PROGRESS");
        assertThat(get("/checkpointing/status").get("pendingCount").getAsLong()).isEqualTo(1);
        assertThat(
                        cluster.rest()
                                .get("/checkpointing/jobs")
                                .getAsJsonObject()
                                .getAsJsonArray("jobs"))
                .anyMatch(one -> one.getAsJsonObject().get("jobId").getAsString().equals(job));
        assertThat(get("/checkpointing/diagnosis").get("checkpointId").getAsLong()).isEqualTo(id);
        assertThat(post("/checkpointing/stacks", "{}").getAsJsonArray("stacks"))
                .isNotEmpty()
                .allMatch(stack -> !stack.getAsJsonObject().getAsJsonArray("stack").isEmpty());
        assertThat(get("/checkpointing/safe-to-kill").get("safe").getAsBoolean()).isFalse();
        JsonObject forecast = post("/checkpointing/forecast", "{'checkpointTimeout': 700000}");
        assertThat(forecast.getAsJsonObject("changes").has("checkpointTimeout")).isTrue();
        assertThat(bean.getRevision()).isZero();

        // when: one gets more time, and is then ended
        JsonObject extended =
                post("/checkpointing/extend", "{'checkpointId': " + id + ", 'byMillis': 60000}");
        assertThat(extended.get("newDeadline").getAsLong()).isEqualTo(deadline + 60_000);
        post("/checkpointing/suspend", "{'mode': 'PERIODIC'}");
        post("/checkpointing/abort", "{'checkpointId': " + id + "}");

        // then
        assertThat(bean.getPendingCount()).isZero();
        assertThat(bean.describeCheckpoint(id).getStatus()).isEqualTo("FAILED");
        post("/checkpointing/reset-failure-count", "{}");
        assertThat(bean.getConsecutiveFailures()).isZero();
        JsonArray changes = get("/checkpointing/history").getAsJsonArray("history");
        assertThat(changes)
                .extracting(entry -> entry.getAsJsonObject().get("action").getAsString())
                .containsExactly(
                        "extendInFlight", "suspend", "abortCheckpoint", "resetFailureCount");
        long newest = changes.get(3).getAsJsonObject().get("at").getAsLong();
        assertThat(get("/checkpointing/history/" + newest).getAsJsonArray("history"))
                .contains(changes.get(3));
        assertThat(get("/checkpointing/history/" + (newest + 1)).getAsJsonArray("history"))
                .isEmpty();
    }

    @Test
    @Tag("full")
    @Proves(Capability.REST_ROUTES)
    void triggersACheckpointAndStopsWithOne() {
        // given
        CheckpointCoordinatorMXBean bean = submit("--interval", "3600000");

        // when
        JsonObject completed = post("/checkpointing/trigger", "{}");

        // then
        assertThat(completed.get("id").getAsLong()).isEqualTo(bean.getLatestCompletedId());

        // when
        JsonObject pinned = post("/checkpointing/pin", "{'reason': 'by REST'}");

        // then
        assertThat(pinned.get("externalPath").getAsString()).startsWith("file:");
        assertThat(get("/checkpointing/pinned").getAsJsonArray("pinned"))
                .singleElement()
                .isEqualTo(pinned);
        String id = "{'checkpointId': " + pinned.get("id") + "}";
        assertThat(post("/checkpointing/unpin", id).get("outcome").getAsString())
                .isEqualTo("RETAINED");

        // when
        JsonObject stopped =
                post("/checkpointing/stop-with-checkpoint", "{'deadlineMillis': 60000}");

        // then
        assertThat(stopped.get("externalPath").getAsString()).isNotEmpty();
        await("the job to finish")
                .atMost(SOON)
                .until(() -> cluster.rest().jobStatus(job).equals("FINISHED"));

        // and: with a savepoint, in the cluster's own directory
        submit("--interval", "3600000");
        assertThat(
                        post("/checkpointing/stop-with-savepoint", "{}")
                                .get("externalPath")
                                .getAsString())
                .contains(cluster.savepointDirectory().toString());
    }

    @ParameterizedTest
    @Tag("main")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "PATCH | /checkpoints/configuration | {'checkpointTimeout': 5} | 400"
                        + " | checkpointTimeout 5 ms is below the minimum of 10 ms",
                "PATCH | /checkpoints/configuration | {'checkpointTimeout': 70000, 'nope': 1} | 400"
                        + " | nope is not a field here",
                "PATCH | /checkpoints/configuration | {'unalignedCheckpoints': true} | 400"
                        + " | submitted with aligned checkpoints",
                "PATCH | /checkpoints/configuration | {'checkpointTimeout': 70000, 'revision': 7}"
                        + " | 409 | made for revision 7, but the settings are at revision 0",
                "PATCH | /checkpointing/configuration | [] | 400 | not a JSON object",
                "POST | /checkpointing/suspend | {'mode': 'SOME'} | 400 | neither PERIODIC nor ALL",
                "POST | /checkpointing/quiesce | {'waitMillis': -1} | 400 | is not within 0 and",
                "POST | /checkpointing/extend | {'byMillis': 1} | 400 | checkpointId is missing",
                "POST | /checkpointing/abort | {'checkpointId': 9} | 400 | 9 is not in flight",
                "POST | /checkpointing/trigger | {'type': 'BIG'} | 400 | none of [CONFIGURED,",
                "POST | /checkpointing/stop-with-checkpoint | {'deadlineMillis': 0} | 400"
                        + " | is not within 1 and",
                "POST | /checkpointing/stop-with-savepoint | {'format': 'BIG'} | 400"
                        + " | none of [CANONICAL, NATIVE]"
            })
    @Proves(Capability.REST_ROUTES)
    void rejectsWithTheReasonAndChangesNothing(
            String method, String path, String body, int status, String why) {
        // given
        CheckpointCoordinatorMXBean bean = submit("--interval", "60000");

        // when
        FlinkRestException refused =
                catchThrowableOfType(
                        FlinkRestException.class,
                        () -> {
                            if (method.equals("PATCH")) {
                                cluster.rest().patch(path(path), json(body));
                            } else {
                                cluster.rest().post(path(path), json(body));
                            }
                        });

        // then
        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused).hasMessageContaining("{\"errors\":[\"").hasMessageContaining(why);
        assertThat(bean.getRevision()).isZero();
        assertThat(bean.getSuspension().name()).isEqualTo("NONE");
    }

    @Test
    @Tag("full")
    @Proves(Capability.REST_ROUTES)
    void namesTheJobThatIsNotThere() {
        // given
        submit("--interval", "60000");

        // then
        for (String path :
                List.of(
                        "/checkpoints/configuration",
                        "/checkpointing/configuration",
                        "/checkpointing/latest",
                        "/checkpoints/config")) {
            FlinkRestException unknown =
                    catchThrowableOfType(
                            FlinkRestException.class,
                            () -> cluster.rest().get("/jobs/" + NEITHER + path));
            assertThat(unknown.status()).isEqualTo(404);
            assertThat(unknown).hasMessageContaining(NEITHER);
        }
        FlinkRestException malformed =
                catchThrowableOfType(
                        FlinkRestException.class,
                        () -> cluster.rest().get("/jobs/xyz/checkpointing/latest"));
        assertThat(malformed.status()).isEqualTo(400);

        // and: Flink's own routes are as they were
        assertThat(cluster.rest().get(path("/checkpoints")).getAsJsonObject().has("counts"))
                .isTrue();
        assertThat(
                        catchThrowableOfType(
                                        FlinkRestException.class,
                                        () -> cluster.rest().post(path("/checkpointing/no"), null))
                                .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @Tag("full")
    @CsvSource({
        "PATCH, checkpoints/configuration",
        "POST, checkpointing/configuration",
        "PUT, ckptctl/configuration"
    })
    @Proves(Capability.REST_ROUTES)
    void answersFlinksOwnClient(String method, String path) throws Exception {
        // given
        CheckpointCoordinatorMXBean bean = submit("--interval", "60000");

        // when
        Program changed = runClient("123000", method, path);
        Program refused = runClient("1", method, path);

        // then
        assertThat(changed.output()).contains("timeout 123000");
        assertThat(bean.getTimeout()).isEqualTo(123_000);
        assertThat(refused.output())
                .contains("400 Bad Request", "checkpointTimeout 1 ms is below the minimum");
    }

    @ParameterizedTest
    @Tag("full")
    @ValueSource(strings = {"POST", "PUT"})
    void changesSettingsThroughAProxyThatPassesNoRareMethods(String method) throws Exception {
        // given
        CheckpointCoordinatorMXBean bean = submit("--interval", "60000");

        // when
        HttpResponse<String> changed =
                send(
                        method,
                        "/checkpointing/configuration",
                        "{'checkpointTimeout': 123000, 'reason': 'proxy'}");
        HttpResponse<String> refused =
                send(method, "/checkpoints/configuration", "{'checkpointTimeout': 5}");

        // then
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        assertThat(bean.getTimeout()).isEqualTo(123_000);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body())
                .startsWith("{\"errors\":[\"checkpointTimeout 5 ms is below the minimum");
        assertThat(bean.getTimeout()).isEqualTo(123_000);

        // when
        HttpResponse<String> reset = send(method, "/checkpointing/reset", "");

        // then
        assertThat(reset.statusCode()).as(reset.body()).isEqualTo(200);
        assertThat(JsonParser.parseString(reset.body()))
                .isEqualTo(get("/checkpointing/configuration"));
        assertThat(bean.getTimeout()).isEqualTo(bean.getSubmittedTimeout());
        assertThat(Arrays.asList(bean.getHistory()))
                .extracting(ChangeHistoryEntry::getAction)
                .containsExactly("updateSettings", "resetSettings");

        // and: suspending works the same way
        send(method, "/checkpointing/suspend", "{'mode': 'ALL'}");
        assertThat(bean.getSuspension().name()).isEqualTo("ALL");
    }

    @Test
    @Tag("full")
    void rejectsPagesOfOtherSitesAndChangesNothing() throws Exception {
        // given
        CheckpointCoordinatorMXBean bean = submit("--interval", "60000");
        String suspend = path("/checkpointing/suspend");
        WebPage foreign = new WebPage("http://evil.example", "cross-site");
        String flinksCors = cors(foreign.send(server(), "GET", path("/checkpoints"), ""));

        for (List<String> route :
                List.of(
                        List.of("POST", suspend, "{\"mode\": \"ALL\"}"),
                        List.of("POST", path("/checkpointing/quiesce"), "{\"waitMillis\": 0}"),
                        List.of(
                                "PATCH",
                                path("/checkpoints/configuration"),
                                "{\"checkpointTimeout\": 70000}"),
                        List.of("DELETE", path("/checkpoints/configuration"), ""),
                        List.of("POST", path("/checkpointing/reset"), ""),
                        List.of(
                                "PUT",
                                path("/checkpointing/configuration"),
                                "{\"checkpointTimeout\": 70000}"),
                        List.of("GET", path("/checkpoints/configuration"), ""),
                        List.of("GET", path("/checkpointing/latest"), ""))) {
            // when
            HttpResponse<String> answer =
                    foreign.send(server(), route.get(0), route.get(1), route.get(2));

            // then
            assertThat(answer.statusCode()).as("%s", route).isEqualTo(403);
            assertThat(answer.body())
                    .startsWith("{\"errors\":[\"Nothing was done: ")
                    .contains("(Origin: http://evil.example)", "rest.allowedOrigins");
            assertThat(cors(answer)).isEqualTo(flinksCors);
        }
        assertThat(bean.getSuspension().name()).isEqualTo("NONE");
        assertThat(bean.getRevision()).isZero();
        assertThat(bean.getHistory()).isEmpty();
        assertThat(Files.readString(cluster.jobManagerLog()))
                .contains("refused: caller=rest:127.0.0.1 method=POST path=\"" + suspend + "\"");

        // and: Flink's own page is as open as Flink has it
        assertThat(foreign.send(server(), "GET", path("/checkpoints/config"), "").statusCode())
                .isEqualTo(200);

        // when: a page of Flink's own
        String own = "http://" + server().getAuthority();
        HttpResponse<String> suspended =
                new WebPage(own, "same-origin")
                        .send(server(), "POST", suspend, "{\"mode\": \"ALL\"}");

        // then
        assertThat(suspended.statusCode()).isEqualTo(200);
        assertThat(bean.getSuspension().name()).isEqualTo("ALL");

        // when: one of an allowed origin
        HttpResponse<String> resumed =
                new WebPage(ALLOWED_ORIGIN, "cross-site")
                        .send(server(), "POST", path("/checkpointing/resume"), "");

        // then
        assertThat(resumed.statusCode()).isEqualTo(200);
        assertThat(cors(resumed)).isEqualTo(flinksCors);
        assertThat(bean.getSuspension().name()).isEqualTo("NONE");
    }

    private static URI server() {
        return cluster.webUrl();
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(server().resolve(path(path)))
                                .method(
                                        method,
                                        HttpRequest.BodyPublishers.ofString(
                                                body.replace('\'', '"')))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static String cors(HttpResponse<String> answer) {
        return answer.headers().map().entrySet().stream()
                .filter(header -> header.getKey().startsWith("access-control"))
                .map(Map.Entry::toString)
                .sorted()
                .collect(Collectors.joining());
    }

    private Program runClient(String timeout, String method, String path) throws Exception {
        Path program = Path.of(RestITCase.class.getResource("RestClientProgram.java").toURI());
        URI server = cluster.webUrl();
        return Program.run(
                List.of(
                        Program.java(),
                        "-cp",
                        cluster.distribution().classPath(),
                        program.toString(),
                        server.getHost(),
                        Integer.toString(server.getPort()),
                        job,
                        timeout,
                        method,
                        path),
                Map.of());
    }

    private JsonObject get(String path) {
        return cluster.rest().get(path(path)).getAsJsonObject();
    }

    private JsonObject post(String path, String body) {
        return cluster.rest().post(path(path), body == null ? null : json(body)).getAsJsonObject();
    }

    private JsonObject patch(String path, String body) {
        return cluster.rest().patch(path(path), json(body)).getAsJsonObject();
    }

    private String path(String path) {
        return "/jobs/" + job + path;
    }

    private static JsonElement json(String text) {
        return text.equals("[]")
                ? new JsonArray()
                : JsonParser.parseString(text.replace('\'', '"'));
    }
}
