// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import io.github.ckptctl.control.engine.PinKeeper;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import io.github.ckptctl.mbeans.UnpinOutcome;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A keeper of pins that records which checkpoints it keeps. */
final class RecordingPins implements PinKeeper {

    final Map<Long, CompletedCheckpointInfo> store = new TreeMap<>();
    final Set<Long> kept = new TreeSet<>();
    UnpinOutcome outcome = UnpinOutcome.RETAINED;

    /** Adds a completed checkpoint to Flink's store. */
    void complete(long id) {
        store.put(
                id,
                new CompletedCheckpointInfo(
                        id,
                        "file:/c/chk-" + id,
                        "Checkpoint",
                        1,
                        2,
                        1,
                        30,
                        30,
                        -1,
                        -1,
                        -1,
                        -1,
                        false));
    }

    @Override
    public CompletedCheckpointInfo keep(long checkpointId) {
        long id =
                checkpointId == NEWEST
                        ? store.keySet().stream().reduce(NEWEST, Math::max)
                        : checkpointId;
        CompletedCheckpointInfo found = store.get(id);
        if (found == null) {
            throw new IllegalArgumentException(
                    "checkpoint "
                            + id
                            + " is none that Flink retains; it retains "
                            + store.keySet());
        }
        kept.add(id);
        return found;
    }

    @Override
    public void adopt(Collection<Long> checkpointIds) {
        kept.addAll(checkpointIds);
    }

    @Override
    public boolean isInStore(long checkpointId) {
        return store.containsKey(checkpointId);
    }

    @Override
    public UnpinOutcome release(long checkpointId) {
        kept.remove(checkpointId);
        return outcome;
    }
}
