// SPDX-License-Identifier: Apache-2.0
// Parts that all views share.
import { html, useEffect, useRef, useState } from './view.js';
import { LEVELS } from './verdict.js';

let ids = 0;

/** Returns an id for an element that stays the same. */
const useId = () => useState(() => `part-${++ids}`)[0];

/** How a job is: by shape, colour and word. */
export function Level({ level }) {
  const { word, sign } = LEVELS[level];
  return html`<span class=${`level level-${word}`}><span aria-hidden="true">${sign}</span> ${word}</span>`;
}

/** A bar that is full at 1. `text` says the same in words. */
export function Bar({ value, text, label, kind = '' }) {
  const share = Math.max(0, Math.min(1, value || 0));
  return html`<div class=${`bar ${kind}`} role="progressbar" aria-label=${label} aria-valuemin="0" aria-valuemax="100"
      aria-valuenow=${Math.round(share * 100)} aria-valuetext=${text}>
    <div class="bar-fill" style=${{ width: `${share * 100}%` }}></div>
  </div>`;
}

/** A line to copy. `name` says what it is, where there are several with one label. */
export function CopyLine({ label, text, name = `${label} line` }) {
  const [done, setDone] = useState('');
  const line = useRef();
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setDone('Copied');
    } catch {
      // over plain HTTP a page may not write to the clipboard; the line is selected instead
      const range = document.createRange();
      range.selectNodeContents(line.current);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      setDone('Selected: press Ctrl+C');
    }
  }
  useEffect(() => setDone(''), [text]);
  return html`<div class="copy-line">
    <span class="copy-label">${label}</span>
    <code ref=${line} tabindex="0" role="region" aria-label=${name}>${text}</code>
    <button type="button" class="small" onClick=${copy} aria-label=${`Copy the ${name}`}>${done || 'Copy'}</button>
  </div>`;
}

/** A modal dialog; Escape and Cancel close it. The first button that is no danger has the focus. */
export function Dialog({ title, onClose, children, danger = false }) {
  const dialog = useRef();
  const id = useId();
  useEffect(() => {
    const before = document.activeElement;
    dialog.current.showModal();
    dialog.current.querySelector('[data-first]')?.focus();
    return () => before?.focus?.();
  }, []);
  return html`<dialog ref=${dialog} aria-labelledby=${id} class=${danger ? 'danger' : ''}
      onCancel=${(event) => { event.preventDefault(); onClose(); }}>
    <h2 id=${id}>${title}</h2>
    ${children}
  </dialog>`;
}

/** A field with its label and, below it, what is wrong with it. */
export function Field({ label, fault, hint, children }) {
  const id = useId();
  return html`<div class="field">
    <label for=${id}>${label}</label>
    ${children({ id, 'aria-invalid': fault ? 'true' : undefined, 'aria-describedby': `${id}-more` })}
    <span id=${`${id}-more`} class=${fault ? 'fault' : 'hint'}>${fault || hint || ''}</span>
  </div>`;
}

/** A section of a view. */
export function Card({ title, id, aside, children, className = '' }) {
  return html`<section class=${`card ${className}`} aria-labelledby=${`${id}-title`} id=${id}>
    <div class="card-head"><h2 id=${`${id}-title`}>${title}</h2>${aside}</div>
    ${children}
  </section>`;
}
