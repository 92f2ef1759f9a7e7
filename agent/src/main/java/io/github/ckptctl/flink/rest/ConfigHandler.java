// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink.rest;

import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.rest.handler.LeaderRetrievalHandler;
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
 * Serves Flink's own page of a job's checkpoint settings, {@code checkpoints/config}, which is also
 * what the Web UI shows: as Flink has it, but with the values in force.
 *
 * <p>Flink's part comes from its own handler and not from its cache, so that whoever has just
 * changed a setting reads it back. Of a job that has ended it is all there is.
 */
@ChannelHandler.Sharable
final class ConfigHandler extends RouteHandler {

    /** Flink's name to ours. */
    private static final Map<String, String> FIELDS =
            Map.of(
                    "interval", "checkpointInterval",
                    "timeout", "checkpointTimeout",
                    "min_pause", "minPauseBetweenCheckpoints",
                    "unaligned_checkpoints", "unalignedCheckpoints",
                    "tolerable_failed_checkpoints", "tolerableFailedCheckpoints",
                    "aligned_checkpoint_timeout", "alignedCheckpointTimeout");

    /** For what a job does not have Flink has other numbers than we; its own stay. */
    private static final long NONE = -1;

    private final LeaderCall leader;
    private final LeaderRetrievalHandler<?> flinks;

    ConfigHandler(LeaderCall leader, JobRequests requests, LeaderRetrievalHandler<?> flinks) {
        super(RestRoute.FLINKS_CONFIG, leader, requests);
        this.leader = leader;
        this.flinks = flinks;
    }

    @Override
    CompletableFuture<RestReply> answer(RestCall call) {
        Optional<? extends RestfulGateway> present = leader.leader();
        if (!present.isPresent()) {
            return super.answer(call);
        }
        return leader.requestGraph(present.get(), call.jobId())
                .thenApply(this::submitted)
                .thenCompose(
                        reply ->
                                reply.status() != 200
                                        ? CompletableFuture.completedFuture(reply)
                                        : super.answer(call)
                                                .exceptionally(gone -> reply)
                                                .thenApply(now -> merged(reply, now)));
    }

    private RestReply submitted(AccessExecutionGraph graph) {
        try {
            ArchivedJson page =
                    ((OnlyExecutionGraphJsonArchivist) flinks)
                            .archiveJsonWithPath(graph)
                            .iterator()
                            .next();
            Map<String, Object> body = RestJson.object(page.getJson());
            return new RestReply(body.containsKey("errors") ? 404 : 200, body);
        } catch (IOException e) {
            throw new IllegalStateException("Flink's page cannot be read", e);
        }
    }

    private static boolean isNone(Object value) {
        return value instanceof Number && ((Number) value).longValue() == NONE;
    }

    private static RestReply merged(RestReply submitted, RestReply now) {
        Map<String, Object> page = new LinkedHashMap<>(submitted.body());
        FIELDS.forEach(
                (flinksName, ourName) -> {
                    Object value = now.body().get(ourName);
                    if (value != null && !isNone(value) && page.containsKey(flinksName)) {
                        page.put(flinksName, value);
                    }
                });
        return RestReply.ok(page);
    }
}
