// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.containers;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.apache.flink.client.deployment.ClusterDeploymentException;
import org.apache.flink.client.deployment.ClusterSpecification;
import org.apache.flink.client.deployment.application.ApplicationConfiguration;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.DeploymentOptionsInternal;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.kubernetes.KubernetesClusterDescriptor;
import org.apache.flink.kubernetes.configuration.KubernetesConfigOptions;
import org.apache.flink.kubernetes.configuration.KubernetesDeploymentTarget;
import org.apache.flink.kubernetes.kubeclient.FlinkKubeClient;
import org.apache.flink.kubernetes.kubeclient.FlinkKubeClientFactory;
import org.apache.flink.kubernetes.kubeclient.KubernetesJobManagerSpecification;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;
import org.apache.flink.kubernetes.operator.api.spec.FlinkDeploymentSpec;
import org.apache.flink.kubernetes.operator.api.spec.JobSpec;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.ConfigMap;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.client.utils.Serialization;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The JobManager's pod that Flink's own client creates from an example, captured when it would be
 * sent to Kubernetes.
 */
final class JobManagerPod {

    private static final ObjectMapper MODELS = new ObjectMapper(new YAMLFactory());

    private final Deployment deployment;
    private final Configuration configuration;

    private JobManagerPod(Deployment deployment, Configuration configuration) {
        this.deployment = deployment;
        this.configuration = configuration;
    }

    /**
     * Deploys what the operator would for a resource without a common pod template, whose lists it
     * would merge with the JobManager's by position.
     *
     * @param directory for temporary files
     */
    static JobManagerPod of(FlinkDeployment resource, Path directory) throws Exception {
        FlinkDeploymentSpec spec = resource.getSpec();
        if (spec.getPodTemplate() != null) {
            throw new IllegalArgumentException("there are two pod templates for the JobManager");
        }
        Configuration configuration = Configuration.fromMap(spec.getFlinkConfiguration());
        configuration.set(KubernetesConfigOptions.CLUSTER_ID, resource.getMetadata().getName());
        configuration.set(KubernetesConfigOptions.CONTAINER_IMAGE, spec.getImage());
        configuration.set(
                KubernetesConfigOptions.KUBERNETES_SERVICE_ACCOUNT, spec.getServiceAccount());
        configuration.set(
                KubernetesConfigOptions.KUBERNETES_JOBMANAGER_REPLICAS,
                spec.getJobManager().getReplicas());
        PodTemplateSpec template = spec.getJobManager().getPodTemplate();
        Pod pod =
                new PodBuilder()
                        .withMetadata(template.getMetadata())
                        .withSpec(template.getSpec())
                        .build();
        return of(configuration, Optional.ofNullable(spec.getJob()), pod, directory);
    }

    /** Deploys a session natively, with a pod template and further options of Flink. */
    static JobManagerPod of(Pod template, Map<String, String> options, Path directory)
            throws Exception {
        return of(Configuration.fromMap(options), Optional.empty(), template, directory);
    }

    private static JobManagerPod of(
            Configuration configuration, Optional<JobSpec> job, Pod template, Path directory)
            throws Exception {
        Path file = directory.resolve("pod-template.yaml");
        Files.writeString(file, Manifest.yaml(template));
        configuration.set(
                KubernetesConfigOptions.JOB_MANAGER_POD_TEMPLATE, file.toAbsolutePath().toString());
        configuration.set(DeploymentOptionsInternal.CONF_DIR, directory.toString());
        KubernetesJobManagerSpecification made = deployed(configuration, job);
        String flinkConfiguration =
                made.getAccompanyingResources().stream()
                        .filter(ConfigMap.class::isInstance)
                        .map(resource -> ((ConfigMap) resource).getData().get("config.yaml"))
                        .filter(Objects::nonNull)
                        .findAny()
                        .orElseThrow();
        Path conf = Files.createDirectory(directory.resolve("conf"));
        Files.writeString(conf.resolve("config.yaml"), flinkConfiguration);
        return new JobManagerPod(
                read(made.getDeployment(), Deployment.class),
                GlobalConfiguration.loadConfiguration(conf.toString()));
    }

    /** Returns what Flink would have created. */
    private static KubernetesJobManagerSpecification deployed(
            Configuration configuration, Optional<JobSpec> job) throws Exception {
        Outgoing outgoing = new Outgoing();
        ClusterSpecification size =
                new ClusterSpecification.ClusterSpecificationBuilder().createClusterSpecification();
        try (KubernetesClusterDescriptor flink =
                new KubernetesClusterDescriptor(configuration, outgoing, conf -> {})) {
            if (job.isPresent()) {
                configuration.set(
                        DeploymentOptions.TARGET, KubernetesDeploymentTarget.APPLICATION.getName());
                configuration.set(PipelineOptions.JARS, List.of(job.get().getJarURI()));
                flink.deployApplicationCluster(
                        size, new ApplicationConfiguration(new String[0], null));
            } else {
                configuration.set(
                        DeploymentOptions.TARGET, KubernetesDeploymentTarget.SESSION.getName());
                flink.deploySessionCluster(size);
            }
        } catch (ClusterDeploymentException e) {
            if (outgoing.created == null) {
                throw e;
            }
        }
        return outgoing.created;
    }

    /** Reads one of Flink's models, which are relocated Kubernetes models. */
    private static <T> T read(Object model, Class<T> type) {
        try {
            return MODELS.readValue(Serialization.asYaml(model), type);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    Deployment deployment() {
        return deployment;
    }

    /** Returns the configuration that Flink's scripts and the JobManager find in the container. */
    Configuration configuration() {
        return configuration;
    }

    /** Returns the container in which Flink runs. */
    Container flink() {
        return named(spec().getSpec().getContainers(), "flink-main-container");
    }

    /** Returns the container that provides the agent's jar. */
    Container agent() {
        return named(spec().getSpec().getInitContainers(), "ckptctl");
    }

    PodTemplateSpec spec() {
        return deployment.getSpec().getTemplate();
    }

    /** Returns the variables of Flink's container that are intended for the agent. */
    Map<String, String> agentEnvironment() {
        return flink().getEnv().stream()
                .filter(variable -> variable.getName().startsWith("CKPTCTL_"))
                .collect(Collectors.toMap(v -> v.getName(), v -> v.getValue()));
    }

    /** Returns the volume that a container has mounted at a path. */
    Volume volumeAt(Container container, String path) {
        VolumeMount mount =
                container.getVolumeMounts().stream()
                        .filter(one -> one.getMountPath().equals(path))
                        .findAny()
                        .orElseThrow();
        return spec().getSpec().getVolumes().stream()
                .filter(volume -> volume.getName().equals(mount.getName()))
                .findAny()
                .orElseThrow();
    }

    private static Container named(List<Container> containers, String name) {
        return containers.stream()
                .filter(one -> one.getName().equals(name))
                .findAny()
                .orElseThrow();
    }

    /**
     * Client factory that captures what is sent to Kubernetes without sending it; templates are
     * really read.
     */
    private static final class Outgoing extends FlinkKubeClientFactory {

        private KubernetesJobManagerSpecification created;

        @Override
        public FlinkKubeClient fromConfiguration(Configuration configuration, String useCase) {
            FlinkKubeClient client = super.fromConfiguration(configuration, useCase);
            return (FlinkKubeClient)
                    Proxy.newProxyInstance(
                            FlinkKubeClient.class.getClassLoader(),
                            new Class<?>[] {FlinkKubeClient.class},
                            (proxy, method, arguments) -> {
                                switch (method.getName()) {
                                    case "createJobManagerComponent":
                                        created = (KubernetesJobManagerSpecification) arguments[0];
                                        throw new IllegalStateException("there is no Kubernetes");
                                    case "getService":
                                        return Optional.empty();
                                    case "stopAndCleanupCluster":
                                        return null;
                                    case "loadPodFromTemplateFile":
                                    case "close":
                                        return method.invoke(client, arguments);
                                    default:
                                        throw new UnsupportedOperationException(method.getName());
                                }
                            });
        }
    }
}
