// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.attach;

import java.util.Locale;
import java.util.Set;

/** What a JVM is, by the class that its command line starts. */
public enum JvmKind {
    /** A Flink JobManager, standalone, on YARN or on Kubernetes, session or application. */
    JOB_MANAGER,
    /** Another process of Flink's, in which the agent has nothing to do. */
    OTHER_FLINK,
    /** Anything else; a JobManager may be inside all the same. */
    UNKNOWN;

    /** Simple names in lower case: every entry point of a JobManager is a ClusterEntrypoint. */
    private static final String ENTRY_POINT = "clusterentrypoint";

    private static final Set<String> OTHERS =
            Set.of(
                    "taskmanagerrunner",
                    "kubernetestaskexecutorrunner",
                    "yarntaskexecutorrunner",
                    "historyserver",
                    "clifrontend",
                    "sqlclient",
                    "sqlgateway");

    /**
     * @param displayName what the attach API shows: the class or jar, and its arguments
     */
    static JvmKind of(String displayName) {
        String name = mainClass(displayName);
        if (!name.startsWith("org.apache.flink.")) {
            return UNKNOWN;
        }
        String simple = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (simple.endsWith(ENTRY_POINT)) {
            return JOB_MANAGER;
        }
        return OTHERS.contains(simple) ? OTHER_FLINK : UNKNOWN;
    }

    /** Returns the class or jar without its arguments. */
    static String mainClass(String displayName) {
        return displayName.split(" ", 2)[0];
    }
}
