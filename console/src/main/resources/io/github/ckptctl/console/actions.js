// SPDX-License-Identifier: Apache-2.0
// What one can do to a job: what it says beforehand, what it sends, and what it says afterwards.
// Every action has the same lines for a shell. `operations` are those of the bean that it stands for;
// a test compares them with the bean's.
import { ckptctl, forText, forTime } from './commands.js';
import { about, counted, duration, time } from './format.js';
import { transactions } from './verdict.js';

const MINUTE = 60_000;

const reason = { name: 'reason', kind: 'text', label: 'Reason', hint: 'for the history' };

const inFlight = (job) => (job.pendingCheckpoints.length === 0
  ? 'Nothing is in flight.'
  : `In flight: ${job.pendingCheckpoints.map((one) => `${one.kind} ${one.id}`).join(', ')}.`);

const restart = (job) => (job.latestCompletedId < 0
  ? 'No checkpoint has completed yet.'
  : `The newest completed checkpoint is ${job.latestCompletedId}, ${about(job.latestCompletedAge)} old.`);

/** Returns what a pause in the checkpoints means for the sinks, if that is known. */
const sinks = (job) => (transactions(job) ? ` ${transactions(job)}` : '');

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

const isOver = (job, one) => !job.pendingCheckpoints.some((other) => other.id === one.id) && `${one.kind} ${one.id} is not in flight any more.`;

/** Returns the subtasks that hold a checkpoint, as far as the diagnosis names them: at most ten, of the oldest in flight. */
export const holders = (one, desk) => (desk.diagnosis?.checkpointId === one.id ? desk.diagnosis.holders : []);

const STOP_FIELDS = [
  { name: 'deadline', kind: 'duration', label: 'Abort the stop after', initial: '1 min', isNeeded: true },
  { name: 'drain', kind: 'check', label: 'Drain: end event time, so that all windows and timers fire. The job is not meant to be started again' },
];

const stopping = (job) => `The job ends and does not start again by itself. ${restart(job)} If the stop is aborted, the job runs on, or fails over to its newest checkpoint.`;

const stopped = (answer) => [`The job has stopped. Start it from ${answer.externalPath}`, `With ${answer.claimModeOption}: ${answer.claimModes.join(' or ')}.`];

export const ACTIONS = {
  suspend: {
    operations: ['suspend', 'suspendFor'],
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
      ? `${inFlight(job)} ${job.pendingCheckpoints.length > 0 ? 'It is aborted. ' : ''}${restart(job)} A restart goes back to it, further every second until you resume.`
      : `${inFlight(job)} ${job.pendingCheckpoints.length > 0 ? 'It goes on. ' : ''}${restart(job)}`) + sinks(job),
    request: (values) => ['suspend', filled({ mode: values.mode, ttl: values.ttl, reason: values.reason })],
    command: (id, values) => ckptctl('suspend', id, '--mode', values.mode.toLowerCase(), ...forTime('--for', values.ttl), ...forText('--reason', values.reason)),
    done: suspended,
  },
  resume: {
    operations: ['resume'],
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
    operations: ['quiesce'],
    label: 'Quiesce…',
    title: 'Quiesce: suspend and wait',
    sentence: 'Suspends periodic checkpoints, then waits until nothing is in flight. Stays suspended.',
    asks: true,
    fields: [{ name: 'wait', kind: 'duration', label: 'Wait at most', initial: '1 min' }],
    now: (job) => `${inFlight(job)} ${restart(job)}${sinks(job)}`,
    request: (values) => ['quiesce', { waitMillis: values.wait }],
    waits: (values) => values.wait,
    command: (id, values) => ckptctl('quiesce', id, ...forTime('--wait', values.wait)),
    done: (answer) => [answer.quiesced ? 'Nothing is in flight any more.' : 'The wait was too short: something is still in flight.', ...suspended(answer)],
  },
  trigger: {
    operations: ['triggerCheckpoint'],
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
    operations: ['rescheduleInFlight'],
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
    operations: ['extendInFlight'],
    label: 'Extend…',
    title: 'Give one checkpoint more time',
    sentence: 'Moves the deadline of one checkpoint in flight.',
    asks: true,
    whyNot: isOver,
    fields: [{ name: 'by', kind: 'duration', label: 'How much later', initial: '10 min', isNeeded: true }],
    now: (job, values, one) => `${one.kind} ${one.id}: ${one.acknowledged} of ${one.total} acknowledged, due to expire at ${time(one.deadline)}. Later checkpoints are not affected.`,
    request: (values, one) => ['extend', { checkpointId: one.id, byMillis: values.by }],
    command: (id, values, one) => ckptctl('extend', id, one.id, forTime('', values.by)[1]),
    done: (answer) => [`Checkpoint ${answer.id} has until ${time(answer.newDeadline)}.`],
  },
  abort: {
    operations: ['abortCheckpoint'],
    label: 'Abort…',
    title: 'Abort one checkpoint',
    sentence: 'Ends one checkpoint or savepoint in flight; it does not count as a failure.',
    asks: true,
    whyNot: isOver,
    isDangerous: () => true,
    confirm: () => 'Abort it',
    now: (job, values, one) => `${one.kind} ${one.id}: ${one.acknowledged} of ${one.total} acknowledged. What it has written so far is lost. ${restart(job)}`,
    request: (values, one) => ['abort', { checkpointId: one.id }],
    command: (id, values, one) => ckptctl('abort', id, one.id, '--yes'),
    done: (answer, one) => [`${one.kind} ${one.id} was aborted.`],
  },
  stacks: {
    operations: ['stacksOfHolders'],
    label: 'Read their stacks',
    title: 'Read the stacks of the holders',
    sentence: 'Shows what their threads are doing. Their TaskManagers stand still for a moment, with a large heap for seconds.',
    request: (values, one) => ['stacks', { checkpointId: one.id }],
    command: (id) => ckptctl('diagnose', id, '--stacks'),
  },
  failHolders: {
    operations: ['failHoldingTasks'],
    label: 'Holders…',
    title: 'What holds this checkpoint',
    sentence: 'Fails the subtasks that hold it, so that their tasks restart: for a subtask that hangs in a call that does not return.',
    asks: true,
    whyNot: isOver,
    fields: [{
      name: 'most', kind: 'count', label: 'Fail at most', hint: 'if more subtasks hold it, nothing is done',
      initial: (one, desk) => String(Math.max(1, holders(one, desk).length)),
    }],
    isDangerous: () => true,
    confirm: () => 'Fail them',
    now: (job, values, one) => `The subtasks that hold ${one.kind} ${one.id} are failed, and all tasks that are connected to them restart from the newest completed checkpoint, `
      + `if the job’s restart strategy allows one more restart. What was processed since is processed again. ${restart(job)}`,
    request: (values, one) => ['fail-holders', { checkpointId: one.id, most: values.most }],
    command: (id, values, one) => ckptctl('fail-holders', id, one.id, '--most', values.most, '--yes'),
    done: (answer) => [
      `Failed: ${answer.tasks.join(', ')}.`,
      answer.restartsFrom.id < 0 ? 'Their tasks restart from the beginning: no checkpoint has completed.'
        : `Their tasks restart from checkpoint ${answer.restartsFrom.id} or a newer one, ${about(answer.age)} old.`,
      answer.note && `${answer.note}.`,
    ],
  },
  pin: {
    operations: ['pinCheckpoint'],
    label: 'Pin the newest…',
    title: 'Pin a checkpoint',
    sentence: 'Keeps the files of a completed checkpoint, whatever Flink would delete, until it is unpinned.',
    asks: true,
    fields: [{ ...reason, hint: 'for the list and the history' }],
    confirm: () => 'Pin it',
    now: (job, values, one) => (one ? `Checkpoint ${one.id} is pinned, if Flink still retains it then.` : `${restart(job)} The newest at that moment is pinned.`)
      + ` Its files use storage until it is unpinned. Pinned so far: ${job.pinnedCount}.`,
    request: (values, one) => ['pin', { ...(one ? { checkpointId: one.id } : {}), ...filled({ reason: values.reason }) }],
    command: (id, values, one) => ckptctl('pin', id, one?.id, ...forText('--reason', values.reason)),
    done: (answer) => [`Checkpoint ${answer.id} is pinned.`, `Path: ${answer.externalPath}`],
  },
  unpin: {
    operations: ['unpinCheckpoint'],
    label: 'Unpin…',
    title: 'Unpin a checkpoint',
    sentence: 'Flink deletes it as if it had never been pinned.',
    asks: true,
    isDangerous: () => true,
    confirm: () => 'Unpin it',
    now: (job, values, one) => (one.inStore ? `Flink still retains checkpoint ${one.id}, and deletes it in its time.`
      : `Newer checkpoints have taken the place of checkpoint ${one.id}: its files are deleted at once, except for those that others need.`)
      + ` It was pinned by ${one.by}${one.reason ? `: ${one.reason}` : ', without a reason'}.`,
    request: (values, one) => ['unpin', { checkpointId: one.id }],
    command: (id, values, one) => ckptctl('unpin', id, one.id, '--yes'),
    done: (answer) => [`Checkpoint ${answer.id}: ${answer.explanation}`],
  },
  unaligned: {
    operations: ['enableUnaligned'],
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
    operations: ['stopWithCheckpoint'],
    label: 'Stop with checkpoint…',
    title: 'Stop the job with a last checkpoint',
    sentence: 'Takes a last checkpoint and ends the job, so that it can be started again without reading a record twice.',
    asks: true,
    fields: STOP_FIELDS,
    isDangerous: () => true,
    confirm: () => 'Stop the job',
    now: stopping,
    request: (values) => ['stop-with-checkpoint', filled({ deadlineMillis: values.deadline, drain: values.drain || '' })],
    waits: (values) => values.deadline,
    command: (id, values) => ckptctl('stop', id, values.drain && '--drain', ...forTime('--deadline', values.deadline)),
    done: stopped,
  },
  stopWithSavepoint: {
    operations: ['stopWithSavepoint'],
    label: 'Stop with savepoint…',
    title: 'Stop the job with a savepoint',
    sentence: 'Takes a savepoint, which can be moved, and ends the job, so that it can be started again without reading a record twice.',
    asks: true,
    fields: [
      { name: 'directory', kind: 'text', label: 'Directory', hint: 'the JobManager and the TaskManagers write below it; empty: the one that is configured for the job' },
      {
        name: 'format',
        kind: 'choice',
        label: 'Format',
        initial: 'CANONICAL',
        options: [
          ['CANONICAL', 'Canonical: the job can be started with another state backend'],
          ['NATIVE', 'Native: the state backend’s own, which is faster'],
        ],
      },
      ...STOP_FIELDS,
    ],
    isDangerous: () => true,
    confirm: () => 'Stop the job',
    now: stopping,
    request: (values) => ['stop-with-savepoint', filled({
      targetDirectory: values.directory.trim(), format: values.format, deadlineMillis: values.deadline, drain: values.drain || '',
    })],
    waits: (values) => values.deadline,
    command: (id, values) => ckptctl('stop', id, '--savepoint', values.directory.trim(), '--format', values.format.toLowerCase(),
      values.drain && '--drain', ...forTime('--deadline', values.deadline)),
    done: stopped,
  },
  resetFailureCount: {
    operations: ['resetFailureCount'],
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
    operations: ['resetSettings'],
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
