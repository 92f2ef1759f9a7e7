// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.monitoring;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.ckptctl.cluster.FreePort;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/** A Prometheus server that scrapes its targets, and evaluates its rules, every second. */
final class PrometheusServer implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String api;
    private final Collector process;

    private PrometheusServer(String api, Collector process) {
        this.api = api;
        this.process = process;
    }

    /**
     * Starts a server.
     *
     * @param program its path
     * @param directory for its configuration and data
     * @param targets ports of this machine
     */
    static PrometheusServer start(String program, Path directory, Path rules, int... targets)
            throws IOException {
        int port = FreePort.onLoopback();
        String addresses =
                Arrays.stream(targets)
                        .mapToObj(target -> "'127.0.0.1:" + target + "'")
                        .collect(Collectors.joining(", "));
        Path config =
                Files.writeString(
                        directory.resolve("prometheus.yml"),
                        "global: {scrape_interval: 1s, evaluation_interval: 1s}\n"
                                + "rule_files: ['"
                                + rules
                                + "']\nscrape_configs: [{job_name: flink, static_configs:"
                                + " [{targets: ["
                                + addresses
                                + "]}]}]\n");
        List<String> command =
                List.of(
                        program,
                        "--config.file=" + config,
                        "--web.listen-address=127.0.0.1:" + port,
                        "--storage.tsdb.path=" + directory.resolve("tsdb"));
        return new PrometheusServer(
                "http://127.0.0.1:" + port + "/api/v1/",
                Collector.start(command, directory.resolve("prometheus.log"), Map.of()));
    }

    /** Returns the expressions of its alerts; fails if one cannot be evaluated. */
    List<String> alerts() throws IOException, InterruptedException {
        List<String> queries = new ArrayList<>();
        for (JsonElement group : ask("rules").getAsJsonObject("data").getAsJsonArray("groups")) {
            for (JsonElement rule : group.getAsJsonObject().getAsJsonArray("rules")) {
                assertThat(rule.getAsJsonObject().get("health").getAsString()).isEqualTo("ok");
                queries.add(rule.getAsJsonObject().get("query").getAsString());
            }
        }
        return queries;
    }

    /** Returns the result of a query of this moment. */
    JsonArray query(String expression) throws IOException, InterruptedException {
        JsonObject answer =
                ask("query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        assertThat(answer.get("status").getAsString()).as(expression).isEqualTo("success");
        return answer.getAsJsonObject("data").getAsJsonArray("result");
    }

    /** Returns everything that it has printed. */
    String output() {
        return process.output();
    }

    private JsonObject ask(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(api + path)).build();
        return JsonParser.parseString(HTTP.send(request, BodyHandlers.ofString()).body())
                .getAsJsonObject();
    }

    @Override
    public void close() throws InterruptedException {
        process.close();
    }
}
