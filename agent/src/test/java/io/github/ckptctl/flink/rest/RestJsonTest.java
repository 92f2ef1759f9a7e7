// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink.rest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RestJsonTest {

    @Test
    void carriesACallAndItsReplyWhole() {
        // given
        Map<String, Object> body = new HashMap<>();
        body.put("checkpointTimeout", 9_007_199_254_740_993L);
        body.put("ttl", 1.5);
        body.put("flag", true);
        body.put("nothing", null);
        body.put("reason", "a \"quoted\" line\n\u2603");
        body.put("list", Arrays.asList(1, "two", null));

        // when
        JobRequest call =
                RestJson.call(
                        RestJson.text(
                                new JobRequest(
                                        RestRoute.UPDATE, "ab".repeat(16), "rest:::1", body)));
        JobResponse reply =
                RestJson.reply(RestJson.text(JobResponse.refused(409, List.of("one", "two"))));

        // then
        assertThat(call.route()).isEqualTo(RestRoute.UPDATE);
        assertThat(call.jobId()).isEqualTo("ab".repeat(16));
        assertThat(call.caller()).isEqualTo("rest:::1 (forwarded)");
        assertThat(call.body()).isEqualTo(body);
        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.body()).isEqualTo(Map.of("errors", List.of("one", "two")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http:admin",
                "rest:10.0.0.7\nckptctl.audit http:admin",
                "rest:10.0.0.7 (forwarded)",
                "rest:admin.example",
                "jmx-local",
                ""
            })
    void believesNoCallerButAnAddress(String claimed) {
        // when
        JobRequest call =
                RestJson.call(
                        RestJson.text(
                                new JobRequest(
                                        RestRoute.UPDATE, "ab".repeat(16), claimed, Map.of())));

        // then
        assertThat(call.caller()).isEqualTo("rest:unknown (forwarded)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "1",
                "null",
                "\"a\"",
                "{",
                "{\"a\":1,\"a\":2}",
                "{} {}",
                "{a:1}",
                "{'a':1}"
            })
    void takesNothingButOneObject(String text) {
        assertThatThrownBy(() -> RestJson.object(text))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
