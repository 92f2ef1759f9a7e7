// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.remote;

/** Names in the contract. */
public final class Names {

    /** The agent's bean. */
    public static final String AGENT = "flink.checkpointing:type=CheckpointAgent";

    /** The beans of all jobs. */
    public static final String JOBS = "flink.checkpointing:type=CheckpointCoordinator,*";

    private Names() {}
}
