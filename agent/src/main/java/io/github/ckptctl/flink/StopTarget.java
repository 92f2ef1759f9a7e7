// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import io.github.ckptctl.control.model.Rejections;
import io.github.ckptctl.control.model.SavepointFormat;
import io.github.ckptctl.control.model.TextSanitizer;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.jspecify.annotations.Nullable;

/** Place and form of the snapshot of a stop. Immutable. */
final class StopTarget {

    /** A string instance of its own: a path creates a new one at each call. */
    private final String directory;

    private final SavepointFormatType format;
    private final boolean isCheckpoint;

    private StopTarget(Path directory, SavepointFormatType format, boolean isCheckpoint) {
        this.directory = directory.toString();
        this.format = format;
        this.isCheckpoint = isCheckpoint;
    }

    /** Returns the job's checkpoint directory, in the state backend's own format. */
    static StopTarget checkpoint(CheckpointCoordinator coordinator, FlinkInternals parts) {
        return new StopTarget(
                parts.checkpointsDirectory.get(coordinator.getCheckpointStorage()),
                SavepointFormatType.NATIVE,
                true);
    }

    /**
     * Returns a savepoint directory.
     *
     * @param directory blank for the one that is configured for the job
     * @throws IllegalArgumentException if it is no path, or empty and none is configured
     */
    static StopTarget savepoint(
            CheckpointCoordinator coordinator,
            FlinkInternals parts,
            String directory,
            SavepointFormat format) {
        return new StopTarget(
                directory.isBlank()
                        ? configured(coordinator, parts)
                        : parsed(coordinator, parts, directory),
                SavepointFormatType.valueOf(format.name()),
                false);
    }

    private static Path configured(CheckpointCoordinator coordinator, FlinkInternals parts) {
        Object storage = coordinator.getCheckpointStorage();
        @Nullable Object directory =
                parts.defaultSavepointDirectory.isMethodOf(storage)
                        ? parts.defaultSavepointDirectory.call(storage)
                        : null;
        if (directory == null) {
            throw refusal(
                    coordinator,
                    parts,
                    "no target directory was given, and none is configured for this job ("
                            + CheckpointingOptions.SAVEPOINT_DIRECTORY.key()
                            + ")");
        }
        return (Path) directory;
    }

    private static Path parsed(
            CheckpointCoordinator coordinator, FlinkInternals parts, String directory) {
        try {
            return new Path(directory);
        } catch (IllegalArgumentException e) {
            throw refusal(
                    coordinator,
                    parts,
                    "target directory '"
                            + TextSanitizer.quoted(directory)
                            + "' is no path: "
                            + TextSanitizer.quoted(String.valueOf(e.getMessage())));
        }
    }

    private static IllegalArgumentException refusal(
            CheckpointCoordinator coordinator, FlinkInternals parts, String why) {
        return new IllegalArgumentException(
                Rejections.nothingChanged(
                        parts.job.get(coordinator).toString(), why + "; the job runs on"));
    }

    /** Returns the directory, always the same string object, which identifies the request. */
    String directory() {
        return directory;
    }

    SavepointFormatType format() {
        return format;
    }

    /** Returns whether it is the job's checkpoint directory, from which nothing is moved away. */
    boolean isCheckpoint() {
        return isCheckpoint;
    }

    /** Returns what a job is stopped with. */
    String kind() {
        return isCheckpoint ? "checkpoint" : "savepoint";
    }
}
