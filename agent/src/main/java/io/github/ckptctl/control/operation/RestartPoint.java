// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.operation;

import io.github.ckptctl.control.model.Setting;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import io.github.ckptctl.mbeans.JobEnd;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Description of a checkpoint that a job may be started from, as far as it is known. */
final class RestartPoint {

    private RestartPoint() {}

    /** Returns the checkpoint's id and path. */
    static String place(CompletedCheckpointInfo checkpoint) {
        String path = checkpoint.getExternalPath();
        return checkpoint.getId() + (path.isEmpty() ? ", which has no path" : " at " + path);
    }

    /**
     * Returns the checkpoint's id, its path and the ends of a job that it survives; {@code none}
     * for none.
     */
    static String text(CompletedCheckpointInfo checkpoint) {
        if (checkpoint.getId() == -1) {
            return "none";
        }
        String fate = checkpoint.isDiscarded() ? "is discarded" : survives(checkpoint);
        return place(checkpoint) + "; it " + fate;
    }

    /**
     * Returns the ends of a job that a checkpoint survives and those it does not, {@code survives
     * KILL, …}.
     */
    static String survives(CompletedCheckpointInfo checkpoint) {
        EnumSet<JobEnd> survived = EnumSet.noneOf(JobEnd.class);
        survived.addAll(Arrays.asList(checkpoint.getSurvives()));
        EnumSet<JobEnd> lost = EnumSet.complementOf(survived);
        return survived.isEmpty()
                ? "survives no end of the job or its processes"
                : "survives " + names(survived) + (lost.isEmpty() ? "" : " and not " + names(lost));
    }

    /**
     * Returns why nothing is left of a checkpoint after an orderly stop of the JobManager, and a
     * remedy; empty if it is retained.
     */
    static String whyLost(SettingsService settings, CompletedCheckpointInfo checkpoint) {
        if (checkpoint.survives(JobEnd.SHUTDOWN)) {
            return "";
        }
        String which = "checkpoint " + checkpoint.getId();
        if (checkpoint.isDiscarded()) {
            return which + " has been discarded";
        }
        if (checkpoint.getExternalPath().isEmpty()) {
            return which
                    + " is in the JobManager's memory and has no path: only a savepoint, or a job"
                    + " submitted with execution.checkpointing.storage: filesystem, outlives the"
                    + " JobManager";
        }
        Setting retention = Setting.RETENTION;
        boolean isSettable = settings.whyNotSettable(retention).isEmpty();
        return "Flink deletes "
                + which
                + " when the JobManager is stopped in an orderly manner (SIGTERM), as there is no"
                + " high availability and Retention is "
                + retention.text(settings.current().effective(retention))
                + ": "
                + (isSettable ? "set Retention to RETAIN_ON_CANCELLATION, or " : "")
                + "kill the processes hard (SIGKILL)";
    }

    private static String names(Set<JobEnd> ends) {
        return ends.stream().map(JobEnd::name).collect(Collectors.joining(", "));
    }
}
