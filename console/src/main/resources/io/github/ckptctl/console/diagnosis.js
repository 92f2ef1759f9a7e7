// SPDX-License-Identifier: Apache-2.0
// What holds a checkpoint, in the agent's sentences, and what would help, with a button where there is a cure.
import { html } from './view.js';
import { ActionButton } from './act.js';
import { duration, shown } from './format.js';
import { Card } from './ui.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Returns a timeout that saves a checkpoint, as `ckptctl rescue` computes it. */
export function saving(job, now) {
  const one = job.pendingCheckpoints[0];
  const allowed = Math.max(job.timeout, one ? one.deadline - one.triggeredAt : 0);
  const pace = one && one.acknowledged > 0 ? (2 * (now - one.triggeredAt) * one.total) / one.acknowledged : 0;
  const wanted = Math.max(3 * allowed, pace, 2 * Math.max(0, job.latestCompletedDuration));
  return Math.min(DAY, Math.ceil(wanted / MINUTE) * MINUTE);
}

/** Returns the values that an advice comes down to; null where no setting is the cure. */
export function cure(advice, job, now) {
  const what = advice.setting;
  if (what.startsWith('Timeout')) {
    return { label: 'Raise the timeout…', texts: { Timeout: duration(saving(job, now)) } };
  }
  if (what === 'AutoExtendAckPercent') {
    const one = job.pendingCheckpoints[0];
    const percent = one && one.total > 0 ? Math.floor((one.acknowledged * 100) / one.total) : 50;
    return {
      label: 'Extend automatically…',
      texts: { AutoExtendAckPercent: String(Math.max(1, Math.min(50, percent))), AutoExtendBy: duration(Math.max(MINUTE, job.timeout)) },
    };
  }
  if (what === 'AlignedTimeout') {
    return { label: 'Unaligned at once…', texts: { AlignedTimeout: '0 ms', UnalignedEnabled: 'on' } };
  }
  if (what.includes('Interval')) {
    const longer = Math.ceil((2 * Math.max(job.latestCompletedDuration, job.interval)) / 1000) * 1000;
    return { label: 'A longer interval…', texts: { Interval: duration(longer) } };
  }
  if (what === 'TolerableFailedCheckpoints') {
    return { label: 'Tolerate more…', texts: { TolerableFailedCheckpoints: String(job.tolerableFailedCheckpoints + 10) } };
  }
  return null;
}

const VERDICTS = {
  HELPS: { sign: '✓', word: 'helps' },
  MAY_HELP: { sign: '~', word: 'may help' },
  DOES_NOT_HELP: { sign: '✕', word: 'does not help' },
};

export function Diagnosis({ job, diagnosis, desk, propose }) {
  if (!diagnosis) {
    return html`<${Card} title="Diagnosis" id="diagnosis"><p class="muted">Reading…</p></${Card}>`;
  }
  // the last sentences repeat the advice, which has lines of its own here
  const sentences = diagnosis.sentences.slice(0, diagnosis.sentences.length - diagnosis.advice.length);
  return html`<${Card} title="Diagnosis" id="diagnosis">
    ${sentences.map((sentence) => html`<p>${shown(sentence)}</p>`)}
    <ul class="advice">${diagnosis.advice.map((advice) => html`<${Advice} key=${advice.setting} advice=${advice} job=${job} desk=${desk} propose=${propose} />`)}</ul>
  </${Card}>`;
}

function Advice({ advice, job, desk, propose }) {
  const { sign, word } = VERDICTS[advice.verdict] ?? { sign: '', word: advice.verdict };
  const isCure = advice.verdict !== 'DOES_NOT_HELP' && !desk.whyNot;
  const values = isCure ? cure(advice, job, desk.now) : null;
  return html`<li class=${`advice-${word.replace(/ /g, '-')}`}>
    <span class="verdict"><span aria-hidden="true">${sign}</span> ${word}</span>
    <span class="advice-text"><strong>${shown(advice.setting)}</strong>: ${shown(advice.why)}.</span>
    ${values && html`<button type="button" class="small" onClick=${() => propose(values.texts)}>${values.label}</button>`}
    ${isCure && advice.setting === 'enableUnaligned' && html`<${ActionButton} name="unaligned" job=${job} desk=${desk} className="small" />`}
  </li>`;
}
