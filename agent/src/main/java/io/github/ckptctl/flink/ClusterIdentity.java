// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.runtime.highavailability.HighAvailabilityServicesUtils;
import org.apache.flink.runtime.jobmanager.HighAvailabilityMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Identity of the cluster that a JobManager belongs to, read from its configuration: the same for
 * each JobManager that may take over a job, and for each that replaces one that was lost.
 * Immutable.
 */
public final class ClusterIdentity {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterIdentity.class);

    private static final ConfigOption<String> KUBERNETES_CLUSTER =
            ConfigOptions.key("kubernetes.cluster-id").stringType().noDefaultValue();
    private static final ConfigOption<String> KUBERNETES_NAMESPACE =
            ConfigOptions.key("kubernetes.namespace").stringType().defaultValue("default");

    /** Environment variable of YARN's container of a JobManager that holds the application's id. */
    private static final String YARN_APPLICATION = "_APP_ID";

    private final String text;
    private final String origin;
    private final boolean elected;
    private final Optional<String> storage;

    private ClusterIdentity(String text, String origin, boolean elected, Optional<String> storage) {
        this.text = text;
        this.origin = origin;
        this.elected = elected;
        this.storage = storage;
    }

    /** Returns the identity for the case that Flink's configuration is not found. */
    public static ClusterIdentity unknown() {
        return new ClusterIdentity(
                "unknown", "nothing is known of the cluster", false, Optional.empty());
    }

    /**
     * Reads the identity.
     *
     * @param configuration the cluster's configuration
     * @param environment the environment variables
     */
    public static ClusterIdentity of(Configuration configuration, Map<String, String> environment) {
        HighAvailabilityMode mode = HighAvailabilityMode.fromConfig(configuration);
        return mode == HighAvailabilityMode.NONE
                ? alone(configuration, environment)
                : elected(configuration, mode);
    }

    private static ClusterIdentity elected(Configuration configuration, HighAvailabilityMode mode) {
        String cluster = configuration.get(HighAvailabilityOptions.HA_CLUSTER_ID);
        Optional<String> storage = storage(configuration);
        switch (mode) {
            case ZOOKEEPER:
                return new ClusterIdentity(
                        String.join(
                                " ",
                                "zookeeper",
                                quorum(configuration),
                                configuration.get(HighAvailabilityOptions.HA_ZOOKEEPER_ROOT),
                                cluster),
                        "ZooKeeper's quorum and root, and high-availability.cluster-id",
                        true,
                        storage);
            case KUBERNETES:
                return new ClusterIdentity(
                        kubernetes(configuration) + " " + cluster,
                        "kubernetes.namespace, kubernetes.cluster-id and"
                                + " high-availability.cluster-id",
                        true,
                        storage);
            default:
                return new ClusterIdentity(
                        String.join(
                                " ",
                                configuration.get(HighAvailabilityOptions.HA_MODE),
                                // the factory may be Kubernetes' own, by its class
                                kubernetes(configuration),
                                storage.orElse(""),
                                cluster),
                        "high-availability.type, storageDir and cluster-id, and Kubernetes'"
                                + " namespace and cluster-id",
                        true,
                        storage);
        }
    }

    private static ClusterIdentity alone(
            Configuration configuration, Map<String, String> environment) {
        String application = environment.getOrDefault(YARN_APPLICATION, "");
        if (configuration.getOptional(KUBERNETES_CLUSTER).isPresent()) {
            return alone(
                    kubernetes(configuration), "kubernetes.namespace and kubernetes.cluster-id");
        }
        if (!application.isEmpty()) {
            return alone("yarn " + application, "YARN's application id");
        }
        Optional<String> cluster = configuration.getOptional(HighAvailabilityOptions.HA_CLUSTER_ID);
        if (cluster.isPresent()
                && !cluster.get().equals(HighAvailabilityOptions.HA_CLUSTER_ID.defaultValue())) {
            return alone(cluster.get(), "high-availability.cluster-id");
        }
        return alone(
                configuration.get(JobManagerOptions.ADDRESS)
                        + "_"
                        + configuration.get(JobManagerOptions.PORT),
                "jobmanager.rpc.address and port, as nothing else identifies it across restarts");
    }

    private static ClusterIdentity alone(String text, String origin) {
        return new ClusterIdentity(text, origin, false, Optional.empty());
    }

    private static String kubernetes(Configuration configuration) {
        return String.join(
                " ",
                "kubernetes",
                configuration.get(KUBERNETES_NAMESPACE),
                configuration.getOptional(KUBERNETES_CLUSTER).orElse(""));
    }

    /** Returns ZooKeeper's addresses in one order, regardless of how each JobManager lists them. */
    private static String quorum(Configuration configuration) {
        String quorum =
                configuration
                        .getOptional(HighAvailabilityOptions.HA_ZOOKEEPER_QUORUM)
                        .orElse("")
                        .toLowerCase(Locale.ROOT);
        return Arrays.stream(quorum.split(",", -1))
                .map(String::trim)
                .sorted()
                .collect(Collectors.joining(","));
    }

    /**
     * Returns the cluster's own directory in the storage that is configured for high availability,
     * empty if it has none, as may be with a custom factory.
     */
    private static Optional<String> storage(Configuration configuration) {
        try {
            return Optional.of(
                    HighAvailabilityServicesUtils.getClusterHighAvailableStoragePath(configuration)
                            .toString());
        } catch (IllegalConfigurationException e) {
            LOG.warn("Flink's high availability has no storage: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /** Returns a text that no other cluster has, of any length and form. */
    public String text() {
        return text;
    }

    /** Returns the origin of the identity, for people. */
    public String origin() {
        return origin;
    }

    /** Returns whether several JobManagers may elect which of them leads a job. */
    public boolean isElected() {
        return elected;
    }

    /** Returns the place where Flink persists what jobs need to recover, empty if there is none. */
    public Optional<String> storage() {
        return storage;
    }
}
