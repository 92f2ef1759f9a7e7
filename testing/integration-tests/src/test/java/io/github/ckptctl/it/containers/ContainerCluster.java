// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Volume;
import io.github.ckptctl.cluster.ClusterDefaults;
import io.github.ckptctl.cluster.FlinkRest;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.output.OutputFrame;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * JobManagers and a TaskManager in containers, with a network and a volume of their own; with a
 * ZooKeeper as soon as there is more than one JobManager.
 */
final class ContainerCluster implements AutoCloseable {

    private static final int REST = 8081;
    private static final int HTTP = 8778;
    private static final Duration START = Duration.ofMinutes(3);
    private static final String DATA = "/data";
    private static final String LOOPBACK = "127.0.0.1";
    private static final String ALL_ADDRESSES = "0.0.0.0";
    private static final String ZOO_KEEPER =
            "org.apache.flink.runtime.zookeeper.FlinkZooKeeperQuorumPeer";

    private final DockerClient docker = DockerClientFactory.instance().client();
    private final String volume = "ckptctl-" + UUID.randomUUID();
    private final Network network = Network.newNetwork();
    private final List<GenericContainer<?>> jobManagers = new ArrayList<>();
    private final List<GenericContainer<?>> others = new ArrayList<>();
    private final String image;
    private final Path logs;

    /**
     * Starts the cluster.
     *
     * @param image of all containers
     * @param agent the JobManagers' option for the agent
     * @param logs directory for the output of each container
     */
    ContainerCluster(String image, String agent, int jobManagerCount, Path logs)
            throws IOException {
        this.image = image;
        this.logs = Files.createDirectories(logs);
        boolean elections = jobManagerCount > 1;
        try {
            if (elections) {
                startZooKeeper();
            }
            for (int i = 0; i < jobManagerCount; i++) {
                jobManagers.add(jobManager("jobmanager-" + i, agent, elections));
            }
            jobManagers.parallelStream().forEach(GenericContainer::start);
            others.add(
                    container("taskmanager")
                            .withCommand("taskmanager")
                            .withEnv("FLINK_PROPERTIES", properties("jobmanager-0", elections)));
            taskManager().start();
        } catch (RuntimeException e) {
            try {
                close();
            } catch (RuntimeException notClosed) {
                e.addSuppressed(notClosed);
            }
            throw e;
        }
    }

    List<GenericContainer<?>> jobManagers() {
        return jobManagers;
    }

    GenericContainer<?> taskManager() {
        return others.get(others.size() - 1);
    }

    /** Returns a client of a JobManager's REST port. */
    static FlinkRest rest(GenericContainer<?> jobManager) {
        return new FlinkRest(URI.create("http://" + address(jobManager, REST)));
    }

    /** Returns the URL of the agent's endpoint in a JobManager. */
    static String http(GenericContainer<?> jobManager) {
        return "https://" + address(jobManager, HTTP) + "/jolokia/";
    }

    /** Kills a container's processes without an orderly shutdown. */
    void kill(GenericContainer<?> container) {
        docker.killContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void close() {
        jobManagers.forEach(GenericContainer::stop);
        others.forEach(GenericContainer::stop);
        network.close();
        docker.removeVolumeCmd(volume).exec();
    }

    private static String address(GenericContainer<?> container, int port) {
        return LOOPBACK + ":" + container.getMappedPort(port);
    }

    private GenericContainer<?> jobManager(String name, String agent, boolean elections) {
        return container(name)
                .withCommand("jobmanager")
                .withEnv("FLINK_PROPERTIES", properties(name, elections))
                .withEnv("FLINK_ENV_JAVA_OPTS_JM", agent)
                .withExposedPorts(REST, HTTP)
                .waitingFor(Wait.forHttp("/config").forPort(REST).withStartupTimeout(START));
    }

    private void startZooKeeper() {
        String configuration =
                String.join(
                        "\n",
                        "clientPort=2181",
                        "dataDir=/tmp/zookeeper",
                        "tickTime=1000",
                        "admin.enableServer=false");
        GenericContainer<?> zooKeeper =
                container("zookeeper")
                        .withCommand(
                                "sh",
                                "-c",
                                "printf '%s' \"$ZOO\" > /tmp/zoo.cfg && exec java -Xmx128m -cp"
                                        + " '/opt/flink/lib/*' "
                                        + ZOO_KEEPER
                                        + " --zkConfigFile /tmp/zoo.cfg --peerId 1")
                        .withEnv("ZOO", configuration);
        others.add(zooKeeper);
        zooKeeper.start();
    }

    private GenericContainer<?> container(String name) {
        Path log = logs.resolve(name + ".log");
        return new GenericContainer<>(DockerImageName.parse(image))
                .withNetwork(network)
                .withNetworkAliases(name)
                .withLogConsumer(frame -> append(log, frame))
                .withCreateContainerCmdModifier(
                        create ->
                                create.getHostConfig()
                                        .withBinds(new Bind(volume, new Volume(DATA))));
    }

    private static void append(Path log, OutputFrame frame) {
        try {
            Files.writeString(
                    log,
                    frame.getUtf8String(),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String properties(String address, boolean elections) {
        Map<String, String> settings = new LinkedHashMap<>(ClusterDefaults.memory(2));
        settings.put("jobmanager.rpc.address", address);
        settings.put("jobmanager.bind-host", ALL_ADDRESSES);
        settings.put("rest.address", address);
        settings.put("rest.bind-address", ALL_ADDRESSES);
        settings.put("taskmanager.bind-host", ALL_ADDRESSES);
        settings.put("state.checkpoints.dir", "file:" + DATA + "/checkpoints");
        settings.put("heartbeat.timeout", "30000");
        if (elections) {
            settings.put("high-availability.type", "zookeeper");
            settings.put("high-availability.storageDir", "file:" + DATA + "/ha");
            settings.put("high-availability.zookeeper.quorum", "zookeeper:2181");
            settings.put("high-availability.zookeeper.client.session-timeout", "6000");
        }
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + ": " + setting.getValue())
                .collect(Collectors.joining("\n"));
    }
}
