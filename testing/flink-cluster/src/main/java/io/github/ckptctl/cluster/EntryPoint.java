// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import java.util.ArrayList;
import java.util.List;

/**
 * Main class of a JobManager, and its first arguments.
 *
 * @param mainClass one of Flink's standalone entry points
 * @param arguments for it alone
 */
record EntryPoint(String mainClass, List<String> arguments) {

    /** Entry point of a JobManager that takes jobs from clients. */
    static final EntryPoint SESSION = new EntryPoint(JobManager.MAIN, List.of());

    private static final String APPLICATION =
            "org.apache.flink.container.entrypoint.StandaloneApplicationClusterEntryPoint";

    /** Returns the entry point of a JobManager that runs the main method of one job. */
    static EntryPoint ofApplication(JobJar job, String jobId, List<String> programArguments) {
        List<String> arguments =
                new ArrayList<>(List.of("--job-classname", job.entryClass(), "--job-id", jobId));
        arguments.addAll(programArguments);
        return new EntryPoint(APPLICATION, List.copyOf(arguments));
    }
}
