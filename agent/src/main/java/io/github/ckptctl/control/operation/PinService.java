// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.operation;

import io.github.ckptctl.control.change.ChangeExecutor;
import io.github.ckptctl.control.change.JobStateReference;
import io.github.ckptctl.control.engine.CheckpointEngine;
import io.github.ckptctl.control.engine.EngineReference;
import io.github.ckptctl.control.engine.PinKeeper;
import io.github.ckptctl.control.model.CallerContext;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.control.model.ChangeOutcome;
import io.github.ckptctl.control.model.JobState;
import io.github.ckptctl.control.model.Pin;
import io.github.ckptctl.control.model.TextSanitizer;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import io.github.ckptctl.mbeans.PinnedCheckpoint;
import io.github.ckptctl.mbeans.Role;
import io.github.ckptctl.mbeans.UnpinOutcome;
import io.github.ckptctl.mbeans.UnpinResult;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Service for the pins of one job's completed checkpoints.
 *
 * <p>The files are kept before the pin is persisted, and a pin is forgotten before its files are
 * let go: a JobManager that dies in between leaves a file too many, never one too few.
 */
public final class PinService {

    private static final String PIN = "pinCheckpoint";
    private static final String UNPIN = "unpinCheckpoint";

    private final EngineReference engine;
    private final JobStateReference state;
    private final ChangeExecutor changes;
    private final Clock clock;

    public PinService(
            EngineReference engine, JobStateReference state, ChangeExecutor changes, Clock clock) {
        this.engine = engine;
        this.state = state;
        this.changes = changes;
        this.clock = clock;
    }

    /** Returns the pinned checkpoints, in the order in which they were pinned. Never waits. */
    public List<PinnedCheckpoint> pinned() {
        return state.pins().stream().map(this::shown).collect(Collectors.toList());
    }

    /** Pins a checkpoint; see the contract's {@code pinCheckpoint}. */
    public PinnedCheckpoint pinCheckpoint(long checkpointId, String reason) {
        String by = CallerContext.current();
        return changes.executeAndPersist(
                PIN,
                "checkpoint " + checkpointId,
                reason,
                () -> {
                    engine.requireCapability(Capability.PINS);
                    Pin known = find(checkpointId);
                    return shown(known == null ? pin(checkpointId, by, reason) : known);
                });
    }

    private Pin pin(long checkpointId, String by, String reason) {
        requireRoom();
        PinKeeper keeper = engine.get().pins();
        CompletedCheckpointInfo kept = keep(keeper, checkpointId);
        Pin known = find(kept.getId());
        if (known != null) {
            return known;
        }
        Pin pin =
                new Pin(
                        kept.getId(),
                        kept.getExternalPath(),
                        kept.getCompletedAt(),
                        kept.getStateSize(),
                        clock.millis(),
                        by,
                        TextSanitizer.of(reason));
        List<Pin> next = new ArrayList<>(state.pins());
        next.add(pin);
        ChangeOutcome outcome;
        try {
            outcome = ChangeOutcome.DONE.with(persist(next, PIN, "", pin.toString(), by, reason));
        } catch (RuntimeException e) {
            keeper.release(pin.checkpointId());
            throw e;
        }
        state.set(next);
        // a new coordinator of the same job may have begun meanwhile
        adopt(engine.get());
        changes.record(PIN, "", pin.toString(), by, reason, outcome);
        return pin;
    }

    private CompletedCheckpointInfo keep(PinKeeper keeper, long checkpointId) {
        try {
            return keeper.keep(checkpointId);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(rejection(e), e);
        } catch (UnsupportedOperationException e) {
            throw new UnsupportedOperationException(rejection(e), e);
        } catch (IllegalStateException e) {
            throw new IllegalStateException(rejection(e), e);
        }
    }

    private String rejection(RuntimeException e) {
        return changes.rejection(String.valueOf(e.getMessage()));
    }

    private void requireRoom() {
        int most = CheckpointCoordinatorMXBean.MAX_PINS;
        List<Pin> pins = state.pins();
        if (pins.size() >= most) {
            throw new IllegalStateException(
                    changes.rejection(
                            pins.size()
                                    + " checkpoints are pinned ("
                                    + ids(pins)
                                    + "), and the limit is "
                                    + most
                                    + "; unpin one of them first"));
        }
    }

    /** Unpins a checkpoint; see the contract's {@code unpinCheckpoint}. */
    public UnpinResult unpinCheckpoint(long checkpointId) {
        String by = CallerContext.current();
        return changes.executeAndPersist(
                UNPIN,
                "checkpoint " + checkpointId,
                "",
                () -> {
                    CallerContext.require(Role.ADMIN, UNPIN);
                    Pin pin = find(checkpointId);
                    if (pin == null) {
                        throw new IllegalArgumentException(
                                changes.rejection(
                                        "checkpoint "
                                                + checkpointId
                                                + " is not pinned; "
                                                + (state.pins().isEmpty()
                                                        ? "none is"
                                                        : "pinned: " + ids(state.pins()))));
                    }
                    return unpin(pin, by);
                });
    }

    private UnpinResult unpin(Pin pin, String by) {
        List<Pin> next = new ArrayList<>(state.pins());
        next.remove(pin);
        String unkept = persist(next, UNPIN, pin.toString(), "", by, "");
        state.set(next);
        UnpinOutcome outcome = engine.get().pins().release(pin.checkpointId());
        String explanation = explanation(pin, outcome);
        changes.record(
                UNPIN, pin.toString(), "", by, "", ChangeOutcome.done(explanation).with(unkept));
        return new UnpinResult(pin.checkpointId(), pin.externalPath(), outcome, explanation);
    }

    private static String explanation(Pin pin, UnpinOutcome outcome) {
        switch (outcome) {
            case RETAINED:
                return "Flink retains it like any other checkpoint, and deletes it in its time";
            case DELETED:
                return "Flink had given it up, and deletes its files now, except for those that other"
                        + " checkpoints need";
            default:
                return "its files stay on storage at "
                        + pin.externalPath()
                        + ": Flink gave it up under an earlier JobManager or has none to delete it"
                        + " with, so which of the shared files others need is not known here";
        }
    }

    private String persist(
            List<Pin> next, String action, String from, String to, String by, String reason) {
        return changes.persist(
                new JobState(state.settings(), state.suspension(), next),
                changes.entry(state.settings(), action, from, to, by, reason, ChangeOutcome.DONE));
    }

    /** Restores the pins of a record; an existing coordinator follows. */
    public void restore(List<Pin> recorded) {
        if (recorded.isEmpty()) {
            return;
        }
        state.set(recorded);
        adopt(engine.get());
        ChangeOutcome outcome = ChangeOutcome.DONE;
        changes.log(
                changes.entry(
                        state.settings(),
                        "recover",
                        "",
                        "pinned checkpoints " + ids(recorded),
                        "ckptctl",
                        "",
                        outcome),
                outcome);
    }

    /** Keeps the files of all pinned checkpoints under a new coordinator; never waits. */
    public void adopt(CheckpointEngine current) {
        Collection<Long> ids =
                state.pins().stream().map(Pin::checkpointId).collect(Collectors.toList());
        if (!ids.isEmpty()) {
            current.pins().adopt(ids);
        }
    }

    /** Records that nothing keeps the files any more. The caller holds the lock of the changes. */
    public void release() {
        List<Pin> pins = state.pins();
        if (pins.isEmpty()) {
            return;
        }
        state.set(List.of());
        changes.record(
                UNPIN,
                places(pins),
                "",
                CallerContext.current(),
                "",
                ChangeOutcome.failed(
                        "without ckptctl nothing keeps the files that these share with other"
                                + " checkpoints: Flink deletes them when it needs them no more"));
    }

    /** Reports what an ended job leaves. */
    public void end() {
        List<Pin> pins = state.pins();
        if (!pins.isEmpty()) {
            changes.record(
                    "end",
                    "",
                    places(pins),
                    "ckptctl",
                    "",
                    ChangeOutcome.done("the files of these pinned checkpoints stay on storage"));
        }
    }

    private @Nullable Pin find(long checkpointId) {
        return state.pins().stream()
                .filter(pin -> pin.checkpointId() == checkpointId)
                .findFirst()
                .orElse(null);
    }

    private PinnedCheckpoint shown(Pin pin) {
        return new PinnedCheckpoint(
                pin.checkpointId(),
                pin.externalPath(),
                pin.completedAt(),
                pin.stateSize(),
                pin.pinnedAt(),
                pin.by(),
                pin.reason(),
                engine.get().pins().isInStore(pin.checkpointId()));
    }

    private static String ids(List<Pin> pins) {
        return pins.stream()
                .map(pin -> Long.toString(pin.checkpointId()))
                .collect(Collectors.joining(", "));
    }

    private static String places(List<Pin> pins) {
        return pins.stream().map(Pin::toString).collect(Collectors.joining(", "));
    }
}
