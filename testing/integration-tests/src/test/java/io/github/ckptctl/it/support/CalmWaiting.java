// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.support;

import org.awaitility.Awaitility;
import org.awaitility.pollinterval.IterativePollInterval;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

import java.time.Duration;

/**
 * Listener that makes tests poll a condition less often the longer they wait, from ten times a
 * second to twice.
 *
 * <p>A poll of a JobManager takes 13 ms of its processor time and this JVM's together, and a
 * cluster is awaited most of its life. JUnit finds this listener by its service file.
 */
public final class CalmWaiting implements LauncherSessionListener {

    private static final Duration AT_FIRST = Duration.ofMillis(100);
    private static final Duration AT_LAST = Duration.ofMillis(500);

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Awaitility.setDefaultPollInterval(
                IterativePollInterval.iterative(CalmWaiting::longer, AT_FIRST));
    }

    private static Duration longer(Duration before) {
        Duration longer = before.multipliedBy(6).dividedBy(5);
        return longer.compareTo(AT_LAST) < 0 ? longer : AT_LAST;
    }
}
