// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.attach;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class JvmKindTest {

    private static final String FLINK = "org.apache.flink.";

    @ParameterizedTest
    @CsvSource({
        "runtime.entrypoint.StandaloneSessionClusterEntrypoint, JOB_MANAGER",
        "container.entrypoint.StandaloneApplicationClusterEntryPoint, JOB_MANAGER",
        "kubernetes.entrypoint.KubernetesSessionClusterEntrypoint, JOB_MANAGER",
        "kubernetes.entrypoint.KubernetesApplicationClusterEntrypoint, JOB_MANAGER",
        "yarn.entrypoint.YarnApplicationClusterEntryPoint, JOB_MANAGER",
        "yarn.entrypoint.YarnJobClusterEntrypoint, JOB_MANAGER",
        "runtime.taskexecutor.TaskManagerRunner, TASK_MANAGER",
        "kubernetes.taskmanager.KubernetesTaskExecutorRunner, TASK_MANAGER",
        "runtime.webmonitor.history.HistoryServer, OTHER_FLINK",
        "client.cli.CliFrontend, OTHER_FLINK",
        "table.gateway.SqlGateway, OTHER_FLINK",
        "example.Unheard, UNKNOWN"
    })
    void distinguishesTheJobManagers(String name, JvmKind expected) {
        assertThat(JvmKind.of(FLINK + name)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"com.example.StandaloneSessionClusterEntrypoint", "/opt/app.jar", "''"})
    void knowsNothingOfOthers(String name) {
        assertThat(JvmKind.of(name)).isEqualTo(JvmKind.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "org.example.Main, org.example.Main",
        "/opt/größe/app.jar, /opt/größe/app.jar",
        "'\u001b[2Jx\n\u202ey', ?[2Jx??y"
    })
    void showsNothingThatATerminalActsUpon(String text, String shown) {
        assertThat(ForeignText.shown(text)).isEqualTo(shown);
        assertThat(ForeignText.shown("x".repeat(1000))).hasSizeLessThan(400);
    }
}
