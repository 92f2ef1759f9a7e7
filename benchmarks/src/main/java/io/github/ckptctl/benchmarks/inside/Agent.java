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

/** The agent in this JVM, where it was started with one. */
final class Agent {

    static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

    private static final String JOB_MANAGER =
            "org.apache.flink.runtime.entrypoint.ClusterEntrypoint";
    private static final String STARTED =
            "org.apache.flink.runtime.entrypoint.component.DispatcherResourceManagerComponent";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Agent() {}

    /** Tells whether this JVM was started with the agent. */
    static boolean isHere() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .anyMatch(argument -> argument.startsWith("-javaagent:"));
    }

    /**
     * Makes this JVM a JobManager that has started in the agent's eyes and waits until it is at
     * work; does nothing in a JVM that was started without it.
     */
    static void start() throws ReflectiveOperationException, InterruptedException {
        if (isHere()) {
            Class.forName(JOB_MANAGER);
            Class.forName(STARTED);
            awaitBeans(CheckpointObjectNames.agent(), 1);
        }
    }

    /** Returns the beans of jobs, once there are so many. */
    static Set<ObjectName> awaitJobs(int count) throws InterruptedException {
        return awaitBeans(CheckpointObjectNames.coordinators(), count);
    }

    /** Returns a job's bean as a program in the same JVM has it. */
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
     * Fails a benchmark in which a hook has failed: Flink went on with its own behaviour, so what
     * was measured is Flink without the agent.
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
     * Takes the agent out of this JVM, and returns when nothing holds any of it: its classes have
     * been collected, and with them all that they held.
     *
     * @throws IllegalStateException if something holds on to it
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
