// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink.rest;

import org.apache.flink.streaming.api.operators.collect.CollectCoordinationRequest;
import org.apache.flink.streaming.api.operators.collect.CollectCoordinationResponse;
import org.apache.flink.util.SerializedValue;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;

/** Test of messages to the agent, from JobManagers and from any client. */
class LeaderForwarderTest {

    private static final String JOB = "0123456789abcdef0123456789abcdef";
    private static final Map<String, Object> CHANGE = Map.of("checkpointTimeout", 1_200_000);

    private final List<JobRequest> answered = new ArrayList<>();

    @Test
    void answersAMessageAsACallWithoutALogin() throws Exception {
        // when
        JobResponse reply =
                send(message(new JobRequest(RestRoute.UPDATE, JOB, "http:admin", CHANGE)));

        // then
        assertThat(reply.status()).isEqualTo(200);
        assertThat(answered)
                .singleElement()
                .satisfies(
                        call -> {
                            assertThat(call.route()).isEqualTo(RestRoute.UPDATE);
                            assertThat(call.jobId()).isEqualTo(JOB);
                            assertThat(call.caller()).isEqualTo("rest:unknown (forwarded)");
                            assertThat(call.body()).isEqualTo(CHANGE);
                        });
    }

    @Test
    void readsNoObjectOfAnotherClass() throws Exception {
        // given: an object that records its deserialization
        Noted.reads = 0;

        // when
        JobResponse reply = send(new Noted());

        // then
        assertThat(reply.status()).isEqualTo(400);
        assertThat(Noted.reads).isZero();
        assertThat(answered).isEmpty();
    }

    @Test
    void answersWhatIsNoMessageWithoutFailing() throws Exception {
        for (String text :
                List.of(
                        "",
                        "{}",
                        "[".repeat(60_000),
                        "{\"route\":\"NOTHING\",\"jobId\":\"" + JOB + "\",\"body\":{}}",
                        "{\"route\":\"UPDATE\",\"route\":\"RESET\",\"body\":{}}",
                        "{\"route\":\"UPDATE\",\"jobId\":\"" + JOB + "\",\"body\":[]}",
                        " ".repeat(200_000))) {
            assertThat(send(message(text)).status()).isEqualTo(400);
        }
        assertThat(answered).isEmpty();

        // and: a valid one right after
        assertThat(
                        send(message(new JobRequest(RestRoute.LATEST, JOB, "rest:::1", Map.of())))
                                .status())
                .isEqualTo(200);
    }

    private JobResponse send(Serializable object) throws IOException {
        CollectCoordinationResponse response =
                (CollectCoordinationResponse)
                        LeaderForwarder.received(
                                        new SerializedValue<>(object),
                                        call -> {
                                            answered.add(call);
                                            return CompletableFuture.completedFuture(
                                                    JobResponse.ok(Map.of()));
                                        })
                                .join();
        return RestJson.reply(response.getVersion());
    }

    private static CollectCoordinationRequest message(JobRequest call) {
        return message(RestJson.text(call));
    }

    private static CollectCoordinationRequest message(String text) {
        return new CollectCoordinationRequest(text, 0);
    }

    private static final class Noted implements Serializable {

        private static final long serialVersionUID = 1;
        static int reads;

        private Object readResolve() {
            reads++;
            return this;
        }
    }
}
