// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.remote;

/** Object names in the contract. */
public final class Names {

    /** Bean of the agent. */
    public static final String AGENT = "flink.checkpointing:type=CheckpointAgent";

    /** Beans of all jobs. */
    public static final String JOBS = "flink.checkpointing:type=CheckpointCoordinator,*";

    private Names() {}
}
