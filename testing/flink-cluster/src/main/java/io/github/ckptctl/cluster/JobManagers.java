// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The JobManagers of a cluster, all with the same configuration, and their leader. Thread-safe. */
final class JobManagers {

    private static final Duration ELECTION = Duration.ofMinutes(2);

    private final FlinkJvm jvm;
    private final EntryPoint entryPoint;
    private final List<String> jvmOptions;
    private final boolean jmx;
    private final URI rest;
    private final @Nullable HighAvailability highAvailability;
    private final List<JobManager> started = new CopyOnWriteArrayList<>();

    /**
     * Creates an empty group.
     *
     * @param rest the address in the configuration, whose port is used if there is one JobManager
     * @param highAvailability null if there is one JobManager
     */
    JobManagers(
            FlinkJvm jvm,
            EntryPoint entryPoint,
            List<String> jvmOptions,
            boolean jmx,
            URI rest,
            @Nullable HighAvailability highAvailability) {
        this.jvm = jvm;
        this.entryPoint = entryPoint;
        this.jvmOptions = List.copyOf(jvmOptions);
        this.jmx = jmx;
        this.rest = rest;
        this.highAvailability = highAvailability;
    }

    /** Starts one, without waiting for it. */
    JobManager start() {
        boolean alone = highAvailability == null;
        int port = alone ? rest.getPort() : FreePort.onLoopback();
        JobManager jobManager =
                JobManager.start(
                        jvm,
                        alone ? "jobmanager" : "jobmanager-" + started.size(),
                        entryPoint,
                        jvmOptions,
                        alone ? List.of() : HighAvailability.arguments(port),
                        URI.create(rest.getScheme() + "://" + rest.getHost() + ":" + port),
                        jmx);
        started.add(jobManager);
        return jobManager;
    }

    /** Returns them in the order of their start, dead ones included. */
    List<JobManager> all() {
        return List.copyOf(started);
    }

    /** Returns the leader, and waits if there is none; a single JobManager always leads. */
    JobManager leader() {
        return highAvailability == null
                ? started.get(0)
                : Condition.get(
                        "a JobManager that leads", ELECTION, () -> leaderNow(highAvailability));
    }

    private Optional<JobManager> leaderNow(HighAvailability elections) {
        return elections
                .leader()
                .flatMap(
                        address ->
                                started.stream()
                                        .filter(one -> one.rest().address().equals(address))
                                        .findFirst())
                .filter(leader -> leader.process().isAwake())
                // it may have been elected just now and still be taking over
                .filter(leader -> leader.rest().slots().isPresent());
    }
}
