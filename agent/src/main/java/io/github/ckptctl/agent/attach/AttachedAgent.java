// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.attach;

import io.github.ckptctl.attach.AttachException;
import io.github.ckptctl.attach.AttachedJvm;
import io.github.ckptctl.control.model.TextSanitizer;
import io.github.ckptctl.mbeans.AgentProperties;
import io.github.ckptctl.mbeans.CheckpointAgentMXBean;
import io.github.ckptctl.mbeans.CheckpointObjectNames;
import io.github.ckptctl.mbeans.JobEntry;
import io.github.ckptctl.mbeans.MissingCapability;

import javax.management.JMX;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Agent in another JVM, accessed through its beans. */
final class AttachedAgent implements AutoCloseable {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final AttachedJvm jvm;
    private final JMXConnector connector;
    private final MBeanServerConnection server;

    AttachedAgent(AttachedJvm jvm) throws AttachException, IOException {
        this.jvm = jvm;
        this.connector = jvm.jmx();
        this.server = connector.getMBeanServerConnection();
    }

    boolean isThere() {
        try {
            return server.isRegistered(CheckpointObjectNames.agent());
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns whether its JVM is a JobManager's; also if that is not known. */
    boolean isInJobManager() throws IOException {
        return AttachedJvm.hasJobManager(connector).orElse(true);
    }

    /** Returns whether it has been started, was not aborted and has not left. */
    boolean isStarted() {
        return !property(AgentProperties.VERSION).isEmpty();
    }

    /** Returns the reason why it is missing although it was loaded. */
    String whyNotThere() {
        String reason = property(AgentProperties.FAILURE);
        return "The agent was loaded into JVM "
                + jvm.pid()
                + " and is not at work"
                + (reason.isEmpty()
                        ? "; the output and the log of that JVM say why"
                        : ": " + reason);
    }

    private String property(String name) {
        try {
            return jvm.systemProperty(name).orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    CheckpointAgentMXBean bean() {
        return JMX.newMXBeanProxy(
                server, CheckpointObjectNames.agent(), CheckpointAgentMXBean.class);
    }

    /** Waits until a condition is true, for a maximum time; returns whether it is. */
    static boolean await(Duration atMost, BooleanSupplier condition) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end >= 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
        return true;
    }

    void report(PrintStream out) {
        CheckpointAgentMXBean agent = bean();
        out.println(
                "ckptctl "
                        + agent.getVersion()
                        + " is at work in Flink "
                        + agent.getFlinkVersion()
                        + " ("
                        + agent.getStartedBy()
                        + ")");
        out.println("can: " + String.join(", ", agent.getCapabilities()));
        for (MissingCapability missing : agent.getMissingCapabilities()) {
            out.println("cannot: " + missing.getName() + ", " + missing.getReason());
        }
        String url = agent.getJolokiaUrl();
        out.println(url.isEmpty() ? "HTTP is off; the log says why" : "HTTP: " + url);
        JobEntry[] jobs = agent.getJobs();
        out.println(jobs.length == 0 ? "no jobs" : "jobs: " + jobs.length);
        for (JobEntry job : jobs) {
            out.println("  " + job.getId() + "  " + TextSanitizer.quoted(job.getName()));
        }
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
