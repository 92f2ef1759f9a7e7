// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.demo;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.JobJar;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * One scenario of the demo, with the job {@code orders} and the requests of an operator to its
 * MBean.
 */
abstract class Act {

    final FlinkCluster cluster;
    final Screen screen;
    final AgentBeans beans;

    private final Endpoint endpoint;
    private final Patience patience;
    private String job = "";

    Act(
            FlinkCluster cluster,
            Screen screen,
            Endpoint endpoint,
            AgentBeans beans,
            Patience patience) {
        this.cluster = cluster;
        this.screen = screen;
        this.endpoint = endpoint;
        this.beans = beans;
        this.patience = patience;
    }

    /** Plays the scenario; returns whether it succeeded. */
    abstract boolean play() throws IOException, InterruptedException;

    /** Shows where the running cluster can be inspected, and what else can be done with the job. */
    final void showWhereToLook() {
        screen.title("It stays up until Ctrl-C");
        screen.entry("Console", console());
        screen.entry("Flink UI", cluster.webUrl() + "/#/job/running/" + job + "/checkpoints");
        screen.entry("Jolokia", endpoint.url());
        screen.entry("token", endpoint.token().toString());
        screen.entry("JMX", cluster.jmxUrl().toString());
        screen.entry("bean", shortName());
        screen.text("Everything about the job:");
        screen.command(endpoint.curl(read()));
        screen.text("No checkpoint of it can complete any more, until resume():");
        screen.command(endpoint.curl(called("suspend", "\"ALL\"")));
    }

    /** Submits the job with two subtasks, waits until it runs, and returns its id. */
    final String submit(JobJar jar, String... options) {
        List<String> all = new ArrayList<>(List.of("--name", "orders"));
        all.addAll(List.of(options));
        job = cluster.rest().submit(jar, all, 2);
        cluster.rest().awaitRunning(job);
        screen.event("job orders runs");
        screen.entry("Console", console());
        return job;
    }

    private String console() {
        return cluster.webUrl().resolve("/ckptctl/#/jobs/" + job).toString();
    }

    /** Sends a request, shows it, and returns the response. */
    final String call(String json) throws IOException, InterruptedException {
        screen.command(endpoint.curl(json));
        return endpoint.send(json);
    }

    /** Watches until a condition holds; returns whether it does. */
    final boolean watched(CheckpointWatch watch, BooleanSupplier condition)
            throws InterruptedException {
        return patience.until(
                () -> {
                    watch.look();
                    return condition.getAsBoolean();
                });
    }

    final String written(String attribute, long value) {
        return "{\"type\":\"write\",\"attribute\":\""
                + attribute
                + "\",\"value\":"
                + value
                + ","
                + onBean();
    }

    final String called(String operation, String arguments) {
        return "{\"type\":\"exec\",\"operation\":\""
                + operation
                + "\",\"arguments\":["
                + arguments
                + "],"
                + onBean();
    }

    private String read() {
        return "{\"type\":\"read\"," + onBean();
    }

    /** Returns the rest of a request, on a line of its own. */
    private String onBean() {
        return "\n         \"mbean\":\"" + shortName() + "\"}";
    }

    private String shortName() {
        return "flink.checkpointing:type=CheckpointCoordinator,job_id=" + job;
    }
}
