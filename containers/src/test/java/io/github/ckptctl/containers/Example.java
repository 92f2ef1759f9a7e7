// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.containers;

import io.fabric8.kubernetes.api.model.Pod;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;

import java.nio.file.Path;

/** The examples for Kubernetes that have a JobManager. */
final class Example {

    private Example() {}

    /** Returns the pod that Flink creates from an example. */
    static JobManagerPod pod(String file, Path directory) throws Exception {
        return file.equals("pod-template.yaml")
                ? JobManagerPod.of(
                        Manifest.of(file, Pod.class), DocSnippets.flinkOptions(), directory)
                : JobManagerPod.of(Manifest.of(file, FlinkDeployment.class), directory);
    }
}
