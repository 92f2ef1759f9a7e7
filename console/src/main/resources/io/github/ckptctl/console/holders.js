// SPDX-License-Identifier: Apache-2.0
// The subtasks that hold a checkpoint in flight and, when asked, what their threads are doing.
import { html, useState } from './view.js';
import { ACTIONS, holders } from './actions.js';
import { failure } from './act.js';
import { jobPath, send } from './api.js';
import { curl } from './commands.js';
import { about, counted, shown } from './format.js';
import { CopyLine } from './ui.js';

const phase = (one) => `: ${one.phase === 'UNKNOWN' ? 'phase unknown' : one.phase.toLowerCase()}${one.millis >= 0 ? ` for ${about(one.millis)}` : ''}`;

/** Part of the dialog that fails them. */
export function Holders({ job, desk, subject }) {
  const [stacks, setStacks] = useState({});
  const [route, body] = ACTIONS.stacks.request({}, subject);
  const known = holders(subject, desk);

  async function readStacks() {
    setStacks({ isBusy: true });
    try {
      setStacks({ answer: await send(jobPath(job.jobId, route), body) });
    } catch (e) {
      setStacks({ faults: failure('', e).lines });
    }
  }

  return html`<div class="holders">
    <p>${subject.acknowledged} of ${subject.total} subtasks have acknowledged ${shown(subject.kind)} ${subject.id}.
      ${known.length === 0 ? ' The diagnosis does not name the subtasks that hold it; their stacks do.' : ' It waits for:'}</p>
    <ul>${known.map((one) => html`<li key=${`${one.vertexId}/${one.subtask}`}><strong>${shown(one.task)}, subtask ${one.subtask}</strong>${one.host ? ` on ${shown(one.host)}` : ''}${phase(one)}</li>`)}</ul>
    <div class="stacks-button"><button type="button" disabled=${!!stacks.isBusy || !!desk.whyNot} onClick=${readStacks}>${ACTIONS.stacks.label}</button>
      <span class="sentence">${ACTIONS.stacks.sentence}</span></div>
    <details class="lines"><summary>The stacks as a command</summary>
      <${CopyLine} label="curl" name="curl line of the stacks" text=${curl(job.jobId, route, body)} />
      <${CopyLine} label="ckptctl" name="ckptctl line of the stacks" text=${ACTIONS.stacks.command(job.jobId)} />
    </details>
    <p role="status" class=${stacks.faults ? 'fault' : ''}>${stacks.isBusy ? 'Waiting for the TaskManagers, ten seconds at most…'
      : stacks.faults ? stacks.faults.map(shown).join(' ')
        : stacks.answer ? `${counted(stacks.answer.holders, 'subtask')} held it. ${shown(stacks.answer.note)}` : ''}</p>
    ${(stacks.answer?.stacks ?? []).map((one) => {
      const title = `${shown(one.task)}, subtask ${one.subtask}`;
      return html`<h3>${title}${one.host ? html` <span class="muted">on ${shown(one.host)}, TaskManager ${shown(one.taskManager)}</span>` : ''}</h3>
        ${one.why && html`<p class="fault">${shown(one.why)}</p>`}
        ${one.stack.length > 0 && html`<pre class="stack" tabindex="0" role="region" aria-label=${`Stack of ${title}`}>${one.stack.map(shown).join('\n')}</pre>`}`;
    })}
  </div>`;
}
