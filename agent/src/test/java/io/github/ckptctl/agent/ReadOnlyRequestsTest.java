// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import io.github.ckptctl.agent.http.RecordingLogger;
import io.github.ckptctl.agent.http.RejectionLog;
import io.github.ckptctl.flink.rest.JobRequest;
import io.github.ckptctl.flink.rest.JobResponse;
import io.github.ckptctl.flink.rest.RestRoute;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;

class ReadOnlyRequestsTest {

    private static final String JOB = "0123456789abcdef0123456789abcdef";

    private final List<RestRoute> passed = new ArrayList<>();
    private final RecordingLogger audit = new RecordingLogger();
    private final ReadOnlyRequests requests =
            new ReadOnlyRequests(
                    call -> {
                        passed.add(call.route());
                        return CompletableFuture.completedFuture(JobResponse.ok(Map.of()));
                    },
                    "rest.changes=false",
                    new RejectionLog(audit.logger(), System::nanoTime));

    @ParameterizedTest
    @EnumSource(RestRoute.class)
    void passesOnWhatOnlyReads(RestRoute route) {
        // when
        JobResponse response =
                requests.answer(new JobRequest(route, JOB, "rest:10.0.0.7", Map.of())).join();

        // then
        if (route.isRead()) {
            assertThat(passed).containsExactly(route);
            assertThat(response.status()).isEqualTo(200);
        } else {
            assertThat(passed).isEmpty();
            assertThat(response.status()).isEqualTo(403);
            assertThat(response.body().get("errors").toString())
                    .contains("Nothing was done", "rest.changes=false");
        }
    }
}
