// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The jars of a Kafka broker, and of Flink's connector to it: sets of their own, beside Flink's
 * distributions, which stay as they are. Resolved when they are first needed.
 */
public final class KafkaJars {

    /** The releases of the connector, by the Flink version that they are tried with. */
    private static final Map<String, String> CONNECTORS =
            Map.of("2.3.0", "5.0.0-2.2", "1.20.5", "3.4.0-1.20");

    private KafkaJars() {}

    /** Returns the jars of a broker and its client. */
    static List<Path> broker() {
        return ResolvedJars.of(Resource.text("kafka-pom.xml"), cache().resolve("broker"));
    }

    /**
     * Returns the jars of the connector, with its client of Kafka.
     *
     * @param distribution of 2.3.0 or 1.20.5
     */
    public static List<Path> connector(FlinkDistribution distribution) {
        String version = CONNECTORS.get(distribution.version());
        if (version == null) {
            throw new IllegalArgumentException(
                    "no connector is known for Flink " + distribution.version());
        }
        String pom =
                Resource.text("kafka-connector-pom.xml")
                        .replace("@connector.version@", version)
                        .replace("@flink.version@", distribution.version());
        return ResolvedJars.of(pom, cache().resolve("connector-" + distribution.version()));
    }

    private static Path cache() {
        return FlinkDistribution.cache().resolveSibling("kafka");
    }
}
