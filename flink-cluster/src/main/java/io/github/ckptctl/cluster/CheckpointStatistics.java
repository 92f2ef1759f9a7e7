// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Flink's statistics of a job's checkpoints.
 *
 * @param counts over all checkpoints
 * @param history the latest checkpoints, the latest first; no more than the option {@code
 *     web.checkpoints.history} says
 */
public record CheckpointStatistics(CheckpointCounts counts, List<Checkpoint> history) {

    static CheckpointStatistics parse(JsonObject json) {
        return new CheckpointStatistics(
                CheckpointCounts.parse(json.getAsJsonObject("counts")),
                StreamSupport.stream(json.getAsJsonArray("history").spliterator(), false)
                        .map(JsonElement::getAsJsonObject)
                        .map(Checkpoint::parse)
                        .toList());
    }

    /** Returns the checkpoints of the history that have the status, the latest first. */
    public List<Checkpoint> withStatus(CheckpointStatus status) {
        return history.stream().filter(checkpoint -> checkpoint.status() == status).toList();
    }
}
