// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.containers.operator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.kubernetes.configuration.KubernetesConfigOptions;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;
import org.apache.flink.kubernetes.operator.config.FlinkConfigBuilder;
import org.apache.flink.kubernetes.operator.config.FlinkConfigManager;
import org.apache.flink.kubernetes.operator.validation.DefaultValidator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The operator takes its examples, and hands their pods to Flink as they are written.
 *
 * <p>This operator knows Flink up to 1.18; the version is the one thing that is changed for it.
 */
class OperatorTest {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    @ParameterizedTest
    @ValueSource(strings = {"session", "application-ha"})
    void takesTheExamples(String name) throws Exception {
        // when
        FlinkDeployment example = example(name);

        // then
        assertThat(fault(example)).isEmpty();
        PodSpec written = example(name).getSpec().getJobManager().getPodTemplate().getSpec();
        PodSpec handedOn = jobManager(example);
        assertThat(handedOn.getVolumes()).isEqualTo(written.getVolumes());
        assertThat(handedOn.getInitContainers()).isEqualTo(written.getInitContainers());
        assertThat(handedOn.getSecurityContext()).isEqualTo(written.getSecurityContext());
        Container flink = handedOn.getContainers().get(0);
        assertThat(handedOn.getContainers()).hasSize(1);
        assertThat(flink.getEnv()).isEqualTo(written.getContainers().get(0).getEnv());
        assertThat(flink.getVolumeMounts())
                .isEqualTo(written.getContainers().get(0).getVolumeMounts());
        assertThat(flink.getPorts()).isEqualTo(written.getContainers().get(0).getPorts());
    }

    @Test
    void rejectsAStandbyWithoutHighAvailability() throws Exception {
        // given
        FlinkDeployment session = example("session");

        // when
        session.getSpec().getJobManager().setReplicas(2);

        // then
        assertThat(fault(session)).get().asString().contains("standby JobManagers");
    }

    @Test
    void rejectsLastStateWithoutHighAvailability() throws Exception {
        // given
        FlinkDeployment application = example("application-ha");

        // when
        application.getSpec().getFlinkConfiguration().remove("high-availability.type");

        // then
        assertThat(fault(application)).get().asString().contains("last-state");
    }

    @Test
    void mixesTheListsOfTwoTemplatesByPosition() throws Exception {
        // given
        FlinkDeployment session = example("session");

        // when
        session.getSpec()
                .setPodTemplate(
                        example("application-ha").getSpec().getTaskManager().getPodTemplate());

        // then
        PodSpec mixed = jobManager(session);
        assertThat(mixed.getVolumes()).hasSize(2);
        assertThat(mixed.getVolumes().get(0).getName()).isEqualTo("ckptctl");
        assertThat(mixed.getVolumes().get(0).getEmptyDir()).isNotNull();
        assertThat(mixed.getVolumes().get(0).getPersistentVolumeClaim()).isNotNull();
    }

    private static FlinkDeployment example(String name) throws IOException {
        String manifest = Files.readString(Path.of("..", "kubernetes", name + ".yaml"));
        FlinkDeployment resource =
                YAML.readValue(
                        manifest.replace("flinkVersion: v1_20", "flinkVersion: v1_18"),
                        FlinkDeployment.class);
        resource.getMetadata().setNamespace("flink");
        return resource;
    }

    private static Optional<String> fault(FlinkDeployment resource) {
        return new DefaultValidator(new FlinkConfigManager(new Configuration()))
                .validateDeployment(resource);
    }

    /** Returns the JobManager's pod as the operator hands it to Flink. */
    private static PodSpec jobManager(FlinkDeployment resource) throws Exception {
        Configuration configuration =
                FlinkConfigBuilder.buildFrom(
                        resource.getMetadata().getNamespace(),
                        resource.getMetadata().getName(),
                        resource.getSpec(),
                        new Configuration());
        Path written = Path.of(configuration.get(KubernetesConfigOptions.JOB_MANAGER_POD_TEMPLATE));
        try {
            return YAML.readValue(written.toFile(), Pod.class).getSpec();
        } finally {
            Files.delete(written);
            String another = configuration.get(KubernetesConfigOptions.TASK_MANAGER_POD_TEMPLATE);
            if (another != null) {
                Files.delete(Path.of(another));
            }
        }
    }
}
