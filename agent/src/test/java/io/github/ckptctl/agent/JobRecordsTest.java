// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** Where the records of jobs are kept. */
class JobRecordsTest {

    private final AgentThreads threads = new AgentThreads();

    @TempDir private Path directory;

    @AfterEach
    void close() {
        threads.close();
    }

    @Test
    void areWhereFlinkKeepsItsOwn() {
        // given
        try (JobRecords records = records("")) {
            assertThat(records.location()).isEqualTo("not known before the first job");

            // when
            records.storageIs(Optional.of("s3://bucket/ha/default"));
            records.storageIs(Optional.empty());

            // then
            assertThat(records.location()).isEqualTo("s3://bucket/ha/default/ckptctl");
        }
    }

    @Test
    void areInMemoryWhereFlinkKeepsNothing() {
        try (JobRecords records = records("")) {
            records.storageIs(Optional.empty());

            assertThat(records.location()).isEqualTo("memory");
        }
    }

    @Test
    void areWhereTheOptionSays() {
        try (JobRecords records = records("store=file:" + directory)) {
            records.storageIs(Optional.of("s3://bucket/ha/default"));

            assertThat(records.location()).isEqualTo("file:" + directory);
        }
    }

    @Test
    void areWhereFlinkKeepsItsOwnIfTheOptionSaysNothingThatMakesSense() {
        try (JobRecords records = records("store=no^where:/x")) {
            records.storageIs(Optional.empty());

            assertThat(records.location()).isEqualTo("memory");
        }
    }

    private JobRecords records(String options) {
        return new JobRecords(
                AgentOptions.of(options, Map.of()), threads.storage(), getClass().getClassLoader());
    }
}
