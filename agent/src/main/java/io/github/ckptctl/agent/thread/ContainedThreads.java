// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.thread;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes every thread of the agent: a daemon, and one whose failure ends with it.
 *
 * <p>What leaves a thread otherwise goes to the JVM's default handler, and that is Flink's: with
 * {@code cluster.uncaught-exception-handling: FAIL} it ends the JobManager ({@code
 * org.apache.flink.runtime.util.ClusterUncaughtExceptionHandler}, 1.18 to 2.3). Here it is counted
 * and logged, whatever it is. Any thread.
 */
public final class ContainedThreads {

    private static final Logger LOG = LoggerFactory.getLogger(ContainedThreads.class);

    private static final AtomicLong FAILURES = new AtomicLong();
    private static volatile String last = "";

    private ContainedThreads() {}

    /** Makes one that is not started yet. */
    public static Thread of(String name, Runnable work) {
        return of(null, name, work);
    }

    /** Makes one of a group, null for that of the caller. */
    public static Thread of(@Nullable ThreadGroup group, String name, Runnable work) {
        Thread thread = new Thread(group, work, name);
        thread.setDaemon(true);
        contain(thread);
        return thread;
    }

    /** Returns what makes threads of one name. */
    public static ThreadFactory named(String name) {
        return work -> of(name, work);
    }

    /**
     * Does to all threads of a group, which the JDK may have made, what is done to those of here.
     */
    public static void containAll(ThreadGroup group) {
        // as many as there may be; some may end meanwhile
        Thread[] threads = new Thread[2 * group.activeCount() + 8];
        int found = group.enumerate(threads);
        for (int i = 0; i < found; i++) {
            contain(threads[i]);
        }
    }

    /** Returns how many threads have failed since this JVM began. */
    public static long failures() {
        return FAILURES.get();
    }

    /** Returns what the last one failed with, empty if none has. */
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
            // no memory left to say so; it is counted
        }
    }
}
