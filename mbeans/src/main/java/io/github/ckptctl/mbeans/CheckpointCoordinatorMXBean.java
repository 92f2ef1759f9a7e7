// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

/**
 * MXBean of the checkpointing of one running job.
 *
 * <p>Exists from the job's start on this JobManager until the job has left it, across task
 * failovers, restarts and rescales. No getter throws, waits for a lock of Flink's, or returns null.
 * May be called from any thread.
 *
 * <p>Composed of six parts, all of them attributes and operations of this one MBean: {@link
 * CheckpointSettingsManagement}, {@link CheckpointSuspensionManagement}, {@link
 * CheckpointTransactionManagement}, {@link CheckpointStatisticsManagement}, {@link
 * CheckpointOperationManagement} and {@link CheckpointPinManagement}.
 *
 * <p><b>Errors.</b> {@link IllegalArgumentException} for a value, {@link IllegalStateException} for
 * the job's state or a stale revision, {@link UnsupportedOperationException} if this Flink or this
 * job does not support the operation. The message contains the requested value, the value found,
 * the limit, and the current value. No change is ever applied partially.
 */
@Description("Checkpointing of one running Flink job")
public interface CheckpointCoordinatorMXBean
        extends CheckpointSettingsManagement,
                CheckpointSuspensionManagement,
                CheckpointTransactionManagement,
                CheckpointStatisticsManagement,
                CheckpointOperationManagement,
                CheckpointPinManagement {

    /** Returns the job's id, 32 hexadecimal digits. */
    @Description("The job's id, 32 hexadecimal digits")
    String getJobId();

    /** Returns the job's exact name. */
    @Description("The job's exact name")
    String getJobName();

    /** Returns Flink's status of the job, for example {@code RUNNING}. */
    @Description("Flink's status of the job, RUNNING for example")
    String getJobStatus();

    /** Returns the names of the capabilities that this Flink and this job allow. */
    @Description("Names of the capabilities that this Flink and this job allow")
    String[] getCapabilities();
}
