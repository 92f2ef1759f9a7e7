// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import org.jspecify.annotations.Nullable;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A client of the part of Flink's REST API that concerns jobs and their checkpoints.
 *
 * <p>Paths start with a slash. An error response is thrown as {@link FlinkRestException}, a missing
 * one as {@link UncheckedIOException}. Thread-safe.
 */
public final class FlinkRest {

    private static final Duration RUNNING = Duration.ofMinutes(2);
    private static final Duration SAVEPOINT = Duration.ofMinutes(5);

    private final HttpExchange http;
    private final Map<Path, String> uploaded = new ConcurrentHashMap<>();

    /**
     * Creates a client of the JobManager at an address, for example {@code http://127.0.0.1:8081}.
     */
    public FlinkRest(URI address) {
        this.http = new HttpExchange(address);
    }

    /** Returns the address of the JobManager. */
    public URI address() {
        return http.address();
    }

    /** Returns the JSON at a path. */
    public JsonElement get(String path) {
        return http.json("GET", path, null);
    }

    /** Sends JSON, or nothing, and returns the JSON of the response. */
    public JsonElement post(String path, @Nullable JsonElement body) {
        return http.json("POST", path, body);
    }

    /** Sends JSON, or nothing, and returns the JSON of the response. */
    public JsonElement put(String path, @Nullable JsonElement body) {
        return http.json("PUT", path, body);
    }

    /** Sends JSON, or nothing, and returns the JSON of the response. */
    public JsonElement patch(String path, @Nullable JsonElement body) {
        return http.json("PATCH", path, body);
    }

    /** Sends nothing, and returns the JSON of the response. */
    public JsonElement delete(String path) {
        return http.json("DELETE", path, null);
    }

    /** Starts a job that is compiled for the cluster's version, from scratch. */
    public String submit(JobJar job, List<String> programArgs, int parallelism) {
        return submit(job.jar(), job.entryClass(), programArgs, parallelism, null);
    }

    /**
     * Starts a job and returns its id, which does not mean that its tasks already run.
     *
     * @param savepointPath what to restore from, null to start from scratch
     */
    public String submit(
            Path jar,
            String entryClass,
            List<String> programArgs,
            int parallelism,
            @Nullable String savepointPath) {
        JsonObject body = runRequest(entryClass, programArgs, parallelism);
        if (savepointPath != null) {
            body.addProperty("savepointPath", savepointPath);
        }
        return run(jar, body);
    }

    /**
     * Starts a job from a savepoint or checkpoint and returns its id.
     *
     * @param claimMode the ownership of it, {@code CLAIM} or {@code NO_CLAIM}
     */
    public String submit(
            JobJar job,
            List<String> programArgs,
            int parallelism,
            String savepointPath,
            String claimMode) {
        JsonObject body = runRequest(job.entryClass(), programArgs, parallelism);
        body.addProperty("savepointPath", savepointPath);
        // the name that every version knows; from 1.20 on it is claimMode too
        body.addProperty("restoreMode", claimMode);
        return run(job.jar(), body);
    }

    /** Starts a job, from scratch, under a given id, as application mode does. */
    public void submitAs(String jobId, JobJar job, List<String> programArgs, int parallelism) {
        JsonObject body = runRequest(job.entryClass(), programArgs, parallelism);
        body.addProperty("jobId", jobId);
        run(job.jar(), body);
    }

    private static JsonObject runRequest(
            String entryClass, List<String> programArgs, int parallelism) {
        JsonArray arguments = new JsonArray();
        programArgs.forEach(arguments::add);
        JsonObject body = new JsonObject();
        body.addProperty("entryClass", entryClass);
        body.add("programArgsList", arguments);
        body.addProperty("parallelism", parallelism);
        return body;
    }

    private String run(Path jar, JsonObject body) {
        String jarId = uploaded.computeIfAbsent(jar.toAbsolutePath(), this::upload);
        return post("/jars/" + jarId + "/run", body).getAsJsonObject().get("jobid").getAsString();
    }

    /** Returns the status of a job, for example {@code RUNNING}. */
    public String jobStatus(String jobId) {
        return get("/jobs/" + jobId + "/status").getAsJsonObject().get("status").getAsString();
    }

    /**
     * Waits until a job and all its tasks run; before that, there are no checkpoints.
     *
     * @throws IllegalStateException if that takes too long
     */
    public void awaitRunning(String jobId) {
        Condition.await(
                "job " + jobId + " to run",
                RUNNING,
                () ->
                        jobStatus(jobId).equals("RUNNING")
                                && vertices(jobId).stream()
                                        .allMatch(vertex -> vertex.status().equals("RUNNING")));
    }

    /** Returns the ids of all jobs that the cluster knows. */
    public List<String> jobs() {
        return objects(get("/jobs"), "jobs").map(job -> job.get("id").getAsString()).toList();
    }

    /** Requests a job to be cancelled, without waiting. */
    public void cancel(String jobId) {
        patch("/jobs/" + jobId + "?mode=cancel", null);
    }

    /**
     * Returns the vertices of a job's graph, sources first.
     *
     * <p>Their numbers of records are about as old as the previous request, see {@link #metric}.
     */
    public List<JobVertex> vertices(String jobId) {
        return objects(get("/jobs/" + jobId), "vertices").map(JobVertex::parse).toList();
    }

    /**
     * Returns the sum of a metric over the subtasks of a vertex, -1 while none has reported it.
     *
     * <p>Flink answers with its current values and then queries the tasks: the value is about as
     * old as the previous request.
     *
     * @param metric the operator's name and that of the metric, for example {@code slow.processed}
     */
    public long metric(String jobId, String vertexId, String metric) {
        JsonArray found =
                get("/jobs/"
                                + jobId
                                + "/vertices/"
                                + vertexId
                                + "/subtasks/metrics?agg=sum&get="
                                + metric)
                        .getAsJsonArray();
        return found.isEmpty() ? -1 : found.get(0).getAsJsonObject().get("sum").getAsLong();
    }

    /** Returns the statistics of a job's checkpoints. */
    public CheckpointStatistics checkpoints(String jobId) {
        return CheckpointStatistics.parse(get("/jobs/" + jobId + "/checkpoints").getAsJsonObject());
    }

    /** Returns the checkpoint configuration of a job, as Flink reports it. */
    public JsonObject checkpointConfig(String jobId) {
        return get("/jobs/" + jobId + "/checkpoints/config").getAsJsonObject();
    }

    /**
     * Takes a savepoint, waits for it, and returns its location.
     *
     * @param targetDirectory below which it is written, null for the cluster's own
     * @throws IllegalStateException if it fails
     */
    public String triggerSavepoint(String jobId, @Nullable String targetDirectory) {
        return awaitSavepoint(jobId, startSavepoint(jobId, targetDirectory));
    }

    /**
     * Stops a job with a savepoint, waits for the savepoint, and returns its location.
     *
     * @param targetDirectory below which it is written, null for the cluster's own
     * @throws IllegalStateException if it fails
     */
    public String stopWithSavepoint(String jobId, @Nullable String targetDirectory) {
        return awaitSavepoint(jobId, startStopWithSavepoint(jobId, targetDirectory));
    }

    /** Stops a job with a savepoint in the cluster's own directory, with or without draining it. */
    public String stopWithSavepoint(String jobId, boolean drain) {
        return awaitSavepoint(jobId, startStop(jobId, null, drain, null));
    }

    /** Stops a job with a savepoint in the state backend's own format. */
    public String stopWithNativeSavepoint(String jobId) {
        return awaitSavepoint(jobId, startStop(jobId, null, false, "NATIVE"));
    }

    /** Requests a savepoint and returns the id of the request, for {@link #awaitSavepoint}. */
    public String startSavepoint(String jobId, @Nullable String targetDirectory) {
        JsonObject body = new JsonObject();
        body.addProperty("cancel-job", false);
        addIfPresent(body, "target-directory", targetDirectory);
        return requestId(post("/jobs/" + jobId + "/savepoints", body));
    }

    /** Requests a stop with a savepoint and returns the id of the request. */
    public String startStopWithSavepoint(String jobId, @Nullable String targetDirectory) {
        return startStop(jobId, targetDirectory, false, null);
    }

    private String startStop(
            String jobId,
            @Nullable String targetDirectory,
            boolean drain,
            @Nullable String format) {
        JsonObject body = new JsonObject();
        body.addProperty("drain", drain);
        addIfPresent(body, "formatType", format);
        addIfPresent(body, "targetDirectory", targetDirectory);
        return requestId(post("/jobs/" + jobId + "/stop", body));
    }

    /**
     * Waits for a requested savepoint, and returns its location.
     *
     * @throws IllegalStateException if it failed; the message contains Flink's reason
     */
    public String awaitSavepoint(String jobId, String requestId) {
        String path = "/jobs/" + jobId + "/savepoints/" + requestId;
        Condition.await(
                "savepoint " + requestId,
                SAVEPOINT,
                () ->
                        get(path)
                                .getAsJsonObject()
                                .getAsJsonObject("status")
                                .get("id")
                                .getAsString()
                                .equals("COMPLETED"));
        JsonObject operation = get(path).getAsJsonObject().getAsJsonObject("operation");
        if (!operation.has("location") || operation.get("location").isJsonNull()) {
            throw new IllegalStateException("savepoint failed: " + operation);
        }
        return operation.get("location").getAsString();
    }

    /**
     * Changes the parallelism of a job; only the adaptive scheduler supports this.
     *
     * @param parallelism the parallelism by the id of the vertex, of all vertices; it may be less
     *     while there are too few slots
     */
    public void putResourceRequirements(String jobId, Map<String, Integer> parallelism) {
        JsonObject body = new JsonObject();
        parallelism.forEach(
                (vertex, upperBound) -> {
                    JsonObject bounds = new JsonObject();
                    bounds.addProperty("lowerBound", 1);
                    bounds.addProperty("upperBound", upperBound);
                    JsonObject requirements = new JsonObject();
                    requirements.add("parallelism", bounds);
                    body.add(vertex, requirements);
                });
        put("/jobs/" + jobId + "/resource-requirements", body);
    }

    /** Returns the number of registered slots, empty if no leader answers. */
    public OptionalInt slots() {
        try {
            return OptionalInt.of(get("/overview").getAsJsonObject().get("slots-total").getAsInt());
        } catch (UncheckedIOException | FlinkRestException e) {
            return OptionalInt.empty();
        }
    }

    /** Returns whether a TaskManager with this resource id is registered. */
    boolean hasTaskManager(String id) {
        return objects(get("/taskmanagers"), "taskmanagers")
                .anyMatch(
                        taskManager ->
                                taskManager.get("id").getAsString().equals(id)
                                        && taskManager.get("slotsNumber").getAsInt() > 0);
    }

    private String upload(Path jar) {
        String file = http.upload("/jars/upload", "jarfile", jar).get("filename").getAsString();
        return file.substring(file.lastIndexOf('/') + 1);
    }

    private static String requestId(JsonElement answer) {
        return answer.getAsJsonObject().get("request-id").getAsString();
    }

    private static void addIfPresent(JsonObject body, String name, @Nullable String value) {
        if (value != null) {
            body.addProperty(name, value);
        }
    }

    private static Stream<JsonObject> objects(JsonElement parent, String array) {
        JsonArray elements = parent.getAsJsonObject().getAsJsonArray(array);
        return StreamSupport.stream(elements.spliterator(), false)
                .map(JsonElement::getAsJsonObject);
    }
}
