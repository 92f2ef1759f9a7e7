// SPDX-License-Identifier: Apache-2.0
// How a job is, in a level and a sentence. The thresholds are those of `ckptctl check`.
import { about, counted, shown, time } from './format.js';

export const WELL = 0;
export const WATCH = 2;
export const TROUBLE = 3;

export const LEVELS = {
  [WELL]: { word: 'well', sign: '●' },
  [WATCH]: { word: 'watch', sign: '◆' },
  [TROUBLE]: { word: 'trouble', sign: '▲' },
};

const isSteady = (status) => ['RUNNING', 'CREATED', 'INITIALIZING', 'FINISHED'].includes(status);

/** Returns the reasons to look at a job, the worst first: level and sentence. */
export function reasons(job) {
  const all = [];
  const add = (level, why) => all.push({ level, why });
  if (!isSteady(job.jobStatus)) {
    add(TROUBLE, `the job is ${job.jobStatus}`);
  }
  const failures = job.consecutiveFailures;
  const tolerated = job.tolerableFailedCheckpoints;
  if (failures > 0) {
    const isLast = tolerated >= 0 && failures >= tolerated;
    add(isLast || failures >= 3 ? TROUBLE : WATCH,
      isLast
        ? `${counted(failures, 'checkpoint')} failed in a row: the next failure restarts the job`
        : `${counted(failures, 'checkpoint')} failed in a row`);
  }
  const left = job.millisToTransactionTimeout;
  if (left >= 0 && left < job.transactionTimeout / 4) {
    add(TROUBLE, left === 0 ? 'the transactions of the sinks may have timed out'
      : `the transactions of the sinks time out in ${about(left)}`);
  }
  const oldest = job.pendingCheckpoints[0];
  if (oldest && job.pendingDeadlineRatio >= 0.8 && oldest.acknowledged < oldest.total) {
    add(failures > 0 || job.pendingDeadlineRatio >= 0.95 ? TROUBLE : WATCH,
      `checkpoint ${oldest.id} has used ${Math.round(job.pendingDeadlineRatio * 100)} % of its time, `
        + `${oldest.acknowledged} of ${oldest.total} acknowledged`);
  }
  if (job.suspension !== 'NONE') {
    add(WATCH, `${job.suspension === 'ALL' ? 'everything is' : 'periodic checkpoints are'} suspended for ${about(job.suspendedMillis)}`);
  } else if (job.notTriggering) {
    add(WATCH, `no checkpoint is triggered: ${shown(job.notTriggering)}`);
  } else if (job.interval > 0) {
    const usual = job.interval + job.timeout;
    if (job.latestCompletedAge > 2 * usual) {
      add(job.latestCompletedAge > 4 * usual ? TROUBLE : WATCH,
        job.latestCompletedId < 0 ? `none has completed in ${about(job.latestCompletedAge)}`
          : `none has completed for ${about(job.latestCompletedAge)}`);
    }
  }
  return all.sort((a, b) => b.level - a.level);
}

const GUARDS = {
  OFF: 'nothing is done before that',
  WARN: 'a line in the log and a notification come before that',
  RESUME: 'a suspension ends before that',
  TRIGGER: 'a checkpoint is triggered before that',
};

/** Returns when the transactions of the sinks time out and what is done about it; empty if their timeout is not known. */
export function transactions(job) {
  const left = job.millisToTransactionTimeout;
  if (!(job.transactionTimeout > 0) || left < 0) {
    return '';
  }
  return left === 0 ? `The oldest transaction of the sinks may have timed out (TransactionGuard ${job.transactionGuard}).`
    : `The oldest transaction of the sinks times out in ${about(left)}; ${GUARDS[job.transactionGuard]} (TransactionGuard ${job.transactionGuard}).`;
}

/** Returns what else one should know of a job. */
export function facts(job) {
  return [
    transactions(job),
    job.rescalePending === 1 && `The adaptive scheduler waits for a checkpoint to rescale the job${job.forcedRescaleAt >= 0 ? `; at ${time(job.forcedRescaleAt)} it does so without one` : ''}.`,
    job.restoredFromId >= 0 && `Restored from checkpoint ${job.restoredFromId} at ${time(job.restoredAt)}; ${job.completedSinceRestore === 0 ? 'none has completed since' : `${job.completedSinceRestore} completed since`}.`,
  ].filter(Boolean);
}

/** Returns the level of a job, and the first reason for it. */
export function verdict(job) {
  const all = reasons(job);
  return all[0] ?? { level: WELL, why: 'checkpoints complete' };
}

/** Compares two jobs with their verdicts: the worst first. */
export function worstFirst(a, b) {
  return b.verdict.level - a.verdict.level
    || b.job.consecutiveFailures - a.job.consecutiveFailures
    || b.job.pendingDeadlineRatio - a.job.pendingDeadlineRatio
    || b.job.overrideActive - a.job.overrideActive
    || a.job.jobName.localeCompare(b.job.jobName)
    || a.job.jobId.localeCompare(b.job.jobId);
}
