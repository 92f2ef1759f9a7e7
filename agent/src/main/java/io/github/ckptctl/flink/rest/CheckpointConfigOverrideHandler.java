// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink.rest;

import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.rest.handler.legacy.ExecutionGraphCache;
import org.apache.flink.runtime.webmonitor.RestfulGateway;
import org.apache.flink.runtime.webmonitor.history.ArchivedJson;
import org.apache.flink.runtime.webmonitor.history.OnlyExecutionGraphJsonArchivist;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandler;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Handler of Flink's own page of a job's checkpoint settings, {@code checkpoints/config}, which is
 * also what the Web UI shows: as Flink has it, but with the effective values.
 *
 * <p>Flink's part, which never changes, comes from its own handler and its cache; the effective
 * values do not, so that a client that has just changed a setting reads it back. For a job that has
 * ended, Flink's part is the whole response.
 *
 * <p>The page is Flink's own and changes nothing, so browsers get it for every web page for which
 * they get it without the agent.
 */
@ChannelHandler.Sharable
final class CheckpointConfigOverrideHandler extends RouteHandler {

    /** Flink's field names to ours. */
    private static final Map<String, String> FIELDS =
            Map.of(
                    "interval", "checkpointInterval",
                    "timeout", "checkpointTimeout",
                    "min_pause", "minPauseBetweenCheckpoints",
                    "max_concurrent", "maxConcurrentCheckpoints",
                    "unaligned_checkpoints", "unalignedCheckpoints",
                    "tolerable_failed_checkpoints", "tolerableFailedCheckpoints",
                    "aligned_checkpoint_timeout", "alignedCheckpointTimeout");

    private static final String EXTERNALIZATION = "externalization";

    /** Our number for a value that a job does not have; Flink's numbers differ, and stay. */
    private static final long NONE = -1;

    private final LeaderForwarder leader;
    private final OnlyExecutionGraphJsonArchivist flinks;
    private final ExecutionGraphCache cache;

    /**
     * @param flinks Flink's handler of that page
     * @param cache the cache from which it takes what Flink knows of a job
     */
    CheckpointConfigOverrideHandler(
            LeaderForwarder leader,
            JobRequestHandler requests,
            OnlyExecutionGraphJsonArchivist flinks,
            ExecutionGraphCache cache) {
        super(RestRoute.FLINKS_CONFIG, leader, requests, head -> Optional.empty());
        this.leader = leader;
        this.flinks = flinks;
        this.cache = cache;
    }

    @Override
    CompletableFuture<JobResponse> answer(JobRequest call) {
        Optional<? extends RestfulGateway> current = leader.leader();
        if (!current.isPresent()) {
            return noLeader();
        }
        return cache.getExecutionGraphInfo(JobID.fromHexString(call.jobId()), current.get())
                .thenApply(info -> submitted(info.getArchivedExecutionGraph()))
                .thenCompose(
                        reply ->
                                reply.status() != 200
                                        ? CompletableFuture.completedFuture(reply)
                                        : super.answer(call)
                                                .exceptionally(gone -> reply)
                                                .thenApply(now -> merged(reply, now)));
    }

    private JobResponse submitted(AccessExecutionGraph graph) {
        try {
            ArchivedJson page = flinks.archiveJsonWithPath(graph).iterator().next();
            Map<String, Object> body = RestJson.object(page.getJson());
            return new JobResponse(body.containsKey("errors") ? 404 : 200, body);
        } catch (IOException e) {
            throw new IllegalStateException("Flink's page cannot be read", e);
        }
    }

    private static boolean isNone(Object value) {
        return value instanceof Number && ((Number) value).longValue() == NONE;
    }

    private static JobResponse merged(JobResponse submitted, JobResponse now) {
        Map<String, Object> page = new LinkedHashMap<>(submitted.body());
        FIELDS.forEach(
                (flinksName, ourName) -> {
                    Object value = now.body().get(ourName);
                    if (value != null && !isNone(value) && page.containsKey(flinksName)) {
                        page.put(flinksName, value);
                    }
                });
        Object retention = now.body().getOrDefault("externalizedCheckpointRetention", "");
        if (!retention.equals("") && page.containsKey(EXTERNALIZATION)) {
            page.put(EXTERNALIZATION, externalization(retention));
        }
        return JobResponse.ok(page);
    }

    /**
     * Returns the value that {@code CheckpointConfigHandler} derives from the retention policy
     * (1.18 to 2.3).
     */
    private static Map<String, Object> externalization(Object retention) {
        return Map.of(
                "enabled",
                !retention.equals(CheckpointCoordinatorMXBean.NO_EXTERNALIZED_CHECKPOINTS),
                "delete_on_cancellation",
                !retention.equals(CheckpointCoordinatorMXBean.RETAIN_ON_CANCELLATION));
    }
}
