// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import com.google.gson.JsonObject;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/**
 * One checkpoint in Flink's statistics.
 *
 * @param id counts from 1 over the life of a job, savepoints included
 * @param status the state or outcome of it
 * @param triggerTimestamp when it was triggered
 * @param latestAckTimestamp when the last acknowledgement so far arrived, null before the first
 * @param endToEndDuration from the trigger to the last acknowledgement so far
 * @param isSavepoint whether it is a savepoint
 * @param processedInFlight bytes that were processed while it aligned
 * @param persistedInFlight bytes of records in flight that are in it, 0 if it was aligned
 * @param failureMessage why it failed, null unless it did
 */
public record Checkpoint(
        long id,
        CheckpointStatus status,
        Instant triggerTimestamp,
        @Nullable Instant latestAckTimestamp,
        Duration endToEndDuration,
        boolean isSavepoint,
        long processedInFlight,
        long persistedInFlight,
        @Nullable String failureMessage) {

    static Checkpoint parse(JsonObject json) {
        long ackMillis = json.get("latest_ack_timestamp").getAsLong();
        return new Checkpoint(
                json.get("id").getAsLong(),
                CheckpointStatus.valueOf(json.get("status").getAsString()),
                Instant.ofEpochMilli(json.get("trigger_timestamp").getAsLong()),
                ackMillis < 0 ? null : Instant.ofEpochMilli(ackMillis),
                Duration.ofMillis(Math.max(0, json.get("end_to_end_duration").getAsLong())),
                json.get("is_savepoint").getAsBoolean(),
                json.get("processed_data").getAsLong(),
                json.get("persisted_data").getAsLong(),
                failureMessage(json));
    }

    private static @Nullable String failureMessage(JsonObject json) {
        return json.has("failure_message") && !json.get("failure_message").isJsonNull()
                ? json.get("failure_message").getAsString()
                : null;
    }
}
