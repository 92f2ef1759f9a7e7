// SPDX-License-Identifier: Apache-2.0
// The page: which view, which theme, and the outcome of the last action.
import { html, render, useCallback, useEffect, useState } from './view.js';
import { Outcome } from './act.js';
import { read } from './api.js';
import { withLogin } from './commands.js';
import { shown } from './format.js';
import { Job } from './job.js';
import { Jobs } from './jobs.js';

const THEMES = ['auto', 'light', 'dark'];

function kept(key, value) {
  try {
    if (value !== undefined) {
      localStorage.setItem(key, value);
    }
    return localStorage.getItem(key);
  } catch {
    // a browser may forbid it; then the choice ends with the page
    return value ?? null;
  }
}

function useTheme() {
  const [theme, setTheme] = useState(() => (THEMES.includes(kept('ckptctl-theme')) ? kept('ckptctl-theme') : 'auto'));
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
    kept('ckptctl-theme', theme);
    dispatchEvent(new Event('themechange'));
  }, [theme]);
  return [theme, setTheme];
}

const view = () => /^#\/jobs\/([0-9a-f]{32})$/.exec(location.hash)?.[1] ?? '';

function App({ info }) {
  const [jobId, setJobId] = useState(view);
  const [outcome, setOutcome] = useState(null);
  const [theme, setTheme] = useTheme();
  const tell = useCallback(setOutcome, []);

  useEffect(() => {
    const follow = () => {
      setJobId(view());
      setOutcome(null);
      scrollTo(0, 0);
      requestAnimationFrame(() => document.querySelector('h1')?.focus());
    };
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);

  return html`
    <header>
      <a class="brand" href="#/"><span aria-hidden="true">◈</span> ckptctl</a>
      <span class="muted version">${info.version} · Flink ${info.flinkVersion}</span>
      ${!info.changes && html`<span class="tag">read only</span>`}
      ${info.endpoint ? html`<span class="muted caller">${shown(info.caller)} · ${info.role}</span>`
        : html`<nav aria-label="Elsewhere"><a href="../">Flink Web UI</a></nav>`}
      <label class="theme">Theme <select value=${theme} onChange=${(event) => setTheme(event.target.value)}>
        ${THEMES.map((name) => html`<option value=${name}>${name}</option>`)}</select></label>
    </header>
    ${jobId ? html`<${Job} key=${jobId} id=${jobId} info=${info} tell=${tell} />` : html`<${Jobs} info=${info} />`}
    <${Outcome} outcome=${outcome} onClose=${() => setOutcome(null)} />`;
}

async function start() {
  let info = { version: '', flinkVersion: '', changes: true };
  try {
    info = { ...info, ...(await read('about.json')) };
  } catch {
    // the views say what cannot be reached; the agent rejects what it does not allow
  }
  if (info.endpoint) {
    withLogin(info.caller);
  }
  const place = document.getElementById('app');
  place.replaceChildren();
  render(html`<${App} info=${info} />`, place);
}

start();
