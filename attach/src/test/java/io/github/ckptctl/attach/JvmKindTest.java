// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.attach;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class JvmKindTest {

    private static final String FLINK = "org.apache.flink.";

    @ParameterizedTest
    @CsvSource({
        "runtime.entrypoint.StandaloneSessionClusterEntrypoint --configDir conf, JOB_MANAGER",
        "container.entrypoint.StandaloneApplicationClusterEntryPoint, JOB_MANAGER",
        "kubernetes.entrypoint.KubernetesSessionClusterEntrypoint -D a=b, JOB_MANAGER",
        "kubernetes.entrypoint.KubernetesApplicationClusterEntrypoint, JOB_MANAGER",
        "yarn.entrypoint.YarnApplicationClusterEntryPoint, JOB_MANAGER",
        "yarn.entrypoint.YarnJobClusterEntrypoint, JOB_MANAGER",
        "runtime.taskexecutor.TaskManagerRunner --configDir conf, OTHER_FLINK",
        "kubernetes.taskmanager.KubernetesTaskExecutorRunner, OTHER_FLINK",
        "runtime.webmonitor.history.HistoryServer, OTHER_FLINK",
        "client.cli.CliFrontend run job.jar, OTHER_FLINK",
        "table.gateway.SqlGateway, OTHER_FLINK",
        "example.Unheard, UNKNOWN"
    })
    void tellsAJobManagerFromTheOthers(String name, JvmKind expected) {
        assertThat(JvmKind.of(FLINK + name)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"com.example.StandaloneSessionClusterEntrypoint", "/opt/app.jar --x", "''"})
    void knowsNothingOfOthers(String name) {
        assertThat(JvmKind.of(name)).isEqualTo(JvmKind.UNKNOWN);
    }
}
