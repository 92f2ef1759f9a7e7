// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import com.google.gson.JsonObject;

/**
 * A vertex of a job's graph.
 *
 * @param id in the form of the REST API
 * @param name of the chained operators
 * @param parallelism the current one
 * @param status the aggregate over its subtasks, {@code RUNNING} if all run
 * @param readRecords number of records that its subtasks have read since their last start, 0 while
 *     unknown
 * @param writtenRecords number of records that its subtasks have written since their last start, 0
 *     while unknown
 */
public record JobVertex(
        String id,
        String name,
        int parallelism,
        String status,
        long readRecords,
        long writtenRecords) {

    static JobVertex parse(JsonObject json) {
        JsonObject metrics = json.getAsJsonObject("metrics");
        return new JobVertex(
                json.get("id").getAsString(),
                json.get("name").getAsString(),
                json.get("parallelism").getAsInt(),
                json.get("status").getAsString(),
                metrics.get("read-records").getAsLong(),
                metrics.get("write-records").getAsLong());
    }
}
