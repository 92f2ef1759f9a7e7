// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink.rest;

import io.github.ckptctl.flink.RestParts;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.operators.coordination.CoordinationRequest;
import org.apache.flink.runtime.operators.coordination.CoordinationResponse;
import org.apache.flink.runtime.rest.handler.LeaderRetrievalHandler;
import org.apache.flink.runtime.webmonitor.RestfulGateway;
import org.apache.flink.runtime.webmonitor.retriever.GatewayRetriever;
import org.apache.flink.streaming.api.operators.collect.CollectCoordinationRequest;
import org.apache.flink.streaming.api.operators.collect.CollectCoordinationResponse;
import org.apache.flink.util.SerializedValue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The way to the JobManager that leads, by Flink's own RPC: a request to an operator that no job
 * has, which the agent at the other end takes.
 *
 * <p>What is sent are Flink's own types, so that a JobManager without the agent answers as it would
 * to any such request: that it has no such operator.
 */
final class LeaderCall {

    private final RestParts parts;
    private final GatewayRetriever<? extends RestfulGateway> retriever;
    private final Map<String, String> headers;
    private final Object timeout;

    /** Goes the way that one of Flink's handlers goes, and waits as long. */
    LeaderCall(RestParts parts, LeaderRetrievalHandler<?> neighbour) {
        this.parts = parts;
        this.retriever = parts.leaderRetriever(neighbour);
        this.headers = parts.responseHeaders(neighbour);
        this.timeout = parts.timeout(neighbour);
    }

    /** Returns the headers that Flink's handlers send. */
    Map<String, String> headers() {
        return headers;
    }

    /** Returns the leader, empty while there is none. */
    Optional<? extends RestfulGateway> leader() {
        return retriever.getNow();
    }

    /** Asks the agent of the JobManager where the job is. */
    CompletableFuture<RestReply> ask(RestfulGateway leader, RestCall call) {
        try {
            return parts.deliver(
                            leader,
                            JobID.fromHexString(call.jobId()),
                            new SerializedValue<>(
                                    new CollectCoordinationRequest(RestJson.text(call), 0)),
                            RestParts.longer(timeout, call.waitMillis()))
                    .thenApply(LeaderCall::reply);
        } catch (IOException | RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Answers a request that was sent by {@link #ask}. */
    @SuppressWarnings("unchecked") // what a JobMaster is asked with
    static CompletableFuture<CoordinationResponse> received(
            Object request, Function<RestCall, CompletableFuture<RestReply>> answer) {
        try {
            CoordinationRequest asked =
                    ((SerializedValue<CoordinationRequest>) request)
                            .deserializeValue(CoordinationRequest.class.getClassLoader());
            RestCall call = RestJson.call(((CollectCoordinationRequest) asked).getVersion());
            return answer.apply(call)
                    .thenApply(
                            reply ->
                                    new CollectCoordinationResponse(
                                            RestJson.text(reply), 0, List.of()));
        } catch (IOException | ClassNotFoundException | RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static RestReply reply(CoordinationResponse response) {
        return RestJson.reply(((CollectCoordinationResponse) response).getVersion());
    }
}
