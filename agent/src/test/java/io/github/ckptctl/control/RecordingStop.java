// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import io.github.ckptctl.control.engine.StopHandle;
import io.github.ckptctl.control.model.StopProgress;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A stop with the outcome that the test sets. */
final class RecordingStop implements StopHandle {

    CompletableFuture<Void> begun = CompletableFuture.completedFuture(null);
    final CompletableFuture<CompletedCheckpointInfo> outcome = new CompletableFuture<>();
    final CompletableFuture<StopProgress> givenUp = new CompletableFuture<>();
    boolean failedOver;
    String why = "";
    Runnable onGiveUp = () -> {};

    @Override
    public CompletableFuture<Void> begun() {
        return begun;
    }

    @Override
    public CompletableFuture<CompletedCheckpointInfo> outcome() {
        return outcome;
    }

    @Override
    public List<String> claimModes() {
        return List.of("NO_CLAIM", "CLAIM");
    }

    @Override
    public String claimModeOption() {
        return "some.claim-mode";
    }

    @Override
    public CompletableFuture<StopProgress> giveUp(String newWhy) {
        why = newWhy;
        onGiveUp.run();
        return givenUp;
    }

    @Override
    public CompletableFuture<Boolean> isFailedOver() {
        return CompletableFuture.completedFuture(failedOver);
    }
}
