// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.settings;

import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.it.support.SharedClusterTestBase;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.RelatedOption;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

/**
 * Test that jobs without automatic checkpoints report this, and have no age that grows for ever.
 */
@Tag("full")
class NoCheckpointsITCase extends SharedClusterTestBase {

    NoCheckpointsITCase(FlinkLine line) {
        super(line);
    }

    @Test
    void saysThatAJobWithoutAnIntervalTakesNone() {
        // given
        CheckpointCoordinatorMXBean bean = submit("--name", "no interval");

        // then
        assertThat(bean.getNotTriggering()).startsWith("the job was submitted without an interval");
        assertThat(bean.getLatestCompletedAge()).isEqualTo(-1);
        assertThat(bean.diagnose().getSentences())
                .anySatisfy(sentence -> assertThat(sentence).contains("without an interval"));

        // when: one is triggered manually
        long id = bean.triggerCheckpoint("CONFIGURED").getId();

        // then: it has an age, and still there is none to come
        assertThat(bean.getLatestCompletedId()).isEqualTo(id);
        assertThat(bean.getLatestCompletedAge()).isGreaterThanOrEqualTo(0);
        assertThat(bean.getNotTriggering()).isNotEmpty();

        // when
        bean.updateSettings(Map.of("Interval", "300"), "", 0, -1);

        // then
        assertThat(bean.getNotTriggering()).isEmpty();
        awaitCheckpoint(bean);
    }

    @Test
    void countsTheAgeOfTheFirstCheckpointFromTheTimeThatItIsToCome() throws Exception {
        // given: a job that has run for a while
        CheckpointCoordinatorMXBean bean = submit();
        long submitted = System.currentTimeMillis();
        await("some time").atMost(SOON).until(() -> System.currentTimeMillis() - submitted > 3_000);
        assertThat(bean.getLatestCompletedAge()).isEqualTo(-1);

        // when
        long before = System.currentTimeMillis();
        bean.setInterval(3_600_000);

        // then
        assertThat(bean.getLatestCompletedAge()).isBetween(0L, System.currentTimeMillis() - before);
    }

    @Test
    void saysThatABatchJobTakesNone() {
        // given
        CheckpointCoordinatorMXBean bean =
                submit(
                        TestJobs.idleJob(cluster.distribution()),
                        "--name",
                        "batch",
                        "--set",
                        "execution.runtime-mode=BATCH");

        // then
        assertThat(bean.getNotTriggering()).contains("it is a batch job");
        assertThat(bean.getLatestCompletedAge()).isEqualTo(-1);
        assertThat(bean.getLatestCompletedId()).isEqualTo(-1);
    }

    @Test
    void saysThatATaskHasFinishedWhereCheckpointsEndWithThat(@TempDir Path directory) {
        // given
        // its finite source may have ended before all of its tasks run
        job =
                cluster.rest()
                        .submit(
                                TestJobs.exactlyOnceJob(cluster.distribution()),
                                List.of(
                                        "--interval",
                                        "300",
                                        "--finite",
                                        "10",
                                        "--directory",
                                        directory.toString(),
                                        "--set",
                                        "execution.checkpointing.checkpoints-after-tasks-finish"
                                                + ".enabled=false,"
                                                + "execution.checkpointing.file-merging.enabled"
                                                + "=true"),
                                2);
        CheckpointCoordinatorMXBean bean = beans.job(job);

        // then
        await("the end of the finite source")
                .atMost(SOON)
                .until(() -> bean.getNotTriggering().startsWith("a subtask has finished"));
        assertThat(bean.suspend("PERIODIC").getWarnings())
                .noneMatch(warning -> warning.contains("a bounded job"));
        assertThat(bean.getRelatedOptions())
                .extracting(
                        RelatedOption::getName, RelatedOption::getValue, RelatedOption::getOrigin)
                .contains(
                        tuple(
                                "execution.checkpointing.checkpoints-after-tasks-finish.enabled",
                                "false",
                                "JOB"),
                        tuple("execution.checkpointing.file-merging.enabled", "true", "JOB"));
    }
}
