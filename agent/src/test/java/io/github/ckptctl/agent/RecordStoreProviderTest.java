// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import io.github.ckptctl.flink.ClusterIdentity;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** Test of where the records of jobs are persisted. */
class RecordStoreProviderTest {

    private final AgentExecutors threads = new AgentExecutors();

    @TempDir private Path directory;

    @AfterEach
    void close() {
        threads.close();
    }

    @Test
    void areWhereFlinkKeepsItsOwn() {
        // given
        try (RecordStoreProvider records = records("")) {
            assertThat(records.location()).isEqualTo("not known before the first job");
            assertThat(records.cluster()).isEqualTo("not known before the first job");

            // when
            records.clusterIs(elected());
            records.clusterIs(ClusterIdentity.unknown());

            // then
            assertThat(records.location()).isEqualTo("file:/ha/default/ckptctl");
            assertThat(records.cluster())
                    .matches("zookeeper_zk_2181_flink_default-[0-9a-f]{8} \\(ZooKeeper.*\\)");
            assertThat(records.problem()).isEmpty();
        }
    }

    @Test
    void areInMemoryWhereFlinkKeepsNothing() {
        try (RecordStoreProvider records = records("")) {
            records.clusterIs(ClusterIdentity.unknown());

            assertThat(records.location()).isEqualTo("memory");
            assertThat(records.cluster()).isEmpty();
        }
    }

    @Test
    void areWhereTheOptionSays() {
        try (RecordStoreProvider records =
                records("store=file:" + directory + ",store.cluster=orders")) {
            assertThat(records.location()).isEqualTo("file:" + directory);

            records.clusterIs(elected());

            assertThat(records.location()).isEqualTo("file:" + directory);
            assertThat(records.cluster()).isEqualTo("orders (store.cluster)");
        }
    }

    @Test
    void areWhereFlinkKeepsItsOwnIfTheOptionIsInvalid() {
        try (RecordStoreProvider records = records("store=no^where:/x")) {
            records.clusterIs(ClusterIdentity.unknown());

            assertThat(records.location()).isEqualTo("memory");
        }
    }

    @Test
    void skipsInvalidPathNames() {
        AgentOptions options =
                AgentOptions.of("store=file:" + directory + ",store.cluster=../other", Map.of());
        try (RecordStoreProvider records = records(options)) {
            records.clusterIs(ClusterIdentity.unknown());

            assertThat(records.cluster()).startsWith("unknown (");
            assertThat(options.faults()).singleElement().asString().contains("store.cluster=..");
        }
    }

    private static ClusterIdentity elected() {
        return ClusterIdentity.of(
                Configuration.fromMap(
                        Map.of(
                                "high-availability.type", "zookeeper",
                                "high-availability.zookeeper.quorum", "zk:2181",
                                "high-availability.storageDir", "file:///ha")),
                Map.of());
    }

    private RecordStoreProvider records(String options) {
        return records(AgentOptions.of(options, Map.of()));
    }

    private RecordStoreProvider records(AgentOptions options) {
        return new RecordStoreProvider(
                options, threads.storage(), threads, getClass().getClassLoader());
    }
}
