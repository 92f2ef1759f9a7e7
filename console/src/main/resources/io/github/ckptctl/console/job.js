// SPDX-License-Identifier: Apache-2.0
// One job, live: one small request a second, and the rest when it has changed.
import { html, useEffect, useRef, useState } from './view.js';
import { Act, ActionDialog } from './act.js';
import { isJobGone, jobPath, read } from './api.js';
import { Connection } from './connection.js';
import { Diagnosis } from './diagnosis.js';
import { InFlight } from './flight.js';
import { about, bytes, counted, isDone, shown, time } from './format.js';
import { usePolled } from './live.js';
import { Pins } from './pins.js';
import { readOneByOne, Recent, remember } from './recent.js';
import { Settings } from './settings.js';
import { Card, CopyLine, Level } from './ui.js';
import { facts, LEVELS, reasons, verdict, WELL } from './verdict.js';

const RARELY = 3_600_000;

/** Returns how much the JobManager's clock is ahead of this machine's, as far as the answer shows it. */
export function clockOffset(status, at) {
  const oldest = status.pendingCheckpoints[0];
  if (oldest && status.oldestPendingAge >= 0) {
    return oldest.triggeredAt + status.oldestPendingAge - at;
  }
  const latest = status.latestCompletedCheckpoint;
  if (latest?.id >= 0 && status.latestCompletedAge >= 0) {
    return latest.completedAt + status.latestCompletedAge - at;
  }
  return status.suspendedSince >= 0 ? status.suspendedSince + status.suspendedMillis - at : 0;
}

/** Returns a checkpoint in flight or a pinned one as it is now; as it was if it is neither any more. */
const current = (job, subject) => subject
  && ([...job.pendingCheckpoints, ...job.pinnedCheckpoints].find((one) => one.id === subject.id) ?? subject);

export function Job({ id, info, tell }) {
  const live = usePolled(id, () => read(jobPath(id, 'status')), () => 1_000);
  const known = useRef();
  if (live.data) {
    known.current = live.data;
  }
  const job = live.data;
  const isGone = isJobGone(live.error);

  // what changes seldom is read when the status shows that it has
  const ended = job ? `${job.completedCount}/${job.failedCount}/${job.inProgressCount}` : '';
  const changed = job ? `${job.revision}/${job.suspension}/${job.suspendedSince}/${job.extendedCount}/${job.rescheduledCount}/${job.settingsChangedCount}` : '';
  const seen = useRef({ id, map: new Map(), forgotten: new Set() });
  if (seen.current.id !== id) {
    seen.current = { id, map: new Map(), forgotten: new Set() };
  }
  const recent = usePolled(job && `${id}/recent`, () => (info.endpoint ? readOneByOne(known.current, seen.current) : read(`../jobs/${id}/checkpoints`)), () => 4_000);
  const history = usePolled(job && `${id}/history`, () => read(jobPath(id, 'history')), () => 10_000);
  const isAsked = job && (job.pendingCount > 0 || job.failedCount > 0 || job.notTriggering);
  const diagnosis = usePolled(isAsked ? `${id}/diagnosis` : '', () => read(jobPath(id, 'diagnosis')), () => (known.current?.pendingCount > 0 ? 3_000 : 15_000));
  const safe = usePolled(job && `${id}/safe/${job.suspension}`, () => read(jobPath(id, 'safe-to-kill')), () => RARELY);
  useEffect(() => {
    if (ended) {
      recent.refresh();
    }
  }, [ended]);
  useEffect(() => {
    if (changed) {
      history.refresh();
    }
  }, [changed]);

  const checkpoints = remember(seen.current.map, recent.data?.history ?? []);

  const [chosen, setChosen] = useState(null);
  const [proposal, setProposal] = useState(null);
  const [asked, setAsked] = useState(null);
  useEffect(() => {
    setChosen(null);
    setProposal(null);
    setAsked(null);
    known.current = undefined;
  }, [id]);

  useEffect(() => {
    document.title = job ? `${shown(job.jobName)}: ${verdict(job).level === WELL ? '' : '▲ '}checkpoints` : 'Checkpoints';
  }, [job?.jobName, job && verdict(job).level]);

  if (isGone) {
    return html`<${Gone} id=${id} info=${info} known=${known.current} error=${live.error} refresh=${live.refresh} />`;
  }
  if (!job) {
    return html`<main><${Connection} live=${live} /><p><a href="#/">← All jobs</a></p><h1 tabindex="-1">Job ${id}</h1><p class="muted">${live.error ? '' : 'Reading…'}</p></main>`;
  }
  const desk = {
    now: live.at + clockOffset(job, live.at),
    diagnosis: diagnosis.data,
    ask: setAsked,
    tell,
    refresh: () => {
      live.refresh();
      history.refresh();
    },
    readOnly: !info.changes,
    may: (route) => !info.allowed || info.allowed.includes(route),
    whyNot: !info.changes ? (info.endpoint ? `Read only: ${shown(info.caller)} is a ${info.role} here, and may change nothing.`
      : 'Read only: this JobManager allows no changes on its REST port (rest.changes=false).')
      : live.error ? 'Not live: there is no connection now.' : '',
  };
  const changes = history.data?.history ?? [];
  return html`<main class="job">
    <${Connection} live=${live} />
    <${Head} job=${job} info=${info} />
    <div class="columns">
      <div class="column">
        <${InFlight} job=${job} desk=${desk} chosen=${chosen} choose=${setChosen} />
        <${Diagnosis} job=${job} diagnosis=${diagnosis.data ?? (isAsked ? null : { sentences: ['Nothing is in flight, and none has failed.'], advice: [] })} desk=${desk}
          propose=${(texts) => setProposal({ texts, reason: '' })} />
        <${Recent} job=${job} checkpoints=${checkpoints} history=${changes} chosen=${chosen} choose=${setChosen} desk=${desk} />
        <${History} changes=${changes} />
      </div>
      <div class="column">
        <${Act} job=${job} desk=${desk} />
        <${Restart} job=${job} safe=${safe} />
        <${Pins} job=${job} desk=${desk} />
        <${Settings} job=${job} history=${changes} desk=${desk} proposal=${proposal} />
      </div>
    </div>
    ${asked && html`<${ActionDialog} action=${asked.action} job=${job} desk=${desk} subject=${current(job, asked.subject)} more=${asked.more} onClose=${() => setAsked(null)} />`}
  </main>`;
}

function Head({ job, info }) {
  const { level, why } = verdict(job);
  const more = reasons(job).slice(1);
  return html`<div class="job-head">
    <p class="crumb"><a href="#/">← All jobs</a> ${!info.endpoint && html`<a href=${`../#/job/running/${job.jobId}/checkpoints`}>In Flink’s Web UI</a>`}</p>
    <h1 tabindex="-1">${shown(job.jobName)}</h1>
    <p class="muted ids">${job.jobId} · ${job.jobStatus} · ${counted(job.completedCount, 'checkpoint')} completed, ${job.failedCount} failed</p>
    <span class="unseen" role="status">${LEVELS[level].word}</span>
    <div class="verdict-place">
      <div class="verdict-line"><${Level} level=${level} /> <span>${why}${more.map((one) => `; ${one.why}`)}.</span></div>
      <p class="facts">${facts(job).join(' ')}</p>
    </div>
    ${job.persistenceProblem && html`<p class="notice">${shown(job.persistenceProblem)}</p>`}
  </div>`;
}

const ENDS = {
  KILL: 'the processes are killed',
  SHUTDOWN: 'the JobManager is stopped (SIGTERM)',
  CANCEL: 'the job is cancelled',
  FAILURE: 'the job fails',
  FINISH: 'the job finishes',
};

function Restart({ job, safe }) {
  const latest = job.latestCompletedCheckpoint;
  const answer = safe.data;
  const survives = (latest.survives ?? []).map((end) => ENDS[end] ?? end);
  return html`<${Card} title="Where a restart goes back to" id="restart">
    ${latest.id < 0 ? html`<p>No checkpoint has completed yet: a restart begins where the job began.</p>` : html`
      <p><strong>Checkpoint ${latest.id}</strong>, ${about(job.latestCompletedAge)} ago (${time(latest.completedAt)}), took ${about(latest.duration)}, ${bytes(latest.stateSize)}.</p>
      ${latest.externalPath && html`<${CopyLine} label="path" text=${shown(latest.externalPath)} name="path of the newest checkpoint" />`}
      <p>${survives.length > 0 ? `The job can still be started from it after: ${survives.join(', ')}.` : 'It survives no end of the job or its processes.'}</p>`}
    <div class="safe"><button type="button" onClick=${safe.refresh}>May the processes be killed now?</button>
      <p role="status">${safe.error ? html`<span class="fault">${shown(safe.error.message)}</span>` : answer
        ? html`<strong>${answer.safe ? '✓ Yes' : '✕ No'}</strong>, as of ${time(safe.at)}: ${shown(answer.reason)}` : 'Asking…'}</p></div>
  </${Card}>`;
}

function History({ changes }) {
  const [isAll, setAll] = useState(false);
  const newest = [...changes].reverse();
  const list = isAll ? newest : newest.slice(0, 20);
  return html`<${Card} title="Changes" id="history">
    ${newest.length === 0 ? html`<p class="muted">No change so far.</p>` : html`<div class="scroll history" tabindex="0" role="region" aria-label="Changes, scrolls"><table>
      <thead><tr><th scope="col">When</th><th scope="col">What</th><th scope="col">By</th></tr></thead>
      <tbody>${list.map((entry) => html`<tr>
        <td class="when">${time(entry.at)}</td>
        <td><strong>${shown(entry.action)}</strong> ${entry.from ? `${shown(entry.from)} → ` : ''}${shown(entry.to)}${entry.reason ? html` <em>${shown(entry.reason)}</em>` : ''}
          ${isDone(entry) ? html` <span class="muted">${shown(entry.outcome.replace(/^DONE(: )?/, ''))}</span>` : html` <span class="fault">✕ ${shown(entry.outcome)}</span>`}</td>
        <td>${shown(entry.by)}</td></tr>`)}</tbody></table></div>`}
    ${newest.length > 20 && html`<button type="button" class="small" aria-pressed=${isAll ? 'true' : 'false'} onClick=${() => setAll(!isAll)}>${isAll ? 'Show the newest' : `Show all ${newest.length}`}</button>`}
  </${Card}>`;
}

/** A job that has ended, or that no JobManager here has. */
function Gone({ id, info, known, error, refresh }) {
  const [state, setState] = useState('');
  useEffect(() => {
    document.title = 'Checkpoints: the job is gone';
    if (info.endpoint) {
      return;
    }
    read(`../jobs/${id}`).then((job) => setState(job.state), () => setState(''));
  }, [id]);
  const latest = known?.latestCompletedCheckpoint;
  return html`<main><p><a href="#/">← All jobs</a></p>
    <h1 tabindex="-1">${known ? shown(known.jobName) : `Job ${id}`}</h1>
    <p class="notice" role="alert"><strong>${state ? `This job has ended: ${state}.` : known ? 'This job is not here any more.' : `This job is not here: it has ended, or it runs on another cluster${info.endpoint ? ' or JobManager' : ''}.`}</strong>
      ${shown(error.message)}</p>
    ${latest?.id >= 0 && html`<p>Its newest checkpoint that this page has seen is ${latest.id}${latest.externalPath ? `: ${shown(latest.externalPath)}` : ''}.</p>`}
    <p><button type="button" onClick=${refresh}>Look again</button> ${!info.endpoint && html`<a href=${`../#/job/completed/${id}/overview`}>In Flink’s Web UI</a>`}</p>
  </main>`;
}
