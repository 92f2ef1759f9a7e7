// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import java.util.List;

/** Cleanup in several steps, each of which is run even if one before it throws. */
final class Cleanup {

    private Cleanup() {}

    /** Runs all steps in order, then rethrows the first failure. */
    static void run(List<Runnable> steps) {
        RuntimeException failure = null;
        for (Runnable step : steps) {
            try {
                step.run();
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Runs a step because of a failure, which takes precedence if the step fails too. */
    static void after(Throwable failure, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }
}
