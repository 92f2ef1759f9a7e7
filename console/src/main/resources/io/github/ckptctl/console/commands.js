// SPDX-License-Identifier: Apache-2.0
// The same action for a shell: as a call of curl, and of the command line.
import { forCommand } from './format.js';

/** Returns a word that a POSIX shell reads as exactly this text. */
export function quoted(text) {
  return /^[A-Za-z0-9_.,:=/@%+-]+$/.test(text) ? text : `'${String(text).replace(/'/g, "'\\''")}'`;
}

let user = '';

/** Makes calls of curl those of the agent's own endpoint, which has a login. */
export function withLogin(caller) {
  user = caller.replace(/^http:/, '');
}

/** Returns a call of curl that sends the same request as the page. */
export function curl(jobId, route, body) {
  // the path that the documentation has, where both exist
  const ours = user ? 'ckptctl' : 'checkpointing';
  const address = new URL(`../jobs/${jobId}/${ours}/${route}`, location.href.replace(/[?#].*/, ''));
  const content = body === undefined ? '{}' : JSON.stringify(body);
  return `curl ${user ? `-u ${quoted(user)} ` : ''}-X POST ${quoted(address.href)} -H 'Content-Type: application/json' -d ${quoted(content)}`;
}

/** Returns a call of the command line; empty words and false options are left out. */
export function ckptctl(...words) {
  return ['ckptctl', ...words.filter((word) => word !== '' && word !== false && word !== undefined)]
    .map((word) => quoted(String(word)))
    .join(' ');
}

/** Returns an option with a duration, empty for none. */
export const forTime = (option, millis) => (millis > 0 ? [option, forCommand(millis)] : []);

/** Returns an option with a text, empty for none. */
export const forText = (option, text) => (text ? [option, text] : []);
