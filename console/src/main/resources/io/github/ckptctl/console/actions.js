// SPDX-License-Identifier: Apache-2.0
// What one can do to a job: what it says beforehand, what it sends, and what it says afterwards.
// Every action has the same lines for a shell.
import { ckptctl, forText, forTime } from './commands.js';
import { about, counted, duration, time } from './format.js';

const MINUTE = 60_000;

const reason = { name: 'reason', kind: 'text', label: 'Reason', hint: 'for the history' };

const inFlight = (job) => (job.pendingCheckpoints.length === 0
  ? 'Nothing is in flight.'
  : `In flight: ${job.pendingCheckpoints.map((one) => `${one.kind} ${one.id}`).join(', ')}.`);

const restart = (job) => (job.latestCompletedId < 0
  ? 'No checkpoint has completed yet.'
  : `The newest completed checkpoint is ${job.latestCompletedId}, ${about(job.latestCompletedAge)} old.`);

/** Returns an object without its empty fields. */
const filled = (body) => Object.fromEntries(Object.entries(body).filter(([, value]) => value !== '' && value !== 0));

const suspended = (answer) => [
  answer.suspension === 'NONE' ? 'Nothing is suspended.'
    : `Suspended ${answer.suspension}${answer.resumesAt >= 0 ? `, resumes at ${time(answer.resumesAt)}` : ', until you resume'}.`,
  answer.id < 0 ? 'No checkpoint has completed yet.' : `A restart goes back to checkpoint ${answer.id}.`,
  ...(answer.warnings ?? []).map((warning) => `Warning: ${warning}.`),
];

const deadlines = (results) => (results.length === 0
  ? ['Nothing was in flight.']
  : results.map((one) => `Checkpoint ${one.id}: ${one.outcome}${one.outcome === 'RESCHEDULED' ? `, until ${time(one.newDeadline)}` : ''}.`));

export const ACTIONS = {
  suspend: {
    label: 'Suspend…',
    title: 'Suspend checkpointing',
    sentence: 'Stops periodic checkpoints, or all of them, until you resume or a time is over.',
    asks: true,
    fields: [
      {
        name: 'mode',
        kind: 'choice',
        label: 'What',
        initial: 'PERIODIC',
        options: [
          ['PERIODIC', 'Periodic: none is triggered automatically; what is in flight goes on, savepoints work'],
          ['ALL', 'Everything: nothing can complete any more, savepoints included; what is in flight is aborted'],
        ],
      },
      { name: 'ttl', kind: 'duration', label: 'For', hint: 'then it resumes automatically; empty: until you resume' },
      reason,
    ],
    isDangerous: (values) => values.mode === 'ALL',
    confirm: (values) => (values.mode === 'ALL' ? 'Suspend everything' : 'Suspend'),
    now: (job, values) => (values.mode === 'ALL'
      ? `${inFlight(job)} What is in flight is aborted. ${restart(job)} A restart goes back to it, further every second until you resume.`
      : `${inFlight(job)} It goes on. ${restart(job)}`),
    request: (values) => ['suspend', filled({ mode: values.mode, ttl: values.ttl, reason: values.reason })],
    command: (id, values) => ckptctl('suspend', id, '--mode', values.mode.toLowerCase(), ...forTime('--for', values.ttl), ...forText('--reason', values.reason)),
    done: suspended,
  },
  resume: {
    label: 'Resume',
    title: 'Resume checkpointing',
    sentence: 'Ends a suspension; checkpoints are triggered again.',
    whyNot: (job) => job.suspension === 'NONE' && 'Nothing is suspended.',
    now: () => 'Periodic checkpoints are triggered again as soon as the job’s state allows it.',
    request: () => ['resume', {}],
    command: (id) => ckptctl('resume', id),
    done: suspended,
  },
  quiesce: {
    label: 'Quiesce…',
    title: 'Quiesce: suspend and wait',
    sentence: 'Suspends periodic checkpoints, then waits until nothing is in flight. Stays suspended.',
    asks: true,
    fields: [{ name: 'wait', kind: 'duration', label: 'Wait at most', initial: '1 min' }],
    now: (job) => `${inFlight(job)} ${restart(job)}`,
    request: (values) => ['quiesce', { waitMillis: values.wait }],
    waits: (values) => values.wait,
    command: (id, values) => ckptctl('quiesce', id, ...forTime('--wait', values.wait)),
    done: (answer) => [answer.quiesced ? 'Nothing is in flight any more.' : 'The wait was too short: something is still in flight.', ...suspended(answer)],
  },
  trigger: {
    label: 'Trigger…',
    title: 'Trigger a checkpoint now',
    sentence: 'Takes a checkpoint now, whatever the interval is, and reports when it has completed.',
    asks: true,
    fields: [{
      name: 'type',
      kind: 'choice',
      label: 'Type',
      initial: 'CONFIGURED',
      options: [['CONFIGURED', 'As configured'], ['FULL', 'Full'], ['INCREMENTAL', 'Incremental']],
    }],
    now: (job) => `${inFlight(job)} It is triggered when there is room for it.`,
    request: (values) => ['trigger', { type: values.type }],
    waits: () => 3_600_000,
    command: (id, values) => ckptctl('trigger', id, '--type', values.type.toLowerCase()),
    done: (answer) => [`Checkpoint ${answer.id} completed in ${about(answer.duration)}.`, answer.externalPath && `Path: ${answer.externalPath}`],
  },
  reschedule: {
    label: 'Re-arm all',
    title: 'Re-arm what is in flight',
    sentence: 'Gives the checkpoints in flight the current timeout, from their trigger on.',
    whyNot: (job) => job.pendingCheckpoints.length === 0 && 'Nothing is in flight.',
    // at once, unless a checkpoint would expire by it
    asks: (job, now) => job.pendingCheckpoints.some((one) => one.triggeredAt + job.timeout <= now),
    isDangerous: () => true,
    now: (job) => `${inFlight(job)} Their deadline becomes their trigger time + ${duration(job.timeout)}; one that is past it expires at once.`,
    request: () => ['reschedule', {}],
    command: (id) => ckptctl('reschedule', id),
    done: (answer) => deadlines(answer.inFlight),
  },
  extend: {
    label: 'Extend…',
    title: 'Give one checkpoint more time',
    sentence: 'Moves the deadline of one checkpoint in flight.',
    asks: true,
    fields: [{ name: 'by', kind: 'duration', label: 'How much later', initial: '10 min', isNeeded: true }],
    now: (job, values, one) => `${one.kind} ${one.id}: ${one.acknowledged} of ${one.total} acknowledged, due to expire at ${time(one.deadline)}. Later checkpoints are not affected.`,
    request: (values, one) => ['extend', { checkpointId: one.id, byMillis: values.by }],
    command: (id, values, one) => ckptctl('extend', id, one.id, forTime('', values.by)[1]),
    done: (answer) => [`Checkpoint ${answer.id} has until ${time(answer.newDeadline)}.`],
  },
  abort: {
    label: 'Abort…',
    title: 'Abort one checkpoint',
    sentence: 'Ends one checkpoint or savepoint in flight; it does not count as a failure.',
    asks: true,
    isDangerous: () => true,
    confirm: () => 'Abort it',
    now: (job, values, one) => `${one.kind} ${one.id}: ${one.acknowledged} of ${one.total} acknowledged. What it has written so far is lost. ${restart(job)}`,
    request: (values, one) => ['abort', { checkpointId: one.id }],
    command: (id, values, one) => ckptctl('abort', id, one.id, '--yes'),
    done: (answer, one) => [`${one.kind} ${one.id} was aborted.`],
  },
  unaligned: {
    label: 'Unaligned…',
    title: 'Make checkpoints unaligned',
    sentence: 'Barriers overtake the records in flight from the next checkpoint on: for a job under back-pressure.',
    asks: true,
    fields: [
      { name: 'restart', kind: 'check', label: 'Restart the tasks if they are not capable of it' },
      reason,
    ],
    isDangerous: (values) => values.restart,
    confirm: (values) => (values.restart ? 'Make unaligned, restart if needed' : 'Make unaligned'),
    now: (job, values) => `The tasks are capable: ${job.unalignedCapable}${job.unalignedCapableReason ? ` (${job.unalignedCapableReason})` : ''}.`
      + (values.restart ? ` A restart processes again what was processed since the newest completed checkpoint. ${restart(job)}` : ''),
    request: (values) => ['unaligned', filled({ allowRestart: values.restart || '', reason: values.reason })],
    waits: () => 5 * MINUTE,
    command: (id, values) => ckptctl('unaligned', id, values.restart && '--allow-restart', ...forText('--reason', values.reason)),
    done: (answer) => [answer.restarted ? `The tasks were restarted from checkpoint ${answer.checkpointId}, ${about(answer.age)} old.` : 'No task was restarted.', answer.reason],
  },
  stop: {
    label: 'Stop with checkpoint…',
    title: 'Stop the job with a last checkpoint',
    sentence: 'Takes a last checkpoint and ends the job, so that it can be started again without reading a record twice.',
    asks: true,
    fields: [
      { name: 'deadline', kind: 'duration', label: 'Give up after', initial: '1 min', isNeeded: true },
      { name: 'drain', kind: 'check', label: 'Drain: end event time, so that all windows and timers fire. The job is not meant to be started again' },
    ],
    isDangerous: () => true,
    confirm: () => 'Stop the job',
    now: (job) => `The job ends and does not start again by itself. ${restart(job)} If the stop is given up, the job runs on, or fails over to its newest checkpoint.`,
    request: (values) => ['stop-with-checkpoint', filled({ deadlineMillis: values.deadline, drain: values.drain || '' })],
    waits: (values) => values.deadline,
    command: (id, values) => ckptctl('stop', id, values.drain && '--drain', ...forTime('--deadline', values.deadline)),
    done: (answer) => [`The job has stopped. Start it from ${answer.externalPath}`, `With ${answer.claimModeOption}: ${answer.claimModes.join(' or ')}.`],
  },
  resetFailureCount: {
    label: 'Reset failure count',
    title: 'Reset the count of failures in a row',
    sentence: 'The count starts again at zero, so the job survives as many failures as it tolerates from now on.',
    whyNot: (job) => job.consecutiveFailures === 0 && 'The count is zero.',
    now: (job) => `${counted(job.consecutiveFailures, 'checkpoint')} failed in a row.`,
    request: () => ['reset-failure-count', {}],
    command: (id) => ckptctl('reset', id, '--failure-count'),
    done: () => ['The count of failures in a row is zero.'],
  },
  reset: {
    label: 'Reset settings…',
    title: 'Back to the submitted settings',
    sentence: 'Forgets every setting that was changed here.',
    asks: true,
    isDangerous: () => true,
    confirm: () => 'Reset',
    whyNot: (job) => job.overrideActive === 0 && 'Nothing is changed.',
    now: (job) => `These end: ${job.settings.filter((one) => one.origin === 'OVERRIDE').map((one) => one.name).join(', ') || 'none'}. Checkpoints in flight keep their deadlines.`,
    request: () => ['reset', {}],
    command: (id) => ckptctl('reset', id),
    done: (answer) => [`The submitted settings are in force again, revision ${answer.revision}.`],
  },
};
