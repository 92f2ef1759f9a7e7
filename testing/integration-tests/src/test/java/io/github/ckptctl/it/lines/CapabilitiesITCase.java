// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.lines;

import com.google.gson.JsonArray;
import io.github.ckptctl.control.JobMetric;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.it.matrix.Proves;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.it.support.SharedClusterTestBase;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.MissingCapability;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

import java.util.EnumSet;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Test of the capabilities that the agent finds in a real JobManager of each line. */
@Tag("full")
class CapabilitiesITCase extends SharedClusterTestBase {

    CapabilitiesITCase(FlinkLine line) {
        super(line);
    }

    @Test
    @Proves(scenario = "the agent finds what it looks for, or says what it misses")
    void lacksOnlyWhatThisFlinkDoesNotHave(TestReporter reporter) {
        // when: a job with aligned checkpoints
        CheckpointCoordinatorMXBean bean = submit("--interval", "300");

        // then
        beans.assertLacksOnlyWhat(line);
        assertThat(beans.agent().getFlinkVersion()).isEqualTo(line.version());
        Set<Capability> ofTheJob = EnumSet.allOf(Capability.class);
        ofTheJob.removeAll(line.lacks());
        ofTheJob.remove(Capability.ALIGNMENT);
        if (FlinkLine.waitingRescales().noneMatch(line::equals)) {
            ofTheJob.remove(Capability.FORCED_RESCALE);
        }
        assertThat(bean.getCapabilities())
                .containsExactlyInAnyOrderElementsOf(
                        ofTheJob.stream().map(Capability::name).toList());
        for (MissingCapability missing : beans.agent().getMissingCapabilities()) {
            reporter.publishEntry(missing.getName(), missing.getReason());
        }
    }

    @Test
    @Proves(value = Capability.METRICS, scenario = "a job's figures in Flink's own metrics")
    void showsTheFiguresOfAJobInFlinksOwnMetrics() {
        // given
        CheckpointCoordinatorMXBean bean = submit("--interval", "300", "--timeout", "600000");

        // when
        bean.setTimeout(700_000);
        bean.suspend("PERIODIC");

        // then
        awaitMetric("timeout", "700000");
        awaitMetric("suspended", "1");
        for (JobMetric metric : JobMetric.values()) {
            assertThat(metric(metric.metricName())).as(metric.metricName()).isNotEmpty();
        }

        // when
        bean.resume();
        if (line.adaptive()) {
            rescaleTo(1);
        }
        awaitCheckpoint(bean);

        // then
        awaitMetric("suspended", "0");
        awaitMetric("timeout", "700000");
    }

    private void awaitMetric(String name, String value) {
        await(name).atMost(SOON).until(() -> metric(name).equals(value));
    }

    /** Returns a metric of the job's in Flink's REST API, empty where there is none. */
    private String metric(String name) {
        String path = "/jobs/" + job + "/metrics?get=" + JobMetric.GROUP + "." + name;
        JsonArray found = cluster.rest().get(path).getAsJsonArray();
        return found.isEmpty() ? "" : found.get(0).getAsJsonObject().get("value").getAsString();
    }
}
