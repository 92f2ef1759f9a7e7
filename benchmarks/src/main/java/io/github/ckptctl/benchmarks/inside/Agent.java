// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks.inside;

import io.github.ckptctl.mbeans.CheckpointAgentMXBean;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.CheckpointObjectNames;

import javax.management.JMException;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Set;

/** The agent in this JVM, if it was started with one. */
final class Agent {

    static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

    private static final String JOB_MANAGER =
            "org.apache.flink.runtime.entrypoint.ClusterEntrypoint";
    private static final String STARTED =
            "org.apache.flink.runtime.entrypoint.component.DispatcherResourceManagerComponent";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Agent() {}

    /** Returns whether this JVM was started with the agent. */
    static boolean isHere() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .anyMatch(argument -> argument.startsWith("-javaagent:"));
    }

    /**
     * Makes the agent regard this JVM as a started JobManager, and waits until it is active; does
     * nothing in a JVM that was started without it.
     */
    static void start() throws ReflectiveOperationException, InterruptedException {
        if (isHere()) {
            Class.forName(JOB_MANAGER);
            Class.forName(STARTED);
            awaitBeans(CheckpointObjectNames.agent(), 1);
        }
    }

    /** Returns the MBeans of the jobs, once there are this many. */
    static Set<ObjectName> awaitJobs(int count) throws InterruptedException {
        return awaitBeans(CheckpointObjectNames.coordinators(), count);
    }

    /** Returns a job's MBean as seen by a program in the same JVM. */
    static CheckpointCoordinatorMXBean job(ObjectName name) {
        return JMX.newMXBeanProxy(SERVER, name, CheckpointCoordinatorMXBean.class, true);
    }

    private static Set<ObjectName> awaitBeans(ObjectName pattern, int count)
            throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Set<ObjectName> found = SERVER.queryNames(pattern, null);
        while (found.size() < count) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(found.size() + " of " + count + " " + pattern);
            }
            Thread.sleep(10);
            found = SERVER.queryNames(pattern, null);
        }
        return found;
    }

    /**
     * Fails a benchmark in which a hook has failed: Flink continued with its own behaviour, so
     * Flink without the agent was measured.
     */
    static void requireNoHookErrors() {
        if (isHere() && bean().getHookErrors() != 0) {
            throw new IllegalStateException(
                    bean().getHookErrors()
                            + " hooks failed, the last with "
                            + bean().getLastHookError());
        }
    }

    /**
     * Detaches the agent from this JVM, and returns when nothing references any of it: its classes
     * have been collected, and with them everything that they referenced.
     *
     * @throws IllegalStateException if something still references it
     */
    static void detach() throws JMException, InterruptedException {
        WeakReference<ClassLoader> classes =
                new WeakReference<>(SERVER.getClassLoaderFor(CheckpointObjectNames.agent()));
        bean().detach();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!classes.refersTo(null)) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("something holds on to the agent");
            }
            Thread.sleep(10);
            System.gc();
        }
    }

    private static CheckpointAgentMXBean bean() {
        return JMX.newMXBeanProxy(
                SERVER, CheckpointObjectNames.agent(), CheckpointAgentMXBean.class);
    }
}
