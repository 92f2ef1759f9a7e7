// SPDX-License-Identifier: Apache-2.0
// Recent checkpoints as a chart, and the same as a table. What the page has seen stays, though Flink forgets.
import { html, useEffect, useRef, useState } from './view.js';
import { ActionButton } from './act.js';
import { jobPath, read, Refused } from './api.js';
import { about, bytes, isDone, shown, time } from './format.js';
import { retained } from './pins.js';
import { Card } from './ui.js';
/* global uPlot */

const MOST = 200;
const HEIGHT = 240;
/** A timeout that is so much above all durations is said, not drawn. */
const TOO_HIGH = 10;

/** How many checkpoints Flink remembers, unless configured otherwise. */
const REMEMBERED = 10;

/**
 * Reads the newest checkpoints that were not seen yet, one by one, in the form of Flink's own list,
 * for a door that has no routes of Flink's.
 */
export async function readOneByOne(job, seen) {
  const newest = Math.max(job.latestCompletedId, job.latestFailedCheckpoint?.id ?? -1);
  const pending = job.pendingCheckpoints.map((one) => one.id);
  const history = [];
  for (let id = Math.max(1, newest - REMEMBERED + 1); id <= newest; id++) {
    if (pending.includes(id) || seen.map.has(id) || seen.forgotten.has(id)) {
      continue;
    }
    try {
      const one = await read(jobPath(job.jobId, `details/${id}`));
      if (one.status !== 'IN_PROGRESS') {
        history.push({
          id,
          status: one.status,
          is_savepoint: /savepoint/i.test(one.kind),
          checkpoint_type: one.kind,
          trigger_timestamp: one.triggeredAt,
          end_to_end_duration: one.duration,
          checkpointed_size: one.checkpointedSize,
          state_size: one.stateSize,
          failure_message: one.failure,
        });
      }
    } catch (e) {
      if (!(e instanceof Refused)) {
        throw e;
      }
      seen.forgotten.add(id);
    }
  }
  return { history };
}

/** Adds what Flink remembers to what was seen before; the newest last. */
export function remember(seen, history) {
  for (const one of history) {
    seen.set(one.id, {
      id: one.id,
      status: one.status,
      isSavepoint: one.is_savepoint,
      kind: one.checkpoint_type ?? (one.is_savepoint ? 'SAVEPOINT' : 'CHECKPOINT'),
      at: one.trigger_timestamp,
      duration: one.end_to_end_duration,
      size: one.checkpointed_size ?? one.state_size,
      fullSize: one.state_size,
      failure: one.failure_message ?? '',
    });
  }
  const ids = [...seen.keys()].sort((a, b) => a - b);
  ids.slice(0, Math.max(0, ids.length - MOST)).forEach((id) => seen.delete(id));
  return [...seen.values()].sort((a, b) => a.at - b.at);
}

const MARKS = {
  suspend: 's', quiesce: 's', resume: 'r', updateSettings: 'c', resetSettings: 'c',
};

/** Returns what happened to the job in the time of the chart: moment, letter, sentence. */
export function marks(history, from) {
  return history
    .filter((entry) => entry.at >= from && isDone(entry) && MARKS[entry.action])
    .map((entry) => ({ at: entry.at, letter: MARKS[entry.action], text: `${entry.action} ${entry.to}`.trim() }));
}

export function Recent({ job, checkpoints, history, chosen, choose, desk }) {
  const ended = checkpoints.filter((one) => one.status !== 'IN_PROGRESS');
  const longest = Math.max(0, ...ended.map((one) => one.duration));
  const isDrawn = job.timeout > 0 && (longest === 0 || job.timeout <= TOO_HIGH * longest);
  const failed = ended.filter((one) => one.status === 'FAILED').length;
  const summary = ended.length === 0 ? 'None has ended yet.'
    : `${ended.length} shown, ${failed} failed; the longest took ${about(longest)}, the timeout is ${about(job.timeout)}${isDrawn ? '' : ' (above the chart)'}.`;
  const happened = marks(history, ended[0]?.at ?? 0);
  const [pointed, setPointed] = useState(null);
  const one = ended[pointed];
  const isRetained = retained(job, checkpoints);
  const isPinned = (id) => job.pinnedCheckpoints.some((pin) => pin.id === id);

  return html`<${Card} title="Recent checkpoints" id="recent">
    <p class="chart-summary">${summary}</p>
    <${Chart} ended=${ended} timeout=${isDrawn ? job.timeout : 0} happened=${happened} summary=${summary} point=${setPointed}
      choose=${choose} />
    <p class="chart-pointed" aria-hidden="true">${one
      ? `${shown(one.kind)} ${one.id}, ${time(one.at)}: ${one.status.toLowerCase()}, ${about(one.duration)}, ${bytes(one.size)}${one.failure ? `: ${shown(one.failure)}` : ''}`
      : html`<span class="key key-done">●</span> completed <span class="key key-failed">✕</span> failed <span class="key key-savepoint">◆</span> savepoint
        <span class="key key-size">▮</span> size <span class="key key-timeout">┄</span> timeout <b>s</b> suspended <b>r</b> resumed <b>c</b> changed`}</p>
    <details class="as-table"><summary>As a table</summary>
      <div class="scroll" tabindex="0" role="region" aria-label="Recent checkpoints, scrolls">
      <table><thead><tr><th scope="col">Checkpoint</th><th scope="col">Triggered</th><th scope="col">Outcome</th><th scope="col">Duration</th><th scope="col">Size</th><th scope="col">Kept</th></tr></thead>
      <tbody>${[...checkpoints].reverse().map((row) => html`<tr key=${row.id}>
        <td><button type="button" class="small" aria-pressed=${chosen === row.id ? 'true' : 'false'}
          onClick=${() => choose(chosen === row.id ? null : row.id)} aria-label=${`Show the tasks of checkpoint ${row.id}`}>${row.id}</button></td>
        <td>${time(row.at)}</td><td>${row.status === 'FAILED' ? '✕ ' : ''}${row.status.toLowerCase().replace('_', ' ')}${row.isSavepoint ? ', savepoint' : ''}${row.failure ? `: ${shown(row.failure)}` : ''}</td>
        <td>${about(row.duration)}</td><td>${bytes(row.size)}</td>
        <td>${isPinned(row.id) ? 'pinned' : isRetained(row.id) && html`<${ActionButton} name="pin" job=${job} desk=${desk} subject=${row} label=${`Pin ${row.id}…`} className="small" />`}</td></tr>`)}</tbody></table></div>
    </details>
  </${Card}>`;
}

function Chart({ ended, timeout, happened, summary, point, choose }) {
  const place = useRef();
  const chart = useRef();
  const drawn = useRef({});
  drawn.current = { ended, timeout, happened, point, choose };

  useEffect(() => {
    const colours = () => {
      const style = getComputedStyle(document.documentElement);
      return (name) => style.getPropertyValue(name).trim();
    };
    const make = () => {
      chart.current?.destroy();
      chart.current = new uPlot(options(place.current.clientWidth, colours(), drawn), data(drawn.current), place.current);
    };
    make();
    const sizes = new ResizeObserver(() => chart.current.setSize({ width: place.current.clientWidth, height: HEIGHT }));
    sizes.observe(place.current);
    const theme = matchMedia('(prefers-color-scheme: dark)');
    theme.addEventListener('change', make);
    addEventListener('themechange', make);
    return () => {
      sizes.disconnect();
      theme.removeEventListener('change', make);
      removeEventListener('themechange', make);
      chart.current.destroy();
      chart.current = null;
    };
  }, []);

  const version = `${ended.length}/${ended.at(-1)?.id}/${timeout}/${happened.length}`;
  useEffect(() => {
    chart.current?.setData(data(drawn.current));
  }, [version]);

  return html`<div class="chart" role="img" aria-label=${`Chart of recent checkpoints. ${summary}`} ref=${place}></div>`;
}

function data({ ended }) {
  return [
    ended.map((one) => one.at / 1000),
    ended.map((one) => one.duration),
    ended.map((one) => one.size),
  ];
}

const two = (number) => String(number).padStart(2, '0');

function clock(seconds, isLong) {
  const at = new Date(seconds * 1000);
  return `${two(at.getHours())}:${two(at.getMinutes())}${isLong ? '' : `:${two(at.getSeconds())}`}`;
}

function options(width, colour, drawn) {
  const axis = {
    stroke: colour('--muted'), grid: { stroke: colour('--line'), width: 1 }, ticks: { stroke: colour('--line'), width: 1 },
    font: '12px system-ui, sans-serif',
  };
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
    padding: [18, 8, 0, 0],
    scales: {
      x: {
        time: true,
        range: (u, min, max) => {
          if (min === null) {
            const now = Date.now() / 1000;
            return [now - 60, now];
          }
          const edge = Math.max(1, (max - min) * 0.03);
          return [min - edge, max + edge];
        },
      },
      y: { range: (u, min, max) => [0, Math.max(1, (max ?? 1) * 1.15, drawn.current.timeout * 1.1)] },
      size: { range: (u, min, max) => [0, Math.max(1, (max ?? 1) * 3)] },
    },
    axes: [
      { ...axis, space: 90, values: (u, splits) => splits.map((split) => clock(split, splits.length > 1 && splits[1] - splits[0] >= 60)) },
      { ...axis, scale: 'y', size: 70, values: (u, splits) => splits.map((split) => (split === 0 ? '0' : about(split))) },
      { ...axis, scale: 'size', side: 1, size: 76, grid: { show: false }, splits: (u, i, min, max) => [0, max / 3],
        values: (u, splits) => splits.map((split) => (split <= 1 ? '' : bytes(split))) },
    ],
    series: [
      {},
      { scale: 'y', stroke: colour('--fg'), paths: () => null, points: { show: false } },
      { scale: 'size', stroke: colour('--phase-async'), paths: () => null, points: { show: false } },
    ],
    hooks: {
      draw: [(u) => draw(u, colour, drawn.current)],
      setCursor: [(u) => drawn.current.point(u.cursor.idx)],
      ready: [(u) => u.over.addEventListener('click', () => {
        const one = drawn.current.ended[u.cursor.idx];
        if (one) {
          drawn.current.choose(one.id);
        }
      })],
    },
  };
}

function draw(u, colour, { ended, timeout, happened }) {
  const { ctx, bbox } = u;
  const dot = devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top - 16 * dot, bbox.width, bbox.height + 16 * dot);
  ctx.clip();

  const bottom = bbox.top + bbox.height;
  ctx.fillStyle = colour('--size-bar');
  for (const one of ended) {
    const x = u.valToPos(one.at / 1000, 'x', true);
    const y = u.valToPos(Math.max(0, one.size), 'size', true);
    ctx.fillRect(x - 3 * dot, y, 6 * dot, bottom - y);
  }

  ctx.lineWidth = dot;
  ctx.font = `bold ${12 * dot}px system-ui, sans-serif`;
  ctx.textAlign = 'center';
  for (const mark of happened) {
    const x = Math.round(u.valToPos(mark.at / 1000, 'x', true)) + 0.5;
    ctx.strokeStyle = colour('--muted');
    ctx.setLineDash([2 * dot, 3 * dot]);
    line(ctx, x, bbox.top, x, bottom);
    ctx.fillStyle = colour('--fg');
    ctx.fillText(mark.letter, x, bbox.top - 4 * dot);
  }

  if (timeout > 0) {
    const y = Math.round(u.valToPos(timeout, 'y', true)) + 0.5;
    ctx.strokeStyle = colour('--bad');
    ctx.lineWidth = 2 * dot;
    ctx.setLineDash([7 * dot, 5 * dot]);
    line(ctx, bbox.left, y, bbox.left + bbox.width, y);
  }

  ctx.setLineDash([]);
  for (const one of ended) {
    const x = u.valToPos(one.at / 1000, 'x', true);
    const y = u.valToPos(one.duration, 'y', true);
    const r = 4.5 * dot;
    ctx.lineWidth = 2.5 * dot;
    ctx.beginPath();
    if (one.status === 'FAILED') {
      ctx.strokeStyle = colour('--bad');
      line(ctx, x - r, y - r, x + r, y + r);
      line(ctx, x - r, y + r, x + r, y - r);
    } else if (one.isSavepoint) {
      ctx.fillStyle = colour('--phase-aligning');
      ctx.moveTo(x, y - 1.3 * r);
      ctx.lineTo(x + 1.3 * r, y);
      ctx.lineTo(x, y + 1.3 * r);
      ctx.lineTo(x - 1.3 * r, y);
      ctx.fill();
    } else {
      ctx.fillStyle = colour('--good');
      ctx.arc(x, y, r, 0, 2 * Math.PI);
      ctx.fill();
    }
  }
  ctx.restore();
}

function line(ctx, x1, y1, x2, y2) {
  ctx.beginPath();
  ctx.moveTo(x1, y1);
  ctx.lineTo(x2, y2);
  ctx.stroke();
}
