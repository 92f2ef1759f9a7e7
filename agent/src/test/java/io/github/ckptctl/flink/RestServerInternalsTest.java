// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import org.apache.flink.streaming.api.graph.StreamingJobGraphGenerator;
import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

class RestServerInternalsTest {

    @Test
    void goesByTheIdThatFlinkMakesOfItsUid() {
        assertThat(StreamingJobGraphGenerator.generateOperatorID("ckptctl"))
                .isEqualTo(RestServerInternals.OPERATOR_ID);
    }

    @Test
    void makesTimeoutsLonger() {
        assertThat(RestServerInternals.longer(Duration.ofSeconds(10), 500))
                .isEqualTo(Duration.ofMillis(10_500));
    }
}
