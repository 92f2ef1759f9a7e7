// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.settings;

import com.google.gson.JsonParser;
import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.it.support.AgentJar;
import io.github.ckptctl.it.support.Beans;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.it.support.JolokiaClient;
import io.github.ckptctl.it.support.SharedClusterTestBase;
import io.github.ckptctl.mbeans.ChangeHistoryEntry;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.SuspensionMode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/** Test of the lines in the JobManager's log that report changes, from every entry point. */
class ChangeLogITCase {

    private static final Duration SOON = Duration.ofMinutes(2);

    @TempDir private Path directory;

    @ParameterizedTest
    @Tag("full")
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#defaults")
    void hasOneLineForEachChange(FlinkLine line, TestInfo test) throws Exception {
        // given
        Path token = directory.resolve("token");
        Path snapshotMillis = Files.writeString(directory.resolve("millis"), "3600000");
        try (FlinkCluster cluster =
                line.cluster(test)
                        .agent(AgentJar.path(), "jolokia.port=0,jolokia.tokenFile=" + token)
                        .jmx(true)
                        .start()) {
            Beans beans = new Beans(cluster);
            String job =
                    cluster.rest()
                            .submit(
                                    TestJobs.slowSnapshotJob(cluster.distribution()),
                                    List.of(
                                            "--interval", "1000",
                                            "--timeout", "600000",
                                            "--snapshotFile", snapshotMillis.toString()),
                                    2);
            cluster.rest().awaitRunning(job);
            CheckpointCoordinatorMXBean bean = beans.job(job);
            JolokiaClient http = new JolokiaClient(beans.awaitJolokiaUrl(), token);

            // when: deadlines
            awaitPending(bean);
            bean.updateSettings(Map.of("Timeout", "700000"), "slow disk", 0, -1);
            http.exec(job, "rescheduleInFlight", "[]");
            bean.extendInFlight(bean.getPendingCheckpoints()[0].getId(), 1_000);
            bean.abortCheckpoint(bean.getPendingCheckpoints()[0].getId());
            awaitPending(bean);
            bean.failHoldingTasks(bean.getPendingCheckpoints()[0].getId(), 2);
            Files.writeString(snapshotMillis, "1");
            cluster.rest().awaitRunning(job);
            SharedClusterTestBase.awaitCheckpoint(bean);

            // and: settings, from each entry point, and what ends automatically
            http.write(job, "Timeout", 710_000);
            cluster.rest()
                    .patch(
                            "/jobs/" + job + "/checkpoints/configuration",
                            JsonParser.parseString("{\"checkpointTimeout\": 720000}"));
            bean.updateSettings(Map.of("MinPause", "10"), "for a moment", 200, -1);
            await("the expiry").atMost(SOON).until(() -> bean.getMinPause() == 0);
            assertThat(catchThrowable(() -> bean.setTimeout(-5))).isNotNull();

            // and: suspensions
            bean.suspend("PERIODIC");
            bean.resume();
            bean.suspendFor("ALL", 200, "a look at the storage");
            await("the resume")
                    .atMost(SOON)
                    .until(() -> bean.getSuspension() == SuspensionMode.NONE);

            // and: the rest
            bean.triggerCheckpoint("FULL");
            bean.resetFailureCount();
            bean.pinCheckpoint(-1, "before a restart");
            bean.unpinCheckpoint(bean.getPinnedCheckpoints()[0].getId());
            bean.enableUnaligned(true, "back-pressure");
            cluster.rest().awaitRunning(job);
            SharedClusterTestBase.awaitCheckpoint(bean);
            bean.resetSettings();
            List<ChangeHistoryEntry> history = List.of(bean.getHistory());
            beans.assertHooksAreWell();
            assertThat(
                            catchThrowable(
                                    () ->
                                            bean.stopWithSavepoint(
                                                    "file:/proc/none",
                                                    "NATIVE",
                                                    false,
                                                    SOON.toMillis())))
                    .hasMessageContaining("not stopped with a savepoint");
            bean.stopWithCheckpoint(false, SOON.toMillis());

            // then
            assertThat(history.stream().map(ChangeHistoryEntry::getAction).distinct())
                    .contains(
                            "updateSettings",
                            "rescheduleInFlight",
                            "extendInFlight",
                            "abortCheckpoint",
                            "failHoldingTasks",
                            "expire",
                            "suspend",
                            "resume",
                            "triggerCheckpoint",
                            "resetFailureCount",
                            "pinCheckpoint",
                            "unpinCheckpoint",
                            "enableUnaligned",
                            "resetSettings");
            List<String> lines = changesOf(job, cluster.jobManagerLog());
            List<ChangeHistoryEntry> done =
                    history.stream()
                            .filter(entry -> !entry.getOutcome().startsWith("REFUSED"))
                            .collect(Collectors.toList());
            assertThat(done).as("one was refused").hasSize(history.size() - 1);
            for (int i = 0; i < done.size(); i++) {
                ChangeHistoryEntry entry = done.get(i);
                assertThat(lines.get(i))
                        .contains(
                                " INFO ",
                                entry.getAction() + ": ",
                                entry.getFrom(),
                                entry.getTo(),
                                ", by " + entry.getBy(),
                                entry.getReason(),
                                ", revision " + entry.getRevision());
            }
            assertThat(lines.subList(done.size(), lines.size()))
                    .hasSize(4)
                    .satisfiesExactly(
                            begun -> assertThat(begun).contains("stopWithSavepoint: "),
                            failed -> assertThat(failed).contains("stopWithSavepoint: ", "FAILED"),
                            begun -> assertThat(begun).contains("stopWithCheckpoint: "),
                            stopped -> assertThat(stopped).contains("stopWithCheckpoint: "));
        }
    }

    private static void awaitPending(CheckpointCoordinatorMXBean bean) {
        await("a checkpoint in flight").atMost(SOON).until(() -> bean.getPendingCount() == 1);
    }

    private static List<String> changesOf(String job, Path log) throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> line.contains("ChangeLog") && line.contains("Job " + job))
                .collect(Collectors.toList());
    }
}
