// SPDX-License-Identifier: Apache-2.0
// Buttons and dialogs of the actions, and the outcome of the last one.
import { html, useState } from './view.js';
import { ACTIONS } from './actions.js';
import { jobPath, Refused, send } from './api.js';
import { curl } from './commands.js';
import { about, parseDuration, shown } from './format.js';
import { useSeconds } from './live.js';
import { Card, CopyLine, Dialog, Field } from './ui.js';

/** Sends an action's request, and tells the outcome. */
export async function perform({ jobId, action, values, subject, tell, refresh }) {
  const [route, body] = action.request(values, subject);
  tell({ kind: 'waiting', title: action.title, since: Date.now() });
  try {
    const answer = await send(jobPath(jobId, route), body, action.waits ? action.waits(values) : 0);
    tell({ kind: 'done', title: action.title, lines: action.done(answer, subject).filter(Boolean) });
    refresh();
    return true;
  } catch (e) {
    tell(failure(action.title, e));
    refresh();
    return false;
  }
}

/** Returns the outcome of a request that failed, in the agent's own words if they are its. */
export function failure(title, error) {
  return error instanceof Refused
    ? { kind: 'refused', title, lines: error.errors }
    : { kind: 'refused', title, lines: [`${error.message}. It may have been carried out: look at the history.`] };
}

function initial(action, subject, desk) {
  return Object.fromEntries((action.fields ?? []).map((field) => [
    field.name,
    typeof field.initial === 'function' ? field.initial(subject, desk) : field.initial ?? (field.kind === 'check' ? false : ''),
  ]));
}

/** Returns the values of the fields, with numbers for durations and counts, and what is wrong with them. */
function checked(action, texts) {
  const values = { ...texts };
  const faults = {};
  for (const field of action.fields ?? []) {
    if (field.kind === 'duration') {
      values[field.name] = 0;
      try {
        if (texts[field.name].trim() !== '') {
          values[field.name] = parseDuration(texts[field.name]);
        } else if (field.isNeeded) {
          faults[field.name] = 'write 90 s, 10 min or 1 h 30 min';
        }
      } catch (e) {
        faults[field.name] = e.message;
      }
    }
    if (field.kind === 'count') {
      values[field.name] = Number(texts[field.name]);
      if (!/^[1-9]\d{0,8}$/.test(texts[field.name].trim())) {
        values[field.name] = 0;
        faults[field.name] = 'a whole number, at least 1';
      }
    }
  }
  return { values, faults };
}

const asks = (action, job, now) => (typeof action.asks === 'function' ? action.asks(job, now) : !!action.asks);

/** Returns whether the caller's role allows an action. */
const mayDo = (name, desk, subject) => desk.may(ACTIONS[name].request(initial(ACTIONS[name], subject, desk), subject)[0]);

/** Returns why an action is not possible now; empty if it is. */
const whyNot = (action, job, desk, subject) => desk.whyNot || action.whyNot?.(job, subject) || '';

/**
 * The button of an action, and the smaller one that shows its options and its lines for a shell.
 * `more` is a component that the dialog shows too. The dialog is the desk's, so that it stays when
 * the button's checkpoint ends.
 */
export function ActionButton({ name, job, desk, subject, label, more, className = '' }) {
  const action = ACTIONS[name];
  if (!mayDo(name, desk, subject)) {
    return null;
  }
  const why = whyNot(action, job, desk, subject);
  const open = () => desk.ask({ action, subject, more });
  function press() {
    if (why) {
      desk.tell({ kind: 'refused', title: action.title, lines: [why] });
    } else if (asks(action, job, desk.now)) {
      open();
    } else {
      perform({ jobId: job.jobId, action, values: initial(action, subject, desk), subject, tell: desk.tell, refresh: desk.refresh });
    }
  }
  return html`<span class="action-buttons">
    <button type="button" class=${className} aria-disabled=${why ? 'true' : undefined} title=${why || action.sentence}
      onClick=${press}>${label ?? action.label}</button>
    ${!asks(action, job, desk.now) && html`<button type="button" class="small command-button" onClick=${open}
      aria-label=${`${action.label}: as a command`} title="As a command">›_</button>`}
  </span>`;
}

/** Asks before an action: what it will do now, its options, the same for a shell. */
export function ActionDialog({ action, job, desk, subject, more, onClose }) {
  const why = whyNot(action, job, desk, subject);
  const [texts, setTexts] = useState(() => initial(action, subject, desk));
  const [isBusy, setBusy] = useState(false);
  const [beginsAtCancel] = useState(() => !action.fields || !!action.isDangerous?.(checked(action, initial(action, subject, desk)).values));
  const { values, faults } = checked(action, texts);
  const isDangerous = !!action.isDangerous?.(values);
  const isWrong = Object.keys(faults).length > 0;
  const set = (name, value) => setTexts((before) => ({ ...before, [name]: value }));
  const [route, body] = action.request(values, subject);

  async function go(event) {
    event.preventDefault();
    if (isWrong || isBusy || why) {
      return;
    }
    setBusy(true);
    perform({ jobId: job.jobId, action, values, subject, tell: desk.tell, refresh: desk.refresh });
    onClose();
  }

  /** Enter in a field confirms what is no danger. */
  function noEnter(event) {
    if (isDangerous && event.key === 'Enter' && event.target.tagName === 'INPUT') {
      event.preventDefault();
    }
  }

  return html`<${Dialog} title=${action.title} danger=${isDangerous} onClose=${onClose}>
    <form onSubmit=${go} onKeyDown=${noEnter}>
      <p class="job-line">${shown(job.jobName)} <span class="muted">${job.jobId}</span></p>
      ${more && html`<${more} job=${job} desk=${desk} subject=${subject} />`}
      <p>${action.sentence}</p>
      ${(action.fields ?? []).map((field, i) => html`<${Option} key=${field.name} field=${field} value=${texts[field.name]}
        fault=${faults[field.name]} isFirst=${i === 0 && !beginsAtCancel} onInput=${(value) => set(field.name, value)} />`)}
      <p class=${`now ${isDangerous ? 'now-danger' : ''}`}>${isDangerous && html`<strong>▲ Think twice. </strong>`}${shown(action.now(job, values, subject))}</p>
      ${why && html`<p class="fault">${why}</p>`}
      <div class="buttons">
        <button type="button" data-first=${beginsAtCancel || undefined} onClick=${onClose}>Cancel</button>
        <button type="submit" class=${isDangerous ? 'danger' : 'primary'} disabled=${isWrong || isBusy || !!why}>
          ${action.confirm ? action.confirm(values) : action.label.replace('…', '')}</button>
      </div>
      <div class="lines">
        <${CopyLine} label="curl" text=${curl(job.jobId, route, body)} />
        <${CopyLine} label="ckptctl" text=${action.command(job.jobId, values, subject)} />
      </div>
    </form>
  </${Dialog}>`;
}

function Option({ field, value, fault, isFirst, onInput }) {
  if (field.kind === 'choice') {
    return html`<fieldset><legend>${field.label}</legend>
      ${field.options.map(([key, text], i) => html`<label class="choice"><input type="radio" name=${field.name} value=${key}
        checked=${value === key} data-first=${(isFirst && i === 0) || undefined} onChange=${() => onInput(key)} /> ${text}</label>`)}
    </fieldset>`;
  }
  if (field.kind === 'check') {
    return html`<label class="choice"><input type="checkbox" checked=${value} data-first=${isFirst || undefined}
      onChange=${(event) => onInput(event.target.checked)} /> ${field.label}</label>`;
  }
  return html`<${Field} label=${field.label} fault=${fault} hint=${field.hint}>
    ${(attributes) => html`<input type="text" ...${attributes} value=${value} data-first=${isFirst || undefined} autocomplete="off"
      maxlength="500" onInput=${(event) => onInput(event.target.value)} />`}
  </${Field}>`;
}

/** The actions on a job as a whole, each with its sentence. */
export function Act({ job, desk }) {
  const names = ['suspend', 'resume', 'quiesce', 'trigger', 'unaligned', 'resetFailureCount', 'stop', 'stopWithSavepoint'].filter((name) => mayDo(name, desk));
  return html`<${Card} title="Act" id="act">
    ${desk.readOnly && html`<p class="read-only">${desk.whyNot}</p>`}
    <ul class="actions">
      ${names.map((name) => html`<li>
        <${ActionButton} name=${name} job=${job} desk=${desk} />
        <span class="sentence">${ACTIONS[name].sentence}</span>
      </li>`)}
    </ul>
  </${Card}>`;
}

/** What became of the last action; stays until it is closed or the next one comes. */
export function Outcome({ outcome, onClose }) {
  useSeconds(outcome?.kind === 'waiting');
  const words = { waiting: '… Waiting', done: '✓ Done', refused: '✕ Refused' };
  return html`<div class="outcome-place" role="status" aria-live="polite">
    ${outcome && html`<div class=${`outcome outcome-${outcome.kind}`}>
      <div>
        <strong>${words[outcome.kind]}: ${outcome.title}</strong>
        ${outcome.kind === 'waiting' && html` <span aria-hidden="true">${about(Date.now() - outcome.since)}</span>`}
        ${(outcome.lines ?? []).map((line) => html`<p>${shown(line)}</p>`)}
      </div>
      <button type="button" class="small" onClick=${onClose}>Close</button>
    </div>`}
  </div>`;
}
