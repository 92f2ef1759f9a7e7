// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import java.util.List;

/**
 * Policy on which jobs' tasks are deployed capable of unaligned checkpoints from the start.
 * Immutable.
 */
public final class UnalignedPolicy {

    /** Policy that prepares the tasks of no job until it is requested. */
    public static final UnalignedPolicy ON_REQUEST = new UnalignedPolicy(false, List.of());

    private final boolean ready;
    private final List<String> excluded;

    /**
     * @param ready whether the tasks of all jobs are, and not only of those for which it is
     *     requested
     * @param excluded names of classes or packages that count on alignment: a job that uses one of
     *     them keeps aligned checkpoints, in addition to those that are known
     */
    public UnalignedPolicy(boolean ready, List<String> excluded) {
        this.ready = ready;
        this.excluded = List.copyOf(excluded);
    }

    boolean isReady() {
        return ready;
    }

    List<String> excluded() {
        return excluded;
    }
}
