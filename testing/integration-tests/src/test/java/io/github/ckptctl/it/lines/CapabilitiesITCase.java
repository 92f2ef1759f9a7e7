// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.lines;

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
}
