// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink.rest;

import io.github.ckptctl.agent.rest.TestingFace;
import org.apache.flink.runtime.operators.coordination.CoordinationResponse;
import org.apache.flink.streaming.api.operators.collect.CollectCoordinationRequest;
import org.apache.flink.streaming.api.operators.collect.CollectCoordinationResponse;
import org.apache.flink.util.SerializedValue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Fuzz target for what any client may send to the agent through Flink's port: as the bytes of a
 * message, as the text in one, and as the body of a request to each route.
 *
 * <p>Every input has a JSON response, on one line, with a status of the contract.
 */
public final class MessageFuzz {

    private static final String JOB = "0123456789abcdef0123456789abcdef";
    private static final int LONGEST_ANSWER = 256 * 1024;

    private static final Function<JobRequest, CompletableFuture<JobResponse>> FACE =
            TestingFace.ofOneJob(JOB);

    private MessageFuzz() {}

    /** Called by the fuzzer: the first byte selects the entry point. */
    public static void fuzzerTestOneInput(byte[] data) throws Exception {
        if (data.length < 2) {
            // Flink creates no message from an empty input
            return;
        }
        byte[] rest = Arrays.copyOfRange(data, 1, data.length);
        String text = new String(rest, StandardCharsets.UTF_8);
        int way = data[0] & 0xff;
        if (way == 0) {
            check(LeaderForwarder.received(SerializedValue.fromBytes(rest), FACE));
        } else if (way == 1) {
            check(LeaderForwarder.received(message(text), FACE));
        } else {
            RestRoute route = RestRoute.values()[way % RestRoute.values().length];
            JobRequest call;
            try {
                call = new JobRequest(route, JOB, "rest:10.0.0.7", RestJson.object(text));
            } catch (IllegalArgumentException e) {
                // answered by the handler of the route, which reads the body
                return;
            }
            check(FACE.apply(call).join());
        }
    }

    private static SerializedValue<?> message(String text) throws IOException {
        return new SerializedValue<>(new CollectCoordinationRequest(text, 0));
    }

    private static void check(CompletableFuture<CoordinationResponse> answer) {
        check(RestJson.reply(((CollectCoordinationResponse) answer.join()).getVersion()));
    }

    private static void check(JobResponse reply) {
        String text = RestJson.text(reply.body());
        boolean isClean = text.chars().noneMatch(Character::isISOControl);
        boolean isOfTheContract = reply.status() >= 200 && reply.status() < 500;
        if (!isClean || !isOfTheContract || text.length() > LONGEST_ANSWER) {
            throw new AssertionError(reply.status() + " " + text);
        }
    }
}
