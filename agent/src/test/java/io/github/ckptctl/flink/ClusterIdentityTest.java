// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** Test of which configurations belong to the same cluster. */
class ClusterIdentityTest {

    private static final Map<String, String> ZOOKEEPER =
            Map.of(
                    "high-availability.type", "zookeeper",
                    "high-availability.storageDir", "file:///ha",
                    "high-availability.zookeeper.quorum", "zk1:2181,zk2:2181");

    @Test
    void distinguishesTwoZooKeepers() {
        ClusterIdentity one = of(ZOOKEEPER);

        assertThat(one.isElected()).isTrue();
        assertThat(one.storage()).contains("file:/ha/default");
        assertThat(of(ZOOKEEPER, "high-availability.zookeeper.quorum", "zk9:2181").text())
                .isNotEqualTo(one.text());
        assertThat(of(ZOOKEEPER, "high-availability.zookeeper.path.root", "/other").text())
                .isNotEqualTo(one.text());
        assertThat(of(ZOOKEEPER, "high-availability.cluster-id", "/other").text())
                .isNotEqualTo(one.text());
    }

    @Test
    void isTheSameHoweverTheQuorumIsListed() {
        assertThat(of(ZOOKEEPER, "high-availability.zookeeper.quorum", "ZK2:2181, zk1:2181").text())
                .isEqualTo(of(ZOOKEEPER).text());
    }

    @Test
    void distinguishesTwoNamespacesOfKubernetes() {
        Map<String, String> kubernetes =
                Map.of(
                        "high-availability.type", "kubernetes",
                        "high-availability.storageDir", "file:///ha",
                        "kubernetes.cluster-id", "orders");

        assertThat(of(kubernetes).isElected()).isTrue();
        assertThat(of(kubernetes, "kubernetes.namespace", "test").text())
                .isNotEqualTo(of(kubernetes).text());
    }

    @Test
    void restsOnTheBestThatIsThereWithoutElections() {
        Map<String, String> address =
                Map.of("jobmanager.rpc.address", "jm.example", "jobmanager.rpc.port", "6123");

        assertThat(of(address).text()).isEqualTo("jm.example_6123");
        assertThat(of(address).isElected()).isFalse();
        assertThat(of(address).storage()).isEmpty();
        assertThat(of(address).origin()).contains("jobmanager.rpc.address", "nothing else");
        assertThat(of(address, "high-availability.cluster-id", "/default").text())
                .isEqualTo("jm.example_6123");
        assertThat(of(address, "high-availability.cluster-id", "orders").text())
                .isEqualTo("orders");
        assertThat(of(address, "kubernetes.cluster-id", "orders").text())
                .isEqualTo("kubernetes default orders");
        assertThat(
                        ClusterIdentity.of(
                                        Configuration.fromMap(address),
                                        Map.of("_APP_ID", "application_1_2"))
                                .text())
                .isEqualTo("yarn application_1_2");
    }

    private static ClusterIdentity of(Map<String, String> settings, String... more) {
        Configuration configuration = Configuration.fromMap(settings);
        for (int i = 0; i < more.length; i += 2) {
            configuration.setString(more[i], more[i + 1]);
        }
        return ClusterIdentity.of(configuration, Map.of());
    }
}
