// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

import javax.management.ConstructorParameters;

import java.util.Objects;

/** Stacks of the threads of the subtasks that hold a checkpoint in flight. */
public final class HolderStacks extends MBeanValue {

    private final long checkpointId;
    private final int holders;
    private final HolderStack[] stacks;
    private final String note;

    /** Creates the value; texts and arrays must not be null. */
    @ConstructorParameters({"checkpointId", "holders", "stacks", "note"})
    public HolderStacks(long checkpointId, int holders, HolderStack[] stacks, String note) {
        this.checkpointId = checkpointId;
        this.holders = holders;
        this.stacks = stacks.clone();
        this.note = Objects.requireNonNull(note, "note");
    }

    /** Returns the checkpoint's id. */
    public long getCheckpointId() {
        return checkpointId;
    }

    /** Returns how many subtasks hold it. */
    public int getHolders() {
        return holders;
    }

    /** Returns the stacks of at most ten of them, in the order of {@code diagnose()}. */
    public HolderStack[] getStacks() {
        return stacks.clone();
    }

    /** Returns what the answer leaves out, empty if nothing. */
    public String getNote() {
        return note;
    }
}
