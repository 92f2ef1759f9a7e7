// SPDX-License-Identifier: Apache-2.0
// What is said when the data do not come.
import { html } from './view.js';
import { isWithoutAgent, Refused } from './api.js';
import { about, shown, time } from './format.js';
import { useSeconds } from './live.js';

/** Says since when no data have come, why, and when it is tried again. Takes no room while all is well. */
export function Connection({ live }) {
  useSeconds(!!live.error);
  if (!live.error) {
    return null;
  }
  const why = isWithoutAgent(live.error)
    ? 'This JobManager answers, but has no ckptctl agent, or one that is older than this page: after a failover, the agent has to be on each JobManager.'
    : live.error instanceof Refused
      ? live.error.errors.map(shown).join(' ')
      : `No connection: ${live.error.message}.`;
  const wait = Math.max(0, live.retryAt - Date.now());
  return html`<div class="notice lost" role="alert">
    <p><strong>Not live since ${time(live.lostAt)}.</strong> ${why}
      ${live.at ? ` What is shown is of ${time(live.at)} and may be over.` : ''}</p>
    <p><span aria-hidden="true">${wait > 500 ? `Next attempt in ${about(wait)}.` : 'Trying again…'}</span>
      <button type="button" class="small" onClick=${live.refresh}>Try now</button></p>
  </div>`;
}
