// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.messages.webmonitor.MultipleJobsDetails;
import org.apache.flink.runtime.operators.coordination.CoordinationRequest;
import org.apache.flink.runtime.operators.coordination.CoordinationResponse;
import org.apache.flink.runtime.rest.handler.LeaderRetrievalHandler;
import org.apache.flink.runtime.rest.handler.legacy.ExecutionGraphCache;
import org.apache.flink.runtime.webmonitor.RestfulGateway;
import org.apache.flink.runtime.webmonitor.retriever.GatewayRetriever;
import org.apache.flink.util.SerializedValue;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The parts of Flink's REST server, and of the way from it to the leading JobManager, that differ
 * between lines. Any thread.
 */
public final class RestServerInternals {

    /** Uid of the agent where Flink expects the uid of an operator. */
    private static final String UID = "ckptctl";

    /**
     * Operator id that 2.x derives from that uid ({@code
     * StreamingJobGraphGenerator.generateOperatorID}).
     */
    public static final OperatorID OPERATOR_ID =
            new OperatorID(0xbc9714cf9bfd103dL, 0xc4e22c22fda6e49dL);

    private final FlinkInternals parts;

    RestServerInternals(FlinkInternals parts) {
        this.parts = parts;
    }

    /** Returns whether a part of a path names the operator that represents the agent. */
    public static boolean standsForTheAgent(String part) {
        return part.equals(UID) || part.equalsIgnoreCase(OPERATOR_ID.toHexString());
    }

    /** Returns the retriever by which one of Flink's handlers finds the leader. */
    public GatewayRetriever<? extends RestfulGateway> leaderRetriever(
            LeaderRetrievalHandler<?> handler) {
        return parts.leaderRetriever.get(handler);
    }

    /** Returns the headers that a handler sends with each response. */
    public Map<String, String> responseHeaders(LeaderRetrievalHandler<?> handler) {
        return parts.responseHeaders.get(handler);
    }

    /** Returns how long a handler waits for the leader: a {@code Time} in 1.x, else a duration. */
    public Object timeout(LeaderRetrievalHandler<?> handler) {
        return parts.restTimeout.get(handler);
    }

    /** Returns a timeout that is longer by that many milliseconds. */
    public static Object longer(Object timeout, long millis) {
        if (timeout instanceof Duration) {
            return ((Duration) timeout).plusMillis(millis);
        }
        try {
            Class<?> type = timeout.getClass();
            long all = (long) type.getMethod("toMilliseconds").invoke(timeout) + millis;
            return type.getMethod("milliseconds", long.class).invoke(null, all);
        } catch (ReflectiveOperationException e) {
            throw new UnsupportedOperationException("no timeout can be made of " + timeout, e);
        }
    }

    /** Returns the jobs that the leader has. */
    @SuppressWarnings("unchecked") // as the gateway's interface declares
    public CompletableFuture<MultipleJobsDetails> jobs(RestfulGateway leader, Object timeout) {
        return (CompletableFuture<MultipleJobsDetails>) parts.jobDetails.call(leader, timeout);
    }

    /** Sends a request to the agent in the JobManager of a job's JobMaster. */
    @SuppressWarnings("unchecked") // as the gateway's interface declares
    public CompletableFuture<CoordinationResponse> deliver(
            RestfulGateway gateway,
            JobID jobId,
            SerializedValue<CoordinationRequest> request,
            Object timeout) {
        Object operator = parts.deliver.parameterType(1) == String.class ? UID : OPERATOR_ID;
        return (CompletableFuture<CoordinationResponse>)
                parts.deliver.call(gateway, jobId, operator, request, timeout);
    }

    /**
     * Returns the cache of what Flink knows of jobs, which a handler uses and which retains it for
     * a while.
     */
    public ExecutionGraphCache graphCache(LeaderRetrievalHandler<?> handler) {
        return parts.graphCache.get(handler);
    }
}
