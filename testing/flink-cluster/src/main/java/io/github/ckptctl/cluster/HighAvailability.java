// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The ZooKeeper through which JobManagers elect their leader: the one that Flink bundles, in a
 * process of its own, on the loopback interface.
 *
 * <p>A dead or paused leader is replaced some six seconds later. Thread-safe.
 */
final class HighAvailability implements AutoCloseable {

    private static final String MAIN =
            "org.apache.flink.runtime.zookeeper.FlinkZooKeeperQuorumPeer";
    private static final String NAMESPACE = "/ckptctl";
    private static final String LEADER =
            "/flink" + NAMESPACE + "/leader/rest_server/connection_info";
    private static final String SESSION_MILLIS = "6000";
    private static final Duration START = Duration.ofMinutes(1);

    private final ClusterDirectory directory;
    private final int port = FreePort.onLoopback();
    private final ZooKeeperNode leader;
    private volatile @Nullable FlinkProcess process;

    HighAvailability(ClusterDirectory directory) {
        this.directory = directory;
        this.leader =
                new ZooKeeperNode(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), LEADER);
    }

    /** Returns the settings common to all processes. */
    Map<String, String> settings() {
        return Map.of(
                "high-availability.type",
                "zookeeper",
                "high-availability.storageDir",
                directory.highAvailability().toUri().toString(),
                "high-availability.cluster-id",
                NAMESPACE,
                "high-availability.zookeeper.quorum",
                "127.0.0.1:" + port,
                "high-availability.zookeeper.client.session-timeout",
                SESSION_MILLIS);
    }

    /** Returns the additional arguments of a JobManager: each has a port of its own. */
    static List<String> arguments(int restPort) {
        return List.of("-D", "rest.port=" + restPort, "-D", "rest.bind-port=" + restPort);
    }

    /** Starts ZooKeeper and waits until it answers. */
    void start(FlinkJvm jvm) {
        Path configuration = writeConfiguration();
        FlinkProcess started =
                jvm.start(
                        "zookeeper",
                        MAIN,
                        List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                        List.of("--zkConfigFile", configuration.toString(), "--peerId", "1"));
        process = started;
        Condition.await(
                "ZooKeeper",
                START,
                () -> {
                    started.requireAlive();
                    return answers();
                });
    }

    /** Returns the process of ZooKeeper, empty before it is started. */
    Optional<FlinkProcess> process() {
        return Optional.ofNullable(process);
    }

    /**
     * Returns the web address of the leading JobManager according to ZooKeeper: one that has just
     * died counts until its session ends. Empty while none leads, or ZooKeeper is too busy.
     */
    Optional<URI> leader() {
        try {
            Optional<byte[]> data = leader.read();
            return data.isPresent() ? Optional.of(address(data.get())) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        process().ifPresent(FlinkProcess::close);
    }

    private Path writeConfiguration() {
        Path file = directory.configuration().resolve("zoo.cfg");
        List<String> lines =
                List.of(
                        "clientPort=" + port,
                        "clientPortAddress=127.0.0.1",
                        "dataDir=" + directory.zooKeeper(),
                        "tickTime=1000",
                        "admin.enableServer=false",
                        // nothing needs to survive a crash of the machine
                        "forceSync=no");
        try {
            Files.createDirectories(directory.zooKeeper());
            return Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private boolean answers() {
        try {
            leader.read();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Returns the address, which comes first in the Java serialization of the leader information.
     */
    private static URI address(byte[] leaderInformation) throws IOException {
        try (ObjectInputStream in =
                new ObjectInputStream(new ByteArrayInputStream(leaderInformation))) {
            return URI.create(in.readUTF());
        }
    }
}
