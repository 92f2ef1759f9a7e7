// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import io.github.ckptctl.control.change.JobListener;
import io.github.ckptctl.mbeans.RescheduleResult;

import java.util.ArrayList;
import java.util.List;

/** Listener that records its notifications. */
final class RecordingListener implements JobListener {

    final List<String> heard = new ArrayList<>();

    @Override
    public void settingsChanged(long revision, String from, String to) {
        heard.add("settings " + revision + ": " + from + " -> " + to);
    }

    @Override
    public void suspended(String from, String to, String message) {
        heard.add("suspended: " + from + " -> " + to);
    }

    @Override
    public void resumed(String from) {
        heard.add("resumed from " + from);
    }

    @Override
    public void checkpointCompleted(long checkpointId, long durationMillis) {
        heard.add("completed " + checkpointId);
    }

    @Override
    public void checkpointFailed(long checkpointId, String reason) {
        heard.add("failed " + checkpointId + ": " + reason);
    }

    @Override
    public void checkpointRescheduled(RescheduleResult result) {
        heard.add("rescheduled " + result.getId());
    }

    @Override
    public void transactionExpiring(String message, long openedAt, long timesOutAt) {
        heard.add("transaction of " + openedAt + " expires at " + timesOutAt + ": " + message);
    }

    @Override
    public void jobGone() {
        heard.add("gone");
    }
}
