// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.instrumentation;

/**
 * Listener that the {@link AgentTransformer} notifies of the progress of a JobManager's start,
 * immediately and possibly more than once, on the thread that loads the type in question.
 */
public interface StartupListener {

    /**
     * Called when this JVM is a JobManager: it has loaded {@code ClusterEntrypoint}, which
     * TaskManagers and clients do not.
     *
     * @param flink the loader of Flink's runtime
     */
    void jobManagerFound(ClassLoader flink);

    /**
     * Called when the REST server of this JVM, if it is a JobManager, listens, or its first job
     * begins. May be called before {@link #jobManagerFound}.
     */
    default void flinkStarted() {}
}
