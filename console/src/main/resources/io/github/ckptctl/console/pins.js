// SPDX-License-Identifier: Apache-2.0
// The checkpoints that Flink does not delete.
import { html } from './view.js';
import { ActionButton } from './act.js';
import { bytes, shown, time } from './format.js';
import { Card, CopyLine } from './ui.js';

export function Pins({ job, desk }) {
  const pins = job.pinnedCheckpoints;
  return html`<${Card} title="Pinned checkpoints" id="pins" aside=${html`<${ActionButton} name="pin" job=${job} desk=${desk} />`}>
    ${pins.length === 0 && html`<p class="muted">None. Flink deletes a checkpoint when newer ones take its place, and often when the job ends; a pinned one stays.</p>`}
    <ul class="pins">${pins.map((pin) => html`<li key=${pin.id}>
      <p class="pin-head"><strong>Checkpoint ${pin.id}</strong> <span>${time(pin.completedAt)}, ${bytes(pin.stateSize)}</span>
        <${ActionButton} name="unpin" job=${job} desk=${desk} subject=${pin} label=${`Unpin ${pin.id}…`} className="small" /></p>
      <p>Pinned at ${time(pin.pinnedAt)} by ${shown(pin.by)}${pin.reason ? html`: <em>${shown(pin.reason)}</em>` : ', without a reason'}.
        ${pin.inStore ? ' Flink still retains it too.' : ' Only the pin keeps its files.'}</p>
      <${CopyLine} label="path" name=${`path of checkpoint ${pin.id}`} text=${shown(pin.externalPath)} />
    </li>`)}</ul>
  </${Card}>`;
}

/** Returns whether Flink retains a checkpoint, as far as the number of those that it retains shows it. */
export function retained(job, checkpoints) {
  const completed = checkpoints.filter((one) => one.status === 'COMPLETED' && !one.isSavepoint);
  const ids = new Set(completed.slice(-Math.max(1, job.numRetained)).map((one) => one.id));
  return (id) => ids.has(id);
}
