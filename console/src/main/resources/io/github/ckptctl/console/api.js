// SPDX-License-Identifier: Apache-2.0
// Requests to the routes of the agent. All addresses are relative, so that a proxy may add a prefix.

/** Answer of the agent, or of Flink, that says no; `errors` are its own sentences. */
export class Refused extends Error {
  constructor(status, errors) {
    super(errors.join(' '));
    this.status = status;
    this.errors = errors;
  }
}

/** No answer, or one that is neither the agent's nor Flink's. */
export class Unreachable extends Error {}

const PATIENCE = 15_000;

/** The path of a route of one job. The agent's routes below ckptctl/ are never Flink's. */
export const jobPath = (jobId, route) => `../jobs/${jobId}/ckptctl/${route}`;

async function exchange(method, path, body, patience) {
  let response;
  let text;
  try {
    response = await fetch(path, {
      method,
      cache: 'no-store',
      signal: AbortSignal.timeout(patience),
      headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    text = await response.text();
  } catch (e) {
    throw new Unreachable(e.name === 'TimeoutError'
      ? `no answer within ${Math.round(patience / 1000)} s`
      : 'the JobManager cannot be reached');
  }
  let answer;
  try {
    answer = JSON.parse(text);
  } catch {
    if (response.status === 405 || response.status === 501) {
      throw new Refused(response.status, [`HTTP ${response.status}`]);
    }
    throw new Unreachable(`the answer is neither the agent's nor Flink's (HTTP ${response.status})`);
  }
  if (!response.ok) {
    throw new Refused(response.status, Array.isArray(answer.errors) ? answer.errors.map(String) : [text.slice(0, 500)]);
  }
  return answer;
}

/** Reads a route. */
export function read(path) {
  return exchange('GET', path, undefined, PATIENCE);
}

let method = 'POST';

/**
 * Sends a request for a change. Where a proxy passes no POST, as YARN's, it is sent again with PUT,
 * which has the same meaning; the proxy has passed nothing then.
 */
export async function send(path, body, waitMillis = 0) {
  try {
    return await exchange(method, path, body, PATIENCE + 15_000 + waitMillis);
  } catch (e) {
    if (e instanceof Refused && (e.status === 405 || e.status === 501) && method === 'POST') {
      const answer = await exchange('PUT', path, body, PATIENCE + 15_000 + waitMillis);
      method = 'PUT';
      return answer;
    }
    throw e;
  }
}

/** Returns whether an answer means that no JobManager has the job any more. */
export function isJobGone(error) {
  return error instanceof Refused && error.status === 404 && error.errors.some((one) => one.startsWith('Job '));
}

/** Returns whether an answer means that the agent is not there: Flink's own, for a path that it does not know. */
export function isWithoutAgent(error) {
  return error instanceof Refused && error.status === 404 && !isJobGone(error);
}
