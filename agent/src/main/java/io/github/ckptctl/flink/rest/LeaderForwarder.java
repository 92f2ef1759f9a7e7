// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink.rest;

import io.github.ckptctl.flink.RestServerInternals;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.operators.coordination.CoordinationResponse;
import org.apache.flink.runtime.rest.handler.LeaderRetrievalHandler;
import org.apache.flink.runtime.webmonitor.RestfulGateway;
import org.apache.flink.runtime.webmonitor.retriever.GatewayRetriever;
import org.apache.flink.streaming.api.operators.collect.CollectCoordinationRequest;
import org.apache.flink.streaming.api.operators.collect.CollectCoordinationResponse;
import org.apache.flink.util.SerializedValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Forwarder of requests to the leading JobManager, by Flink's own RPC: a request to an operator
 * that no job has, which the agent at the other end takes.
 *
 * <p>Only Flink's own types are sent, so that a JobManager without the agent answers as it would to
 * any such request: that it has no such operator.
 */
final class LeaderForwarder {

    private static final Logger LOG = LoggerFactory.getLogger(LeaderForwarder.class);

    /** A body, each of its characters escaped once more, and its envelope. */
    private static final int MAX_MESSAGE = 2 * RouteHandler.MAX_BODY + 4096;

    private final RestServerInternals parts;
    private final GatewayRetriever<? extends RestfulGateway> retriever;
    private final Map<String, String> headers;
    private final Object timeout;

    /** Takes the retriever, the headers and the timeout of one of Flink's handlers. */
    LeaderForwarder(RestServerInternals parts, LeaderRetrievalHandler<?> neighbour) {
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

    /** Sends a request to the agent of the JobManager that runs the job. */
    CompletableFuture<JobResponse> ask(RestfulGateway leader, JobRequest call) {
        try {
            return parts.deliver(
                            leader,
                            JobID.fromHexString(call.jobId()),
                            new SerializedValue<>(
                                    new CollectCoordinationRequest(RestJson.text(call), 0)),
                            RestServerInternals.longer(timeout, call.waitMillis()))
                    .thenApply(LeaderForwarder::reply);
        } catch (IOException | RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * Sends a request about all jobs to the agent of the JobManager that runs them, by way of any
     * of them; the answer is empty if there is none.
     */
    CompletableFuture<JobResponse> askAnyJob(RestfulGateway leader, JobRequest call) {
        return parts.jobs(leader, timeout)
                .thenCompose(
                        jobs ->
                                jobs.getJobs().stream()
                                        .filter(job -> !job.getStatus().isTerminalState())
                                        .findFirst()
                                        .map(job -> ask(leader, call.to(job.getJobId().toString())))
                                        .orElseGet(
                                                () ->
                                                        CompletableFuture.completedFuture(
                                                                JobResponse.ok(
                                                                        Map.of(
                                                                                "jobs",
                                                                                List.of())))));
    }

    /** Answers a request that was sent by {@link #ask}, or that looks like one. */
    static CompletableFuture<CoordinationResponse> received(
            Object request, Function<JobRequest, CompletableFuture<JobResponse>> answer) {
        JobRequest call;
        try {
            call = RestJson.call(text((SerializedValue<?>) request));
        } catch (Throwable e) {
            LOG.debug("A message to the agent cannot be read", e);
            return CompletableFuture.completedFuture(
                    response(
                            JobResponse.refused(
                                    400, List.of("The message is not one of ckptctl's."))));
        }
        try {
            return answer.apply(call).thenApply(LeaderForwarder::response);
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static CoordinationResponse response(JobResponse reply) {
        return new CollectCoordinationResponse(RestJson.text(reply), 0, List.of());
    }

    /**
     * Reads an object of the one class that is expected, and of no other, as large as a body may
     * be.
     */
    private static String text(SerializedValue<?> request)
            throws IOException, ClassNotFoundException {
        byte[] bytes = request.getByteArray();
        if (bytes.length > MAX_MESSAGE) {
            throw new IOException("a message of " + bytes.length + " bytes");
        }
        try (ObjectInputStream in = new RequestStream(bytes)) {
            return ((CollectCoordinationRequest) in.readObject()).getVersion();
        }
    }

    private static final class RequestStream extends ObjectInputStream {

        RequestStream(byte[] bytes) throws IOException {
            super(new ByteArrayInputStream(bytes));
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass found) throws InvalidClassException {
            Class<?> expected = CollectCoordinationRequest.class;
            if (!found.getName().equals(expected.getName())) {
                throw new InvalidClassException(found.getName(), "not expected here");
            }
            return expected;
        }
    }

    private static JobResponse reply(CoordinationResponse response) {
        return RestJson.reply(((CollectCoordinationResponse) response).getVersion());
    }
}
