// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.model;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import javax.management.MBeanException;
import javax.management.RuntimeMBeanException;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BoundedCallsTest {

    private final BoundedCalls calls = new BoundedCalls();
    private final CountDownLatch never = new CountDownLatch(1);
    private final AtomicInteger hanging = new AtomicInteger();

    @AfterEach
    void end() {
        calls.close();
        calls.close();
    }

    @Test
    void answers() throws CallFailedException {
        assertThat(calls.<Integer>call(60_000, () -> 42)).isEqualTo(42);
    }

    @Test
    void givesUpACallThatHangs() {
        assertThatThrownBy(() -> calls.call(50, this::hang))
                .isInstanceOf(CallFailedException.class)
                .hasMessage("the JobManager did not answer within 50 ms");
    }

    @Test
    void failsAtOnceWhenAllThreadsHang() {
        // a call that times out before its thread runs does not hang
        while (hanging.get() < 6) {
            assertThatThrownBy(() -> calls.call(20, this::hang))
                    .hasMessageContaining("within 20 ms");
        }
        assertThatThrownBy(() -> calls.call(600_000, () -> 1))
                .isInstanceOf(CallFailedException.class)
                .hasMessageContaining("earlier calls still wait");
    }

    @Test
    void failsWhenItIsClosed() {
        calls.close();
        assertThatThrownBy(() -> calls.call(1_000, () -> 1)).hasMessage("this tab is closed");
    }

    @Test
    void reportsWhatTheOtherSideSaid() {
        assertThat(summary(new RuntimeMBeanException(new IllegalStateException("nothing changed"))))
                .isEqualTo("nothing changed");
        assertThat(summary(new MBeanException(new IOException("disk full"))))
                .isEqualTo("IOException: disk full");
        assertThat(summary(new IllegalStateException())).contains("IllegalStateException");
    }

    private String summary(Exception failure) {
        try {
            calls.call(
                    60_000,
                    () -> {
                        throw failure;
                    });
            throw new AssertionError("it answered");
        } catch (CallFailedException e) {
            return e.getMessage();
        }
    }

    /** Hangs as a read of a socket does: no interrupt ends it. */
    private int hang() {
        hanging.incrementAndGet();
        boolean ended = false;
        while (!ended) {
            try {
                never.await();
                ended = true;
            } catch (InterruptedException e) {
                ended = false;
            }
        }
        return 0;
    }

    @AfterEach
    void release() {
        never.countDown();
    }
}
