// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.attach;

import java.util.Locale;
import java.util.Set;

/** Kind of a JVM, by the class that its command line starts. */
public enum JvmKind {
    /** A Flink JobManager, standalone, on YARN or on Kubernetes, session or application. */
    JOB_MANAGER,
    /** A Flink TaskManager. */
    TASK_MANAGER,
    /** Another process of Flink's that needs no agent. */
    OTHER_FLINK,
    /** Any other JVM; it may still contain a JobManager. */
    UNKNOWN;

    /** Simple names in lower case: every entry point of a JobManager is a ClusterEntrypoint. */
    private static final String ENTRY_POINT = "clusterentrypoint";

    private static final Set<String> TASK_MANAGERS =
            Set.of("taskmanagerrunner", "kubernetestaskexecutorrunner", "yarntaskexecutorrunner");

    private static final Set<String> OTHERS =
            Set.of("historyserver", "clifrontend", "sqlclient", "sqlgateway");

    /**
     * Returns the kind of a JVM.
     *
     * @param mainClass the class or jar it was started with
     */
    static JvmKind of(String mainClass) {
        if (!mainClass.startsWith("org.apache.flink.")) {
            return UNKNOWN;
        }
        String simple =
                mainClass.substring(mainClass.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (simple.endsWith(ENTRY_POINT)) {
            return JOB_MANAGER;
        }
        if (TASK_MANAGERS.contains(simple)) {
            return TASK_MANAGER;
        }
        return OTHERS.contains(simple) ? OTHER_FLINK : UNKNOWN;
    }
}
