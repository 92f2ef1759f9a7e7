// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.instrumentation;

/**
 * Hears from the {@link AgentTransformer} how far a JobManager's start is, at once and perhaps more
 * than once, on the thread that loads what tells it.
 */
public interface StartupListener {

    /**
     * This JVM is a JobManager: it has loaded {@code ClusterEntrypoint}, which TaskManagers and
     * clients do not.
     *
     * @param flink the loader of Flink's runtime
     */
    void jobManagerFound(ClassLoader flink);

    /**
     * If it is one, its REST server listens, or its first job begins. May come before {@link
     * #jobManagerFound}.
     */
    default void flinkStarted() {}
}
