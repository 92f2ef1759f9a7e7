// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.containers;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Test that the pods that Flink creates from the examples contain the agent, and what it needs. */
class JobManagerPodTest {

    @TempDir Path directory;

    @Test
    void nativeSessionsHaveTheAgentOfTheTemplate() throws Exception {
        // when
        JobManagerPod pod = pod("pod-template.yaml");

        // then
        assertHasTheAgent(pod);
        assertThat(pod.agentEnvironment()).isEmpty();
        assertThat(String.join(" ", pod.flink().getArgs()))
                .contains("kubernetes-jobmanager.sh kubernetes-session");
    }

    @Test
    void theOperatorsSessionsHaveTheAgentAndItsUsers() throws Exception {
        // when
        JobManagerPod pod = pod("session.yaml");

        // then
        assertHasTheAgent(pod);
        assertSecret(pod, "users", "ckptctl-users");
        assertThat(pod.flink().getImage()).isEqualTo("flink:1.20-java17");
    }

    @Test
    void theOperatorsApplicationsHaveTheAgentWithUsersAndTls() throws Exception {
        // when
        JobManagerPod pod = pod("application-ha.yaml");

        // then
        assertHasTheAgent(pod);
        assertSecret(pod, "users", "ckptctl-users");
        assertSecret(pod, "tls", "ckptctl-tls");
        assertThat(pod.deployment().getMetadata().getName()).isEqualTo("orders");
        assertThat(pod.deployment().getSpec().getReplicas()).isEqualTo(2);
        assertThat(String.join(" ", pod.flink().getArgs()))
                .contains("kubernetes-jobmanager.sh kubernetes-application");
        assertThat(pod.volumeAt(pod.flink(), "/flink-data").getPersistentVolumeClaim()).isNotNull();
        for (String path :
                List.of(
                        pod.configuration().get(HighAvailabilityOptions.HA_STORAGE_PATH),
                        pod.configuration().get(CheckpointingOptions.CHECKPOINTS_DIRECTORY),
                        pod.configuration().get(CheckpointingOptions.SAVEPOINT_DIRECTORY))) {
            assertThat(path).startsWith("file:///flink-data/");
        }
    }

    @Test
    void theServiceFindsTheAgentsOfTheApplication() throws Exception {
        // given
        JobManagerPod pod = pod("application-ha.yaml");
        Service service = Manifest.of("service.yaml", Service.class);

        // then
        assertThat(service.getSpec().getClusterIP()).isEqualTo("None");
        assertThat(pod.spec().getMetadata().getLabels())
                .containsAllEntriesOf(service.getSpec().getSelector());
        assertThat(service.getMetadata().getNamespace())
                .isEqualTo(application().getMetadata().getNamespace());
        ServicePort port = service.getSpec().getPorts().get(0);
        assertThat(pod.flink().getPorts())
                .filteredOn(one -> one.getName().equals(port.getTargetPort().getStrVal()))
                .extracting(ContainerPort::getContainerPort)
                .containsExactly(8778)
                .containsExactly(port.getPort());
        String name = service.getMetadata().getName();
        assertThat(pod.agentEnvironment().get("CKPTCTL_JOLOKIA_ALLOWEDHOSTS").split(";"))
                .contains(name, name + "." + service.getMetadata().getNamespace() + ".svc");
    }

    @Test
    void theNetworkPolicyIsForEachPortThatTheJobManagerHas() throws Exception {
        // given
        JobManagerPod pod = pod("application-ha.yaml");
        Map<String, String> labels = pod.spec().getMetadata().getLabels();
        NetworkPolicy policy = Manifest.of("network-policy.yaml", NetworkPolicy.class);

        // then
        assertThat(labels).containsAllEntriesOf(policy.getSpec().getPodSelector().getMatchLabels());
        assertThat(pod.flink().getPorts())
                .extracting(ContainerPort::getContainerPort)
                .containsExactlyInAnyOrder(8778, 8081, 6123, 6124);
        List<NetworkPolicyIngressRule> rules = policy.getSpec().getIngress();
        assertThat(rules).hasSize(3);
        Map<String, String> own = rules.get(0).getFrom().get(0).getPodSelector().getMatchLabels();
        assertThat(labels).containsAllEntriesOf(own);
        assertThat(own).doesNotContainKey("component");
        assertThat(ports(rules.get(0))).containsExactly(6123, 6124, 8081);
        assertThat(ports(rules.get(1))).containsExactly(8081);
        assertThat(ports(rules.get(2))).containsExactly(8778);
        Map<String, String> clients =
                rules.get(2).getFrom().get(0).getPodSelector().getMatchLabels();
        assertThat(labels).doesNotContainKeys(clients.keySet().toArray(new String[0]));
    }

    @Test
    void anImageMayBeMountedInsteadOfCopiedFrom() throws Exception {
        // given
        Pod template = Manifest.of("pod-template.yaml", Pod.class);
        String image = template.getSpec().getInitContainers().get(0).getImage();
        Volume volume = new Volume();
        volume.setName("ckptctl");
        volume.setAdditionalProperty("image", Map.of("reference", image));

        // when
        JobManagerPod pod =
                JobManagerPod.of(
                        new PodBuilder(template)
                                .editSpec()
                                .withInitContainers()
                                .withVolumes(volume)
                                .endSpec()
                                .build(),
                        DocSnippets.flinkOptions(),
                        directory);

        // then
        assertThat(pod.spec().getSpec().getInitContainers()).isEmpty();
        assertThat(pod.volumeAt(pod.flink(), "/opt/ckptctl").getAdditionalProperties())
                .containsEntry("image", Map.of("reference", image));
    }

    @Test
    void aSecondTemplateIsRejected() {
        // given
        FlinkDeployment application = application();
        application
                .getSpec()
                .setPodTemplate(application.getSpec().getTaskManager().getPodTemplate());

        // then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JobManagerPod.of(application, directory));
    }

    private JobManagerPod pod(String file) throws Exception {
        return Example.pod(file, directory);
    }

    private static FlinkDeployment application() {
        return Manifest.of("application-ha.yaml", FlinkDeployment.class);
    }

    private static void assertHasTheAgent(JobManagerPod pod) {
        assertThat(pod.configuration().get(CoreOptions.FLINK_JM_JVM_OPTIONS))
                .isEqualTo("-javaagent:/opt/ckptctl/ckptctl-agent.jar");
        assertThat(pod.volumeAt(pod.agent(), "/opt/ckptctl"))
                .isEqualTo(pod.volumeAt(pod.flink(), "/opt/ckptctl"))
                .extracting(Volume::getEmptyDir)
                .isNotNull();
        assertThat(pod.flink().getEnv())
                .as("with it Flink's scripts would not read the configuration")
                .noneMatch(variable -> variable.getName().equals("FLINK_ENV_JAVA_OPTS_JM"));
    }

    private static void assertSecret(JobManagerPod pod, String directory, String secret) {
        Volume volume = pod.volumeAt(pod.flink(), "/etc/ckptctl/" + directory);
        assertThat(volume.getSecret().getSecretName()).isEqualTo(secret);
        assertThat(volume.getSecret().getDefaultMode()).isEqualTo(0440);
        assertThat(pod.spec().getSpec().getSecurityContext().getFsGroup()).isEqualTo(9999);
    }

    private static List<Integer> ports(NetworkPolicyIngressRule rule) {
        return rule.getPorts().stream()
                .map(NetworkPolicyPort::getPort)
                .map(port -> port.getIntVal())
                .toList();
    }
}
