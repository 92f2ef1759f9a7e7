// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;

class CheckpointStatisticsTest {

    private static final String ANSWER =
            """
            {
              "counts": {"restored": 1, "total": 3, "in_progress": 1, "completed": 1, "failed": 1},
              "latest": {"restored": {"id": 1, "restore_timestamp": 1500, "is_savepoint": false}},
              "history": [
                {"id": 3, "status": "IN_PROGRESS", "is_savepoint": true,
                 "trigger_timestamp": 3000, "latest_ack_timestamp": -1, "end_to_end_duration": -1,
                 "processed_data": 0, "persisted_data": 0},
                {"id": 2, "status": "FAILED", "is_savepoint": false,
                 "trigger_timestamp": 2000, "latest_ack_timestamp": 2100, "end_to_end_duration": 100,
                 "processed_data": 0, "persisted_data": 0,
                 "failure_message": "Checkpoint expired before completing."},
                {"id": 1, "status": "COMPLETED", "is_savepoint": false,
                 "trigger_timestamp": 1000, "latest_ack_timestamp": 1250, "end_to_end_duration": 250,
                 "processed_data": 7, "persisted_data": 8}
              ]
            }
            """;

    private final CheckpointStatistics statistics = parse(ANSWER);

    @Test
    void readsTheCounts() {
        assertThat(statistics.counts()).isEqualTo(new CheckpointCounts(1, 3, 1, 1, 1));
    }

    @Test
    void readsWhatTheJobWentBackTo() {
        assertThat(statistics.restoredId()).isEqualTo(1);
    }

    @Test
    void readsThatTheJobNeverWentBack() {
        assertThat(parse(ANSWER.replaceFirst("\\{\"id\": 1, \"restore.*?}", "null")).restoredId())
                .isNull();
    }

    @Test
    void readsACheckpointWithoutAcknowledgements() {
        assertThat(statistics.withStatus(CheckpointStatus.IN_PROGRESS))
                .containsExactly(
                        new Checkpoint(
                                3,
                                CheckpointStatus.IN_PROGRESS,
                                Instant.ofEpochSecond(3),
                                null,
                                Duration.ZERO,
                                true,
                                0,
                                0,
                                null));
    }

    @Test
    void readsWhyACheckpointFailed() {
        assertThat(statistics.withStatus(CheckpointStatus.FAILED))
                .extracting(Checkpoint::failureMessage)
                .containsExactly("Checkpoint expired before completing.");
    }

    @Test
    void readsWhatWasInFlight() {
        assertThat(statistics.withStatus(CheckpointStatus.COMPLETED))
                .singleElement()
                .satisfies(
                        checkpoint -> {
                            assertThat(checkpoint.processedInFlight()).isEqualTo(7);
                            assertThat(checkpoint.persistedInFlight()).isEqualTo(8);
                        });
    }

    @Test
    void keepsTheLatestFirst() {
        assertThat(statistics.history()).extracting(Checkpoint::id).containsExactly(3L, 2L, 1L);
    }

    private static CheckpointStatistics parse(String answer) {
        return CheckpointStatistics.parse(JsonParser.parseString(answer).getAsJsonObject());
    }
}
