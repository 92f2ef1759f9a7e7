// SPDX-License-Identifier: Apache-2.0
// The settings, submitted beside effective, and a change of several of them with its forecast.
import { html, useEffect, useRef, useState } from './view.js';
import { ActionButton, failure } from './act.js';
import { jobPath, Refused, send } from './api.js';
import { ckptctl, curl, forText, forTime } from './commands.js';
import { attributeOf, FIELDS } from './fields.js';
import { about, duration, isDone, parseDuration, shown, time } from './format.js';
import { Card, CopyLine, Dialog, Field } from './ui.js';

const UNLIMITED = 2_147_483_647;
const PAUSE = 250;

/** Returns a value of a setting as people read it. */
export function valueText(unit, value, text) {
  if (unit === 'text') {
    return text || 'none';
  }
  if (value < 0) {
    return 'none';
  }
  switch (unit) {
    case 'ms': return duration(value);
    case '0/1': return value === 1 ? 'on' : 'off';
    case '%': return value === 0 ? '0 % (off)' : `${value} %`;
    default: return value === UNLIMITED ? 'unlimited' : String(value);
  }
}

/** Returns what an input means for a request. Throws an Error with what is wrong. */
export function parsed(setting, text) {
  switch (setting.unit) {
    case 'ms': return parseDuration(text);
    case '0/1': return text === 'on';
    case 'text': return text;
    default:
      if (!/^\d{1,10}$/.test(text.trim())) {
        throw new Error('a whole number');
      }
      return Number(text);
  }
}

/** Returns the value of a request as the command line takes it. */
const forCommandLine = (setting, value) => (setting.unit === 'ms' ? `${value}ms` : String(value));

export function Settings({ job, history, desk, proposal }) {
  const [texts, setTexts] = useState({});
  const [reason, setReason] = useState('');
  const [ttlText, setTtlText] = useState('');
  const [inFlight, setInFlight] = useState(true);
  const [base, setBase] = useState(null);
  const [conflict, setConflict] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [asked, setAsked] = useState(null);
  const form = useRef();

  const edits = Object.entries(texts).filter(([, text]) => text !== '');
  const isEdited = edits.length > 0;

  // a proposal of the diagnosis fills the form in
  useEffect(() => {
    if (proposal) {
      setTexts(proposal.texts);
      setReason((before) => before || proposal.reason);
      setBase((before) => before ?? job.revision);
      const first = form.current.querySelector(`[data-setting="${Object.keys(proposal.texts)[0]}"]`);
      first?.focus();
      first?.scrollIntoView({ block: 'center' });
    }
  }, [proposal]);

  function edit(name, text) {
    setTexts((before) => ({ ...before, [name]: text }));
    setBase((before) => before ?? job.revision);
  }

  function forget() {
    setTexts({});
    setReason('');
    setTtlText('');
    setBase(null);
    setConflict('');
  }

  // the request, and what is wrong with it before anyone is asked
  const body = {};
  const faults = {};
  for (const [name, text] of edits) {
    const setting = job.settings.find((one) => one.name === name);
    if (setting && FIELDS[name]) {
      try {
        body[FIELDS[name].field] = parsed(setting, text);
      } catch (e) {
        faults[name] = e.message;
      }
    }
  }
  let ttl = 0;
  let ttlFault = '';
  try {
    ttl = ttlText.trim() === '' ? 0 : parseDuration(ttlText);
  } catch (e) {
    ttlFault = e.message;
  }
  const isWrong = Object.keys(faults).length > 0 || ttlFault !== '';
  const revision = base ?? job.revision;
  const isStale = isEdited && (revision !== job.revision || conflict !== '');
  const request = { ...body, applyToInFlight: inFlight, ...(reason ? { reason } : {}), ...(ttl ? { ttl } : {}), revision };
  const forecast = useForecast(isEdited && !isWrong, job, { ...body, ...(ttl ? { ttl } : {}), revision: job.revision }, desk);
  const expires = inFlight && 'checkpointTimeout' in body
    ? (forecast.answer?.inFlight ?? []).filter((one) => one.outcome === 'EXPIRED') : [];
  const doubts = [
    ...(forecast.answer?.warnings ?? []),
    ...expires.map((one) => `checkpoint ${one.id} expires at once, because its new deadline has passed already`),
  ];
  const isRefused = (forecast.answer?.faults ?? []).length > 0;

  async function apply() {
    setAsked(null);
    setBusy(true);
    const title = 'Change settings';
    desk.tell({ kind: 'waiting', title, since: Date.now() });
    try {
      const answer = await send(jobPath(job.jobId, 'configuration'), request);
      desk.tell({
        kind: 'done',
        title,
        lines: [
          `Applied, revision ${answer.revision}${ttl ? `, until ${time(desk.now + ttl)}` : ', until it is reset'}.`,
          ...(answer.inFlight ?? []).map((one) => `Checkpoint ${one.id}: ${one.outcome}${one.outcome === 'RESCHEDULED' ? `, until ${time(one.newDeadline)}` : ''}.`),
          answer.persistenceProblem && `Warning: ${answer.persistenceProblem}`,
        ].filter(Boolean),
      });
      forget();
    } catch (e) {
      if (e instanceof Refused && e.status === 409) {
        setConflict(e.message);
      }
      desk.tell(failure(title, e));
    }
    setBusy(false);
    desk.refresh();
  }

  function submit(event) {
    event.preventDefault();
    if (desk.whyNot || !isEdited || isWrong || isBusy || isStale) {
      return;
    }
    if (doubts.length > 0) {
      setAsked(doubts);
    } else {
      apply();
    }
  }

  return html`<${Card} title="Settings" id="settings" aside=${html`<span class="muted">revision ${job.revision}</span>
      <${ActionButton} name="reset" job=${job} desk=${desk} />`}>
    <form ref=${form} onSubmit=${submit} autocomplete="off">
      <div class="scroll" tabindex="0" role="region" aria-label="Settings, scrolls">
      <table class="settings"><thead><tr><th scope="col">Setting</th><th scope="col">Submitted</th><th scope="col">Effective</th><th scope="col">New value</th></tr></thead>
        <tbody>${job.settings.map((setting) => html`<${Setting} key=${setting.name} setting=${setting} text=${texts[setting.name] ?? ''}
          fault=${faults[setting.name]} isOpen=${!desk.whyNot} onInput=${(text) => edit(setting.name, text)} />`)}</tbody>
      </table></div>
      ${!desk.whyNot && html`
      <div class="change">
        <${Field} label="Reason" hint="for the history">${(attributes) => html`<input type="text" ...${attributes} maxlength="500" value=${reason} onInput=${(event) => setReason(event.target.value)} />`}</${Field}>
        <${Field} label="Expires after" fault=${ttlFault} hint=${ttl ? `at ${time(desk.now + ttl)}` : 'empty: until it is reset'}>${(attributes) => html`<input type="text" ...${attributes} placeholder="1 h" value=${ttlText} onInput=${(event) => setTtlText(event.target.value)} />`}</${Field}>
        <label class="choice"><input type="checkbox" checked=${inFlight} onChange=${(event) => setInFlight(event.target.checked)} /> A new timeout counts for checkpoints in flight too</label>
      </div>
      <div class=${isEdited ? 'apply floating' : 'apply'}>
      <div class="forecast" role="status" aria-live="polite" tabindex="0">
        ${isStale
          ? html`<${Conflict} job=${job} history=${history} revision=${revision} conflict=${conflict} goOn=${() => { setBase(job.revision); setConflict(''); desk.tell(null); }} />`
          : html`<${Forecast} isEdited=${isEdited} isWrong=${isWrong} forecast=${forecast} job=${job} inFlight=${inFlight} hasTimeout=${'checkpointTimeout' in body} doubts=${doubts} />`}
      </div>
      <div class="buttons">
        <button type="button" disabled=${!isEdited && !reason && !ttlText} onClick=${forget}>Discard</button>
        <button type="submit" class="primary" disabled=${!isEdited || isWrong || isBusy || isStale || isRefused}>Apply</button>
      </div>
      </div>
      <details class="lines"><summary>As a command</summary>
        <${CopyLine} label="curl" text=${curl(job.jobId, 'configuration', request)} />
        <${CopyLine} label="ckptctl" text=${ckptctl('set', job.jobId,
          ...edits.filter(([name]) => !faults[name] && FIELDS[name]).map(([name]) => `${name}=${forCommandLine(job.settings.find((one) => one.name === name), body[FIELDS[name].field])}`),
          inFlight && 'checkpointTimeout' in body && '--in-flight', ...forText('--reason', reason), ...forTime('--ttl', ttl), '--revision', revision)} />
      </details>`}
    </form>
    ${asked && html`<${Dialog} title="Apply all the same?" danger=${true} onClose=${() => setAsked(null)}>
      <ul>${asked.map((doubt) => html`<li>${shown(doubt)}</li>`)}</ul>
      <div class="buttons"><button type="button" data-first=${true} onClick=${() => setAsked(null)}>Cancel</button>
        <button type="button" class="danger" onClick=${apply}>Apply</button></div>
    </${Dialog}>`}
  </${Card}>`;
}

/** Returns a name that may be broken between its words. */
function breakable(name) {
  return name.split(/(?<=_)|(?<=[a-z])(?=[A-Z])/).map((word, i) => (i === 0 ? word : [html`<wbr />`, word]));
}

function Setting({ setting, text, fault, isOpen, onInput }) {
  const field = FIELDS[setting.name];
  const isOverride = setting.origin === 'OVERRIDE';
  const effective = valueText(setting.unit, setting.effective, setting.effectiveText);
  const attributes = {
    'aria-label': `New value of ${setting.name}`,
    'aria-invalid': fault ? 'true' : undefined,
    'data-setting': setting.name,
    class: text !== '' ? 'edited' : '',
  };
  const options = field?.values ?? (setting.unit === '0/1' ? ['on', 'off'] : null);
  const input = options
    ? html`<select ...${attributes} value=${text} onChange=${(event) => onInput(event.target.value)}><option value="">unchanged</option>${options.map((one) => html`<option value=${one}>${one}</option>`)}</select>`
    : html`<input type="text" ...${attributes} value=${text} placeholder=${effective} onInput=${(event) => onInput(event.target.value)} />`;
  return html`<tr class=${isOverride ? 'override' : ''}>
    <th scope="row">${breakable(setting.name)}<span class="means">${field?.means ?? ''}</span></th>
    <td>${breakable(valueText(setting.unit, setting.submitted, setting.submittedText))}</td>
    <td><span class="effective">${isOverride ? '✱ ' : ''}${breakable(effective)}</span>${isOverride && html`<span class="origin">since ${time(setting.changedAt)} by ${shown(setting.changedBy)}${setting.reason ? `: ${shown(setting.reason)}` : ''}${setting.expiresAt >= 0 ? `, until ${time(setting.expiresAt)}` : ', until it is reset'}</span>`}</td>
    <td>${setting.settable && field ? (isOpen ? html`${input}<span class="fault">${fault ?? ''}</span>` : '')
      : html`<details class="why-not"><summary>cannot be changed</summary>${shown(setting.whyNotSettable)}</details>`}</td>
  </tr>`;
}

/** Asks the agent, a moment after the last key, what the change would do. */
function useForecast(isOn, job, body, desk) {
  const [state, setState] = useState({});
  const key = isOn && !desk.whyNot ? JSON.stringify(body) : '';
  useEffect(() => {
    if (!key) {
      setState({});
      return undefined;
    }
    let over = false;
    const timer = setTimeout(async () => {
      try {
        const answer = await send(jobPath(job.jobId, 'forecast'), JSON.parse(key));
        if (!over) {
          setState({ key, answer });
        }
      } catch (error) {
        if (!over) {
          setState({ key, error });
        }
      }
    }, PAUSE);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [key]);
  return state;
}

function Forecast({ isEdited, isWrong, forecast, job, inFlight, hasTimeout, doubts }) {
  if (!isEdited) {
    return html`<p class="muted">Enter new values with their units: 90 s, 10 min, 1 h 30 min. What they would do shows here before anything is applied.</p>`;
  }
  if (isWrong) {
    return html`<p class="fault">Something entered cannot be read.</p>`;
  }
  const { answer, error } = forecast;
  if (error) {
    return html`<p class="fault">No forecast: ${shown(error.message)}</p>`;
  }
  if (!answer) {
    return html`<p class="muted">Asking the agent…</p>`;
  }
  if (answer.faults.length > 0) {
    return html`<p class="fault"><strong>✕ Would be refused:</strong></p><ul>${answer.faults.map((fault) => html`<li class="fault">${shown(fault)}</li>`)}</ul>`;
  }
  const changes = Object.entries(answer.changes);
  const text = (name, value) => {
    const setting = job.settings.find((one) => one.name === name);
    return setting && typeof value === 'number' ? valueText(setting.unit, value, '') : value === true ? 'on' : value === false ? 'off' : value;
  };
  return html`<p><strong>Would change:</strong> ${changes.length === 0 ? 'nothing; these are the current values' : ''}</p>
    <ul>
      ${changes.map(([field, change]) => html`<li>${attributeOf(field)}: ${text(attributeOf(field), change.from)} → <strong>${text(attributeOf(field), change.to)}</strong></li>`)}
      ${hasTimeout && answer.inFlight.map((one) => html`<li>checkpoint ${one.id} in flight: ${inFlight
        ? `${one.outcome === 'RESCHEDULED' ? `deadline ${time(one.oldDeadline)} → ${time(one.newDeadline)}, ${about(Math.abs(one.newDeadline - one.oldDeadline))} ${one.newDeadline >= one.oldDeadline ? 'later' : 'sooner'}` : one.outcome}`
        : `keeps its deadline, ${time(one.oldDeadline)}`}</li>`)}
      ${changes.length > 0 && answer.nextTriggerAt >= 0 && html`<li>next trigger at ${time(answer.nextTriggerAt)}</li>`}
      ${doubts.map((doubt) => html`<li class="doubt">▲ ${shown(doubt)}</li>`)}
    </ul>`;
}

/** Says what others have changed since the form was begun, and asks again. */
function Conflict({ job, history, revision, conflict, goOn }) {
  const since = history.filter((entry) => entry.revision > revision && isDone(entry));
  return html`<div class="conflict">
    <p><strong>▲ The settings have changed while you were at it: revision ${revision} is now ${job.revision}.</strong> Nothing of yours was applied.</p>
    ${conflict && html`<p>${shown(conflict)}</p>`}
    <ul>${since.map((entry) => html`<li>${time(entry.at)} ${shown(entry.by)}: ${entry.action} ${shown(entry.from)} → ${shown(entry.to)}${entry.reason ? ` (${shown(entry.reason)})` : ''}</li>`)}</ul>
    <button type="button" disabled=${revision === job.revision} onClick=${goOn}>I have seen it: go on from revision ${job.revision}</button>
  </div>`;
}
