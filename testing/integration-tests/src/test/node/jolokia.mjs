// SPDX-License-Identifier: Apache-2.0
// jolokia.js and its simple interface against the endpoint: URL and TOKEN, and the job ID of which it
// changes the settings. Ends with 0 if everything is as it should be.
import assert from 'node:assert/strict';
import Jolokia from 'jolokia.js';
import SimpleJolokia from '@jolokia.js/simple';

// where jolokia.js looks for btoa() to log in with a password
globalThis.window ??= globalThis;

const { URL: url, TOKEN: token, JOB_ID: jobId } = process.env;
const bean = `flink.checkpointing:type=CheckpointCoordinator,job_id=${jobId}`;
const withToken = { url, headers: { Authorization: `Bearer ${token}` } };
const withPassword = { url, username: 'token', password: token };

for (const login of [withToken, withPassword]) {
  const jolokia = new Jolokia(login);

  const version = await jolokia.request({ type: 'version' });
  assert.equal(version.value.info.product, 'ckptctl');

  for (const method of ['get', 'post']) {
    const read = await jolokia.request({ type: 'read', mbean: bean, attribute: 'JobId' }, { method });
    assert.equal(read.value, jobId);
  }

  const [written, refused, resumed] = await jolokia.request([
    { type: 'write', mbean: bean, attribute: 'Timeout', value: 71000 },
    { type: 'write', mbean: bean, attribute: 'Timeout', value: 9 },
    { type: 'exec', mbean: bean, operation: 'resume()' },
  ], { ignoreErrors: true, maxDepth: 7, includeStackTrace: true, serializeException: true });
  assert.equal(written.status, 200);
  assert.equal(refused.status, 400);
  assert.match(refused.error, /Timeout 9 ms is below the minimum of 10 ms, Timeout is still 71000 ms/);
  assert.equal(refused.stacktrace, undefined);
  assert.equal(resumed.value.suspension, 'NONE');

  // what is more than 20 comes in several
  const answers = await Promise.all([20, 5].map((size) => jolokia.request(
    Array.from({ length: size }, () => ({ type: 'read', mbean: bean, attribute: 'Timeout' })))));
  assert.deepEqual(new Set(answers.flat().map((answer) => answer.value)), new Set([71000]));

  // polling, as consoles do
  const seen = await new Promise((resolve) => {
    jolokia.register(resolve, { type: 'read', mbean: bean, attribute: 'Timeout' });
    jolokia.start(100);
  });
  jolokia.stop();
  assert.equal(seen.value, 71000);
}

const simple = new SimpleJolokia(withPassword);
assert.equal((await simple.version()).agent, '2.3.0');
assert.equal(await simple.setAttribute(bean, 'Timeout', 72000), 71000);
assert.equal(await simple.getAttribute(bean, 'Timeout'), 72000);
assert.equal(typeof await simple.getAttribute(bean, 'LatestCompletedCheckpoint', 'id'), 'number');
assert.equal((await simple.execute(bean, 'suspend', 'PERIODIC')).suspension, 'PERIODIC');
assert.equal((await simple.execute(bean, 'resume')).suspension, 'NONE');
const revision = await simple.execute(bean, 'updateSettings', { Timeout: 73000, MinPause: 10 }, 'test', 0, -1);
assert.equal(revision, await simple.getAttribute(bean, 'Revision'));
assert.equal((await simple.search('*:*')).filter((name) => name.includes(jobId)).length, 1);
assert.deepEqual(Object.keys(await simple.list()), ['flink.checkpointing']);

// what is refused as a whole is a rejected promise with the HTTP status
const stranger = new Jolokia({ url, username: 'token', password: 'wrong' });
await assert.rejects(stranger.request({ type: 'version' }), { status: 401 });
const jolokia = new Jolokia(withToken);
await assert.rejects(
  jolokia.request({ type: 'read', mbean: 'java.lang:type=Memory' }, { method: 'post' }), { status: 403 });
await assert.rejects(
  jolokia.request({ type: 'write', mbean: bean, attribute: 'Timeout', value: 9 }, { method: 'get' }), { status: 405 });
console.log('jolokia.js: all well');
