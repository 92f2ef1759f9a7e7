// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.thread;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CopyOnWriteArrayList;

import static org.assertj.core.api.Assertions.assertThat;

class ContainedThreadsTest {

    private final List<Throwable> heardOutside = new CopyOnWriteArrayList<>();
    private Thread.UncaughtExceptionHandler before;
    private long failuresBefore;

    @BeforeEach
    void listen() {
        before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> heardOutside.add(failure));
        failuresBefore = ContainedThreads.failures();
    }

    @AfterEach
    void restore() {
        Thread.setDefaultUncaughtExceptionHandler(before);
    }

    @Test
    void letsNothingOutAndCounts() throws Exception {
        // given
        List<Throwable> failures =
                List.of(
                        new IllegalStateException("one"),
                        new NoClassDefFoundError("two"),
                        new OutOfMemoryError("three"),
                        new StackOverflowError("four"),
                        new Error("five"));

        // when
        for (Throwable failure : failures) {
            Thread thread = ContainedThreads.named("a name").newThread(() -> sneak(failure));
            assertThat(thread.isDaemon()).isTrue();
            assertThat(thread.getName()).isEqualTo("a name");
            thread.start();
            thread.join();
        }

        // then
        assertThat(heardOutside).isEmpty();
        assertThat(ContainedThreads.failures() - failuresBefore).isEqualTo(failures.size());
        assertThat(ContainedThreads.lastFailure()).contains("a name", "five");
    }

    @Test
    void containsThreadsOfTheJdkToo() throws Exception {
        // given: a timer that a thread of the group has made
        ThreadGroup group = new ThreadGroup("group");
        Timer[] timer = new Timer[1];
        Thread maker = new Thread(group, () -> timer[0] = new Timer("timer", true));
        maker.start();
        maker.join();

        // when
        ContainedThreads.containAll(group);
        Thread[] timers = new Thread[1];
        assertThat(group.enumerate(timers)).isEqualTo(1);
        timer[0].schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        throw new Error("from a timer");
                    }
                },
                0);
        timers[0].join();

        // then
        assertThat(heardOutside).isEmpty();
        assertThat(ContainedThreads.lastFailure()).contains("from a timer");
    }

    @SuppressWarnings("unchecked") // the type of the exception is not checked
    private static <T extends Throwable> void sneak(Throwable failure) throws T {
        throw (T) failure;
    }
}
