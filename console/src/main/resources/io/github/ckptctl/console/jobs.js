// SPDX-License-Identifier: Apache-2.0
// All jobs, the worst first. Only the rows in sight are in the page.
import { html, useEffect, useMemo, useRef, useState } from './view.js';
import { read } from './api.js';
import { about, counted, duration, shown } from './format.js';
import { usePolled } from './live.js';
import { TROUBLE, verdict, WATCH, WELL, worstFirst } from './verdict.js';
import { Bar, Level } from './ui.js';
import { Connection } from './connection.js';

const SPARE_ROWS = 6;
const NARROW = matchMedia('(max-width: 760px)');

/** A second for some jobs; longer for many, so that an open page stays cheap. */
const interval = (answer) => Math.max(1_000, answer.jobs.length * 5);

const ORDERS = {
  worst: ['Worst first', worstFirst],
  name: ['Name', (a, b) => a.job.jobName.localeCompare(b.job.jobName) || a.job.jobId.localeCompare(b.job.jobId)],
  age: ['Oldest checkpoint', (a, b) => b.job.latestCompletedAge - a.job.latestCompletedAge],
  failures: ['Failures in a row', (a, b) => b.job.consecutiveFailures - a.job.consecutiveFailures],
  timeout: ['Longest timeout', (a, b) => b.job.timeout - a.job.timeout],
};

// kept while the page shows one job
let filter = '';
let order = 'worst';

const matches = (job, words) => {
  const text = `${job.jobName} ${job.jobId} ${job.jobStatus}`.toLowerCase();
  return words.every((word) => text.includes(word));
};

export function Jobs({ info }) {
  const live = usePolled('jobs', () => read('jobs'), interval);
  const [words, setWords] = useState(filter);
  const [by, setBy] = useState(order);
  const [isHeld, setHeld] = useState(false);
  const held = useRef([]);

  const all = useMemo(
    () => (live.data?.jobs ?? []).map((job) => ({ job, verdict: verdict(job) })),
    [live.data]);
  const rows = useMemo(() => {
    const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
    const found = all.filter((row) => matches(row.job, wanted)).sort(ORDERS[by][1]);
    if (!isHeld) {
      return found;
    }
    // rows do not move under a pointer: those that were there stay in their order, new ones follow
    const places = new Map(held.current.map((row, i) => [row.job.jobId, i]));
    const place = (row) => places.get(row.job.jobId) ?? Infinity;
    return found.sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
  }, [all, words, by, isHeld]);
  useEffect(() => {
    held.current = rows;
  });

  useEffect(() => {
    document.title = 'Checkpoints';
    const focusFilter = (event) => {
      if (event.key === '/' && !/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) {
        event.preventDefault();
        document.getElementById('filter')?.focus();
      }
    };
    document.addEventListener('keydown', focusFilter);
    return () => document.removeEventListener('keydown', focusFilter);
  }, []);

  const bad = all.filter((row) => row.verdict.level === TROUBLE).length;
  const watched = all.filter((row) => row.verdict.level === WATCH).length;

  return html`<main class="jobs">
    <${Connection} live=${live} />
    <div class="jobs-head">
      <h1 tabindex="-1">Jobs</h1>
      <p class="summary" role="status">${live.data
        ? `${counted(all.length, 'job')}, ${bad} in trouble, ${watched} to watch${words.trim() ? `; ${rows.length} shown` : ''}`
        : 'Reading…'}</p>
      ${info.endpoint && html`<p class="muted">Of this JobManager; another one has a page of its own.</p>`}
      <div class="tools">
        <span class="tool"><label for="filter">Filter</label>
        <input id="filter" type="search" placeholder="name, id or state" value=${words}
          onInput=${(event) => { filter = event.target.value; setWords(filter); }} /></span>
        <span class="tool"><label for="order">Order</label>
        <select id="order" value=${by} onChange=${(event) => { order = event.target.value; setHeld(false); setBy(order); }}>
          ${Object.entries(ORDERS).map(([key, [name]]) => html`<option value=${key}>${name}</option>`)}
        </select></span>
      </div>
    </div>
    <${Rows} rows=${rows} isRead=${!!live.data} isFiltered=${words.trim() !== ''} hold=${setHeld} />
  </main>`;
}

function Rows({ rows, isRead, isFiltered, hold }) {
  const pane = useRef();
  const [view, setView] = useState({ top: 0, height: 800 });
  const [isNarrow, setNarrow] = useState(NARROW.matches);
  const height = isNarrow ? 92 : 48;

  useEffect(() => {
    const look = () => setView({ top: pane.current.scrollTop, height: pane.current.clientHeight });
    const sizes = new ResizeObserver(look);
    sizes.observe(pane.current);
    const narrow = () => setNarrow(NARROW.matches);
    NARROW.addEventListener('change', narrow);
    return () => {
      sizes.disconnect();
      NARROW.removeEventListener('change', narrow);
    };
  }, []);

  const first = Math.max(0, Math.floor(view.top / height) - SPARE_ROWS);
  const last = Math.min(rows.length, Math.ceil((view.top + view.height) / height) + SPARE_ROWS);

  function onKeyDown(event) {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
    const current = Number(document.activeElement?.dataset.index ?? -1);
    if (!step || current < 0) {
      return;
    }
    event.preventDefault();
    const next = Math.max(0, Math.min(rows.length - 1, current + step));
    const top = next * height;
    const box = pane.current;
    if (top < box.scrollTop || top + height > box.scrollTop + box.clientHeight - height) {
      box.scrollTop = Math.max(0, top - box.clientHeight / 2);
    }
    requestAnimationFrame(() => requestAnimationFrame(() => box.querySelector(`[data-index="${next}"]`)?.focus()));
  }

  return html`<div class="rows-frame" role="table" aria-label="Jobs" aria-rowcount=${rows.length + 1}>
    <div role="rowgroup" class="row-head-group">
      <div role="row" class="row row-head" aria-rowindex="1">
        ${['State', 'Job', 'In flight', 'Newest completed', 'Failures', 'Timeout', 'Why'].map(
          (name) => html`<span role="columnheader">${name}</span>`)}
      </div>
    </div>
    <div class="rows" role=${rows.length > 0 ? 'rowgroup' : undefined} tabindex="0" ref=${pane} onKeyDown=${onKeyDown}
        onScroll=${() => setView({ top: pane.current.scrollTop, height: pane.current.clientHeight })}
        onMouseEnter=${() => hold(true)} onMouseLeave=${() => hold(false)}
        onfocusin=${() => hold(true)} onfocusout=${() => hold(false)}>
      <div role="presentation" class="rows-space" style=${{ height: `${rows.length * height}px` }}>
        ${rows.slice(first, last).map((row, i) => html`<${Row} key=${row.job.jobId} row=${row} index=${first + i} top=${(first + i) * height} />`)}
      </div>
      ${isRead && rows.length === 0 && html`<p class="nothing">${isFiltered
        ? 'No job matches the filter.'
        : 'No job runs here. A job appears when it has started.'}</p>`}
    </div>
  </div>`;
}

function Row({ row, index, top }) {
  const { job } = row;
  const oldest = job.pendingCheckpoints[0];
  const more = job.pendingCheckpoints.length - 1;
  const ratio = job.pendingDeadlineRatio;
  return html`<div class="row" role="row" aria-rowindex=${index + 2} style=${{ transform: `translateY(${top}px)` }}>
    <span role="cell" class="cell-state"><${Level} level=${row.verdict.level} /></span>
    <span role="cell" class="cell-name"><a href=${`#/jobs/${job.jobId}`} data-index=${index}
      >${shown(job.jobName)}</a><span class="muted"> ${job.jobId.slice(0, 8)} ${job.jobStatus === 'RUNNING' ? '' : job.jobStatus}</span></span>
    <span role="cell" class="cell-flight">${oldest
      ? html`<${Bar} value=${ratio} kind=${ratio >= 0.8 ? 'late' : ''} label=${`Checkpoint ${oldest.id}`}
          text=${`${Math.round(ratio * 100)} % of its time, ${oldest.acknowledged} of ${oldest.total} acknowledged`} />
          <span>${oldest.acknowledged}/${oldest.total}${more > 0 ? ` +${more}` : ''}</span>`
      : html`<span class="muted">nothing</span>`}</span>
    <span role="cell" class="cell-age"><span class="label">completed </span>${job.latestCompletedId < 0 ? 'none yet' : `${about(job.latestCompletedAge)} ago`}</span>
    <span role="cell" class="cell-failures"><span class="label">failed </span>${job.consecutiveFailures < 0 ? '?' : job.consecutiveFailures}${job.tolerableFailedCheckpoints >= 0 && job.tolerableFailedCheckpoints < 1_000_000
      ? html`<span class="muted"> of ${job.tolerableFailedCheckpoints}</span>` : ''}</span>
    <span role="cell" class="cell-timeout"><span class="label">timeout </span>${duration(job.timeout)}</span>
    <span role="cell" class="cell-why" title=${row.verdict.why}>${job.overrideActive === 1 && html`<span class="tag">changed</span> `}${row.verdict.level === WELL ? '' : row.verdict.why}</span>
  </div>`;
}
