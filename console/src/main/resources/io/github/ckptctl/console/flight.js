// SPDX-License-Identifier: Apache-2.0
// What is in flight: a bar to each deadline, and where every subtask is.
import { html, useRef } from './view.js';
import { jobPath, read } from './api.js';
import { ACTIONS } from './actions.js';
import { ActionButton, perform } from './act.js';
import { about, shown, time } from './format.js';
import { Holders } from './holders.js';
import { usePolled } from './live.js';
import { Bar, Card } from './ui.js';

/** The phases of a subtask, by the letters of the agent's answer. */
export const PHASES = {
  W: { name: 'waits', means: 'waits for the tasks before it', mark: '·' },
  B: { name: 'barrier', means: 'its barrier is behind records that are not processed yet', mark: 'B' },
  A: { name: 'aligning', means: 'some of its inputs’ barriers have not come yet', mark: 'A' },
  S: { name: 'sync', means: 'the synchronous part of its snapshot: the task stands still', mark: 'S' },
  U: { name: 'async', means: 'the asynchronous part of its snapshot, mostly the upload', mark: 'U' },
  '?': { name: 'unknown', means: 'its barrier is on the way, it aligns, or it takes its snapshot', mark: '?' },
  K: { name: 'acknowledged', means: 'it has acknowledged', mark: '✓' },
};

/** From the best to the worst, for a cell that stands for several subtasks. */
const ORDER = 'KUSAB?W';
const MOST_CELLS = 120;
const MINUTE = 60_000;

const CLASS = { '?': 'unknown' };

/** Returns the cells of a strip: at most so many, each with the worst phase of its subtasks. */
export function cells(phases, most = MOST_CELLS) {
  const size = Math.max(1, Math.ceil(phases.length / most));
  const all = [];
  for (let i = 0; i < phases.length; i += size) {
    const part = phases.slice(i, i + size);
    const worst = [...part].reduce((a, b) => (ORDER.indexOf(b) > ORDER.indexOf(a) ? b : a));
    all.push({ phase: worst, from: i, to: i + part.length - 1 });
  }
  return all;
}

export function InFlight({ job, desk, chosen, choose }) {
  const pending = job.pendingCheckpoints;
  const ids = pending.map((one) => one.id);
  const id = chosen ?? ids[0] ?? null;
  const isPending = ids.includes(id);
  const last = useRef();
  // a new key when the checkpoint ends reads its end once more
  const details = usePolled(id === null ? '' : `${job.jobId}/${id}/${isPending}`,
    () => read(jobPath(job.jobId, `details/${id}`)), () => (isPending ? 2_000 : 3_600_000));
  if (details.data) {
    last.current = details.data;
  }
  const shownDetails = details.data ?? last.current;

  return html`<${Card} title="In flight" id="in-flight" aside=${html`<${ActionButton} name="reschedule" job=${job} desk=${desk} />`}>
    <div class="flights">
      ${pending.length === 0 && html`<p class="quiet">${nothing(job, desk.now)}</p>`}
      ${pending.map((one) => html`<${Flight} key=${one.id} one=${one} job=${job} desk=${desk} />`)}
    </div>
    <${Strips} details=${shownDetails} back=${chosen === null ? null : () => choose(null)} />
  </${Card}>`;
}

function nothing(job, now) {
  if (job.suspension !== 'NONE') {
    return `Nothing is in flight: ${job.suspension === 'ALL' ? 'everything is' : 'periodic checkpoints are'} suspended.`;
  }
  if (job.notTriggering) {
    return `Nothing is in flight, and none comes: ${shown(job.notTriggering)}.`;
  }
  return job.nextTriggerAt >= 0
    ? `Nothing is in flight. The next checkpoint is due ${job.nextTriggerAt > now ? `in ${about(job.nextTriggerAt - now)}` : 'now'}.`
    : 'Nothing is in flight.';
}

function Flight({ one, job, desk }) {
  const allowed = Math.max(1, one.deadline - one.triggeredAt);
  const age = Math.max(0, desk.now - one.triggeredAt);
  const left = one.deadline - desk.now;
  const ratio = age / allowed;
  const extend = (by) => perform({
    jobId: job.jobId, action: ACTIONS.extend, values: { by }, subject: one, tell: desk.tell, refresh: desk.refresh,
  });
  const expires = left > 0 ? `expires in ${about(left)}` : 'is past its deadline';
  return html`<div class="flight">
    <p class="flight-head"><strong>${shown(one.kind)} ${one.id}</strong>
      <span>${about(age)} of ${about(allowed)}</span>
      <span class=${ratio >= 0.8 ? 'urgent' : ''}>${expires}, at ${time(one.deadline)}</span>
      ${one.extensions > 0 && html`<span class="tag">extended ${one.extensions} ×</span>`}</p>
    <${Bar} value=${ratio} kind=${ratio >= 0.8 ? 'late' : ''} label=${`Time of checkpoint ${one.id}`} text=${`${about(age)} of ${about(allowed)}, ${expires}`} />
    <p class="flight-head"><span>${one.acknowledged} of ${one.total} subtasks acknowledged</span></p>
    <${Bar} value=${one.total > 0 ? one.acknowledged / one.total : 0} kind="acked" label=${`Acknowledgements of checkpoint ${one.id}`} text=${`${one.acknowledged} of ${one.total}`} />
    <div class="flight-buttons">
      ${!desk.whyNot && [[MINUTE, '+1 min'], [10 * MINUTE, '+10 min'], [60 * MINUTE, '+1 h']].map(([by, label]) => html`<button type="button"
        class="small" onClick=${() => extend(by)} aria-label=${`Give checkpoint ${one.id} ${label.slice(1)} more`}>${label}</button>`)}
      <${ActionButton} name="extend" job=${job} desk=${desk} subject=${one} className="small" />
      <${ActionButton} name="failHolders" job=${job} desk=${desk} subject=${one} more=${Holders} className="small" />
      <${ActionButton} name="abort" job=${job} desk=${desk} subject=${one} className="small" />
    </div>
  </div>`;
}

function Strips({ details, back }) {
  if (!details) {
    return html`<div class="strips"><p class="muted">Where each subtask is shows here, once there is a checkpoint.</p></div>`;
  }
  const state = { IN_PROGRESS: 'in flight', COMPLETED: `completed in ${about(details.duration)}`, FAILED: `failed after ${about(details.duration)}` };
  return html`<div class="strips">
    <h3>Checkpoint ${details.id}, task by task <span class="muted">${state[details.status] ?? details.status}</span>
      ${back && html` <button type="button" class="small" onClick=${back}>Back to what is in flight</button>`}</h3>
    ${details.failure && html`<p class="muted">${shown(details.failure)}</p>`}
    ${details.tasks.map((task) => html`<${Strip} key=${task.vertexId} task=${task} />`)}
    <p class="legend" aria-hidden="true">${Object.entries(PHASES).map(([letter, phase]) => html`<span title=${phase.means}><i
      class=${`cell phase-${CLASS[letter] ?? letter}`}>${phase.mark}</i> ${phase.name}</span>`)}</p>
  </div>`;
}

function Strip({ task }) {
  const phases = task.phases ?? '';
  const all = cells(phases);
  const counts = Object.keys(PHASES).filter((letter) => letter !== 'K' && phases.includes(letter))
    .map((letter) => `${phases.split(letter).length - 1} ${PHASES[letter].name}`);
  const slowest = [['start delay', 'startDelay'], ['alignment', 'alignment'], ['sync', 'sync'], ['async', 'async']]
    .filter(([, field]) => task[field] > 0)
    .sort((a, b) => task[b[1]] - task[a[1]])[0];
  const words = [
    `${task.acknowledged} of ${task.total}`,
    ...counts,
    task.missing && `missing: ${task.missing}`,
    slowest && `slowest: subtask ${task[`${slowest[1]}Subtask`]}, ${slowest[0]} ${about(task[slowest[1]])}`,
  ].filter(Boolean);
  return html`<div class="strip">
    <p class="strip-head"><span class="strip-name">${shown(task.task)}</span> <span class="muted">${words.join(' · ')}</span></p>
    <div class="cells" aria-hidden="true">${all.map((cell) => html`<i class=${`cell phase-${CLASS[cell.phase] ?? cell.phase}`}
      title=${`subtask ${cell.from === cell.to ? cell.from : `${cell.from} to ${cell.to}`}: ${PHASES[cell.phase]?.means ?? ''}`}
      >${all.length <= 32 ? PHASES[cell.phase]?.mark : ''}</i>`)}</div>
  </div>`;
}
