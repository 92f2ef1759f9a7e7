// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Flink's statistics of a job's checkpoints.
 *
 * @param counts over all checkpoints
 * @param restoredId the checkpoint that the job was last restored from, null if it never was
 * @param history the latest checkpoints, newest first; at most as many as the option {@code
 *     web.checkpoints.history} specifies
 */
public record CheckpointStatistics(
        CheckpointCounts counts, @Nullable Long restoredId, List<Checkpoint> history) {

    static CheckpointStatistics parse(JsonObject json) {
        return new CheckpointStatistics(
                CheckpointCounts.parse(json.getAsJsonObject("counts")),
                restoredId(json.getAsJsonObject("latest").get("restored")),
                StreamSupport.stream(json.getAsJsonArray("history").spliterator(), false)
                        .map(JsonElement::getAsJsonObject)
                        .map(Checkpoint::parse)
                        .toList());
    }

    private static @Nullable Long restoredId(@Nullable JsonElement restored) {
        return restored == null || restored.isJsonNull()
                ? null
                : Long.valueOf(restored.getAsJsonObject().get("id").getAsLong());
    }

    /** Returns the checkpoints of the history that have the status, newest first. */
    public List<Checkpoint> withStatus(CheckpointStatus status) {
        return history.stream().filter(checkpoint -> checkpoint.status() == status).toList();
    }
}
