// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.monitoring;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A dashboard of Grafana's among the files that users copy. */
final class Dashboard {

    private Dashboard() {}

    /** Returns every expression of a dashboard, with the variables that Grafana replaces. */
    static List<String> expressions(String file) throws IOException {
        JsonObject dashboard = JsonParser.parseString(ShippedFiles.text(file)).getAsJsonObject();
        List<String> expressions = new ArrayList<>();
        for (JsonElement panel : dashboard.getAsJsonArray("panels")) {
            for (JsonElement target : panel.getAsJsonObject().getAsJsonArray("targets")) {
                expressions.add(target.getAsJsonObject().get("expr").getAsString());
            }
        }
        for (JsonElement annotation :
                dashboard.getAsJsonObject("annotations").getAsJsonArray("list")) {
            expressions.add(annotation.getAsJsonObject().get("expr").getAsString());
        }
        return expressions.stream()
                .map(one -> one.replace("$job_name", ".*").replace("$__rate_interval", "1m"))
                .collect(Collectors.toCollection(ArrayList::new));
    }
}
