// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * An open page of the console, without a browser: it sends the requests that the page in sight
 * sends, at the same times. The rules are those of the console's {@code live.js}, {@code jobs.js},
 * {@code job.js} and {@code flight.js}: each route has one request at a time, and a pause after its
 * answer.
 *
 * <p>Confined to the single thread of its executor, except for {@link #close}.
 */
final class OpenPage implements AutoCloseable {

    private static final long SECOND = 1_000;
    private static final long RARELY = 3_600_000;
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final HttpClient client;
    private final URI console;
    private final ScheduledExecutorService thread;
    private final PageLatencies latencies;
    private volatile boolean closed;

    private OpenPage(
            HttpClient client,
            URI console,
            ScheduledExecutorService thread,
            PageLatencies latencies) {
        this.client = client;
        this.console = console;
        this.thread = thread;
        this.latencies = latencies;
    }

    /** Opens the page of all jobs. */
    static OpenPage ofJobs(
            HttpClient client,
            URI console,
            ScheduledExecutorService thread,
            PageLatencies latencies) {
        OpenPage page = new OpenPage(client, console, thread, latencies);
        Poll jobs =
                page.poll(
                        "jobs",
                        "jobs",
                        answer -> Math.max(SECOND, 5L * answer.getAsJsonArray("jobs").size()));
        thread.execute(jobs::start);
        return page;
    }

    /** Opens the page of one job. */
    static OpenPage ofJob(
            HttpClient client,
            URI console,
            ScheduledExecutorService thread,
            PageLatencies latencies,
            String id) {
        OpenPage page = new OpenPage(client, console, thread, latencies);
        new JobPolls(page, id).start();
        return page;
    }

    private Poll poll(String route, String path, ToLongFunction<JsonObject> pause) {
        return new Poll(route, console.resolve(path), pause, answer -> {});
    }

    @Override
    public void close() {
        closed = true;
    }

    /** What the page of one job reads: its status, and the rest as the status shows. */
    private static final class JobPolls {

        private final OpenPage page;
        private final String path;
        private final Poll status;
        private final Poll recent;
        private final Poll history;
        private final Poll diagnosis;
        private final Poll safe;
        private @Nullable Poll details;
        private String inFlight = "";
        private long pendingCount;
        private String ended = "";
        private String changed = "";

        JobPolls(OpenPage page, String id) {
            this.page = page;
            path = "../jobs/" + id + "/";
            status =
                    page
                    .new Poll(
                            "status",
                            page.console.resolve(path + "ckptctl/status"),
                            answer -> SECOND,
                            this::show);
            recent = page.poll("checkpoints", path + "checkpoints", answer -> 4 * SECOND);
            history = page.poll("history", path + "ckptctl/history", answer -> 10 * SECOND);
            diagnosis =
                    page.poll(
                            "diagnosis",
                            path + "ckptctl/diagnosis",
                            answer -> (pendingCount > 0 ? 3 : 15) * SECOND);
            safe = page.poll("safe-to-kill", path + "ckptctl/safe-to-kill", answer -> RARELY);
        }

        void start() {
            page.thread.execute(status::start);
        }

        /** Reads the tasks of the oldest checkpoint in flight while it is. */
        private void readDetails(String checkpoint) {
            if (details != null) {
                details.stop();
            }
            if (!checkpoint.isEmpty()) {
                details =
                        page.poll(
                                "details",
                                path + "ckptctl/details/" + checkpoint,
                                answer -> 2 * SECOND);
                details.start();
            }
        }

        private void show(JsonObject job) {
            pendingCount = job.get("pendingCount").getAsLong();
            if (ended.isEmpty()) {
                safe.start();
            }
            String nowEnded = joined(job, "completedCount", "failedCount", "inProgressCount");
            if (!ended.equals(nowEnded)) {
                recent.start();
            }
            ended = nowEnded;
            String nowChanged =
                    joined(
                            job,
                            "revision",
                            "suspension",
                            "suspendedSince",
                            "extendedCount",
                            "rescheduledCount",
                            "settingsChangedCount");
            if (!changed.equals(nowChanged)) {
                history.start();
            }
            changed = nowChanged;
            JsonArray pending = job.getAsJsonArray("pendingCheckpoints");
            String nowInFlight =
                    pending.isEmpty()
                            ? ""
                            : pending.get(0).getAsJsonObject().get("id").getAsString();
            if (!inFlight.equals(nowInFlight)) {
                readDetails(nowInFlight);
            }
            inFlight = nowInFlight;
            boolean isAsked =
                    pendingCount > 0
                            || job.get("failedCount").getAsLong() > 0
                            || !job.get("notTriggering").getAsString().isEmpty();
            if (!isAsked) {
                diagnosis.stop();
            } else if (!diagnosis.isRunning()) {
                diagnosis.start();
            }
        }

        private static String joined(JsonObject job, String... names) {
            StringBuilder text = new StringBuilder();
            for (String name : names) {
                text.append(Objects.requireNonNull(job.get(name), name)).append('/');
            }
            return text.toString();
        }
    }

    /** Repeated reads of one route. */
    @SuppressWarnings("FutureReturnValueIgnored") // failures are recorded, and end the benchmark
    private final class Poll {

        private final String route;
        private final HttpRequest request;
        private final ToLongFunction<JsonObject> pause;
        private final Consumer<JsonObject> show;
        private long round;
        private boolean running;

        Poll(
                String route,
                URI address,
                ToLongFunction<JsonObject> pause,
                Consumer<JsonObject> show) {
            this.route = route;
            this.request =
                    HttpRequest.newBuilder(address)
                            .timeout(PATIENCE)
                            .header("Cache-Control", "no-store")
                            .build();
            this.pause = pause;
            this.show = show;
        }

        boolean isRunning() {
            return running;
        }

        /** Reads now, and again after each pause; an earlier start does not go on. */
        void start() {
            running = true;
            round++;
            read(round);
        }

        void stop() {
            running = false;
            round++;
        }

        private void read(long mine) {
            if (closed || mine != round) {
                return;
            }
            long start = System.nanoTime();
            client.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                    .whenComplete(
                            (answer, failure) -> {
                                long nanos = System.nanoTime() - start;
                                if (failure != null || answer.statusCode() != 200) {
                                    latencies.fail(
                                            request.uri()
                                                    + ": "
                                                    + (failure == null ? answer : failure));
                                } else if (!closed) {
                                    latencies.add(route, nanos, answer.body().length());
                                    thread.execute(() -> next(mine, answer.body()));
                                }
                            });
        }

        private void next(long mine, String body) {
            if (closed || mine != round) {
                return;
            }
            JsonObject answer = JsonParser.parseString(body).getAsJsonObject();
            show.accept(answer);
            thread.schedule(() -> read(mine), pause.applyAsLong(answer), TimeUnit.MILLISECONDS);
        }
    }
}
