// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import java.util.List;

/** Puts things away: takes every step, even if one before it throws. */
final class Cleanup {

    private Cleanup() {}

    /** Takes all steps in their order, then throws what the first that failed threw. */
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

    /** Takes a step because of a failure, which is what counts if the step fails too. */
    static void after(Throwable failure, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }
}
