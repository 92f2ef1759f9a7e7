// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.thread;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Factory of all threads of the agent: each is a daemon, and a failure ends only the thread itself.
 *
 * <p>An exception that leaves a thread otherwise reaches the JVM's default handler, which is
 * Flink's: with {@code cluster.uncaught-exception-handling: FAIL} it ends the JobManager ({@code
 * org.apache.flink.runtime.util.ClusterUncaughtExceptionHandler}, 1.18 to 2.3). Here any exception
 * is counted and logged. Any thread.
 */
public final class ContainedThreads {

    private static final Logger LOG = LoggerFactory.getLogger(ContainedThreads.class);

    private static final AtomicLong FAILURES = new AtomicLong();
    private static volatile String last = "";

    private ContainedThreads() {}

    /** Creates a thread that is not started yet. */
    public static Thread of(String name, Runnable work) {
        return of(null, name, work);
    }

    /** Creates a thread in a group, null for that of the caller. */
    public static Thread of(@Nullable ThreadGroup group, String name, Runnable work) {
        Thread thread = new Thread(group, work, name);
        thread.setDaemon(true);
        contain(thread);
        return thread;
    }

    /** Returns a factory of threads with one name. */
    public static ThreadFactory named(String name) {
        return work -> of(name, work);
    }

    /**
     * Applies the handler of this class's threads to all threads of a group, which the JDK may have
     * created.
     */
    public static void containAll(ThreadGroup group) {
        // room for more threads than expected; some may end meanwhile
        Thread[] threads = new Thread[2 * group.activeCount() + 8];
        int found = group.enumerate(threads);
        for (int i = 0; i < found; i++) {
            contain(threads[i]);
        }
    }

    /** Returns the number of threads that have failed since this JVM started. */
    public static long failures() {
        return FAILURES.get();
    }

    /** Returns the failure of the last one, empty if none has failed. */
    public static String lastFailure() {
        return last;
    }

    private static void contain(Thread thread) {
        thread.setUncaughtExceptionHandler(ContainedThreads::failed);
    }

    private static void failed(Thread thread, Throwable failure) {
        FAILURES.incrementAndGet();
        try {
            last = "thread " + thread.getName() + ": " + failure;
            LOG.error("Thread {} of the agent failed; Flink runs on", thread.getName(), failure);
        } catch (Throwable e) {
            // no memory left to log it; it is counted
        }
    }
}
