// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import com.google.gson.Gson;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Requests in Jolokia's JSON format. */
final class Jolokia {

    private static final Gson GSON = new Gson();

    /** Prefix of the names of all jobs' MBeans. */
    static final String TYPE = "flink.checkpointing:type=CheckpointCoordinator";

    private Jolokia() {}

    /** Returns the short name of a job's MBean. */
    static String bean(String jobId) {
        return TYPE + ",job_id=" + jobId;
    }

    static String read(String bean, String attribute) {
        return GSON.toJson(request("read", bean, "attribute", attribute));
    }

    /** Returns a request for all attributes of the MBeans that match a pattern. */
    static String readAll(String pattern) {
        return GSON.toJson(request("read", pattern));
    }

    /** Returns a request that sets an attribute and then calls an operation without arguments. */
    static String writeAndCall(String bean, String attribute, long value, String operation) {
        Map<String, Object> write = request("write", bean, "attribute", attribute, "value", value);
        Map<String, Object> call =
                request("exec", bean, "operation", operation, "arguments", List.of());
        return GSON.toJson(List.of(write, call));
    }

    private static Map<String, Object> request(String type, String bean, Object... more) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("type", type);
        request.put("mbean", bean);
        for (int i = 0; i < more.length; i += 2) {
            request.put(more[i].toString(), more[i + 1]);
        }
        return request;
    }
}
