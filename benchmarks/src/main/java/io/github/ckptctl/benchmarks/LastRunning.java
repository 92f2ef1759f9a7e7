// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.ckptctl.cluster.FlinkRest;
import io.github.ckptctl.cluster.JobVertex;

import java.time.Instant;

/** Start time of a job's last task according to Flink, whose clock is that of this machine. */
final class LastRunning {

    private LastRunning() {}

    /** Returns when the last of its subtasks began to run; all of them are running. */
    static Instant of(FlinkRest rest, String job) {
        long last = 0;
        for (JobVertex vertex : rest.vertices(job)) {
            JsonObject times =
                    rest.get("/jobs/" + job + "/vertices/" + vertex.id() + "/subtasktimes")
                            .getAsJsonObject();
            for (JsonElement subtask : times.getAsJsonArray("subtasks")) {
                JsonObject states = subtask.getAsJsonObject().getAsJsonObject("timestamps");
                last = Math.max(last, states.get("RUNNING").getAsLong());
            }
        }
        return Instant.ofEpochMilli(last);
    }
}
