// SPDX-License-Identifier: Apache-2.0
// The settings of a job: by the attribute's name, the name of the field in a request, what it means
// in a few words, and its values if there are few. A test compares this with the agent's list.
export const FIELDS = {
  Timeout: { field: 'checkpointTimeout', means: 'after which a checkpoint expires' },
  SavepointTimeout: { field: 'savepointTimeout', means: 'after which a savepoint expires; 0 is as Timeout' },
  Interval: { field: 'checkpointInterval', means: 'from one periodic trigger to the next' },
  InitialDelay: { field: 'initialDelay', means: 'from the next start or restore to the first trigger' },
  MinPause: { field: 'minPauseBetweenCheckpoints', means: 'least time between two checkpoints' },
  IntervalDuringBacklog: { field: 'checkpointIntervalDuringBacklog', means: 'while a source has a backlog; 0 for none' },
  AlignedTimeout: { field: 'alignedCheckpointTimeout', means: 'until barriers overtake records; 0 for at once' },
  UnalignedEnabled: { field: 'unalignedCheckpoints', means: 'whether barriers may overtake records' },
  TolerableFailedCheckpoints: { field: 'tolerableFailedCheckpoints', means: 'failures in a row that the job survives' },
  Retention: {
    field: 'externalizedCheckpointRetention',
    means: 'what is kept when the job ends',
    values: ['RETAIN_ON_CANCELLATION', 'DELETE_ON_CANCELLATION', 'NO_EXTERNALIZED_CHECKPOINTS'],
  },
  NumRetained: { field: 'numRetainedCheckpoints', means: 'completed checkpoints that Flink retains' },
  MaxConcurrent: { field: 'maxConcurrentCheckpoints', means: 'checkpoints in flight at once' },
  TransactionTimeout: { field: 'transactionTimeout', means: 'of the transactions of the job’s sinks; 0 is unknown' },
  TransactionGuard: {
    field: 'transactionGuard',
    means: 'what is done before they time out',
    values: ['OFF', 'WARN', 'RESUME', 'TRIGGER'],
  },
  AutoExtendAckPercent: { field: 'autoExtendAckPercent', means: 'acknowledged, to get more time at the deadline; 0 is off' },
  AutoExtendBy: { field: 'autoExtendBy', means: 'how much more time it gets' },
  AutoExtendLimit: { field: 'autoExtendLimit', means: 'how often one checkpoint gets it' },
};

/** Returns the attribute's name of a field in a request. */
export function attributeOf(field) {
  return Object.keys(FIELDS).find((name) => FIELDS[name].field === field) ?? field;
}
