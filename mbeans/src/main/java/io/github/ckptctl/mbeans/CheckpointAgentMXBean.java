// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

/** MXBean of the agent itself: its version, its capabilities in this JobManager, and its health. */
@Description("The ckptctl agent in this JobManager: version, capabilities, jobs and health")
public interface CheckpointAgentMXBean {

    /** Returns the agent's version. */
    @Description("The agent's version")
    String getVersion();

    /** Returns Flink's version as reported by Flink, or "unknown". */
    @Description("The version of Flink in this JVM")
    String getFlinkVersion();

    /**
     * Returns whether the agent has found everything that this line of Flink has: all of {@link
     * #getMissingCapabilities()}, if there are any, are absent from the line.
     */
    @Description(
            "Whether the agent has found all that this line of Flink has; what the line does not"
                    + " have at all does not count")
    boolean isFlinkSupported();

    /** Returns {@code PREMAIN} or {@code ATTACH}. */
    @Description("How the agent came into this JVM: PREMAIN at start, ATTACH while it ran")
    String getStartedBy();

    /** Returns the names of the capabilities that this Flink allows. */
    @Description("Names of the capabilities that this Flink allows")
    String[] getCapabilities();

    /**
     * Returns the capabilities that are off, each with the element that was looked for and not
     * found, or with Flink's own equivalent; {@code absent} where this line of Flink has no such
     * feature.
     */
    @Description(
            "Capabilities that are off in this Flink, each with the reason; absent where this line"
                    + " of Flink has no such thing")
    MissingCapability[] getMissingCapabilities();

    /** Returns the jobs that have a bean. */
    @Description("The jobs of this JobManager, with the names of their beans")
    JobEntry[] getJobs();

    /**
     * Returns the number of errors that the code inside Flink's call stacks has caught since the
     * start.
     */
    @Description("Errors caught inside Flink's call stacks since the agent started; 0 when well")
    @Unit("count")
    long getHookErrors();

    /** Returns the last of those errors, or an empty text. */
    @Description("The last error caught inside Flink's call stacks, empty if there was none")
    String getLastHookError();

    /**
     * Returns the number of reads of the jobs' attributes that have failed since the start and
     * returned the default value.
     */
    @Description(
            "Reads of the jobs' attributes that failed since the agent started and were answered"
                    + " with a default value; 0 when well")
    @Unit("count")
    long getReadErrors();

    /** Returns the last of those errors, or an empty text. */
    @Description("The last error of a read, empty if there was none")
    String getLastReadError();

    /** Returns the URL of the HTTP endpoint, or an empty text when it is off. */
    @Description("URL of the HTTP endpoint (Jolokia), empty when it is off")
    String getJolokiaUrl();

    /**
     * Returns the address of the web console, or an empty text when it is off: on Flink's REST
     * port, where it is known once this JobManager has had a job, else on the HTTP endpoint.
     */
    @Description(
            "Address of the web console, empty when it is off: on Flink's REST port, known once this"
                    + " JobManager has had a job, else on the HTTP endpoint")
    String getConsoleUrl();

    /**
     * Returns the other entry points to these beans that are not the agent's own, as far as they
     * can be detected; they do not know the agent's users and roles.
     */
    @Description(
            "Other ways to these beans: remote JMX, Flink's JMX server, another Jolokia; whether"
                    + " each needs a login, and whether changes pass (option jmx.changes)")
    OtherDoor[] getOtherDoors();

    /** Returns where overrides are stored; {@code memory} if they are lost with the JVM. */
    @Description("Where overrides are kept; \"memory\" means until this JVM ends")
    String getPersistenceLocation();

    /**
     * Returns the name of the cluster for which overrides are persisted, followed by its origin in
     * parentheses; empty if they are stored in memory.
     */
    @Description("The cluster that overrides are kept for, and what its name rests on")
    String getPersistenceCluster();

    /**
     * Returns the conflict between this cluster's records and those of another cluster, empty for
     * none.
     */
    @Description(
            "Another cluster that claims the same records, or has taken them over; empty for none")
    String getPersistenceProblem();

    /**
     * Removes the instrumentation, ends every override and unregisters the beans; jobs run on with
     * their submitted settings. Idempotent.
     */
    @Description(
            "Takes the agent out: weaving, overrides and beans go, the jobs run on as submitted")
    @RequiredRole(Role.ADMIN)
    void detach();
}
