// SPDX-License-Identifier: Apache-2.0
// A person at the console, in Chromium: SCENARIO says what for. CONSOLE is the page's address, JOB_ID
// a job, PICTURES where screenshots go, DIRECTORY a place for a savepoint, LOGIN a name and a password
// where one is needed. Lines for a shell are printed, for the caller to try. No test here reads or
// changes a job but through the page.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const {
  CONSOLE: address, JOB_ID: jobId, PICTURES: pictures, SCENARIO: scenario, DIRECTORY: directory, LOGIN: login,
} = process.env;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const SOON = 60_000;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ['--no-sandbox', '--disable-dev-shm-usage'],
});

/** Opens the console in a window of its own; what goes wrong in the page fails the test. */
async function open(hash = '', { viewport = WIDE, colorScheme = 'light', before } = {}) {
  const [username, password] = login?.split(':') ?? [];
  const context = await browser.newContext({ viewport, colorScheme, ...(login ? { httpCredentials: { username, password } } : {}) });
  context.setDefaultTimeout(SOON);
  const page = await context.newPage();
  page.faults = [];
  page.on('pageerror', (error) => page.faults.push(error.stack));
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) {
      page.faults.push(message.text());
    }
  });
  page.on('dialog', (dialog) => {
    page.faults.push(`a script has opened a dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  await before?.(page);
  await page.goto(address + hash);
  return page;
}

/** The page of the job, once it shows it. */
async function openJob(options) {
  const page = await open(`#/jobs/${jobId}`, options);
  await page.locator('.job-head').waitFor();
  return page;
}

async function assertWell(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  assert.deepEqual(violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' | ')}`), []);
  assert.deepEqual(page.faults, []);
}

const picture = (page, name) => pictures && page.screenshot({ path: `${pictures}/console-${name}.png` });

const button = (page, name) => page.getByRole('button', { name, exact: typeof name === 'string' });

const outcome = (page, kind) => page.locator(`.outcome-${kind}`).waitFor();

/** The lines for a shell in the open dialog: curl's, and ckptctl's, which is also printed. */
async function shellLines(page) {
  const lines = await page.getByRole('dialog').locator('form > .lines code').allTextContents();
  console.log(lines[1]);
  return lines;
}

/** Presses a button that opens a dialog, fills its fields in, and confirms; returns the lines for a shell. */
async function act(page, name, confirm, fill = async () => {}) {
  await button(page, name).first().click();
  const dialog = page.getByRole('dialog');
  await fill(dialog);
  const lines = await shellLines(page);
  await dialog.getByRole('button', { name: confirm, exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  return lines;
}

/** Prints the line of an action that has no dialog of its own. */
async function printLine(page, name) {
  await button(page, `${name}: as a command`).click();
  await shellLines(page);
  await button(page, 'Cancel').click();
}

/** The outcome of the last action, once it is there; it is closed then. */
async function awaitOutcome(page, kind, text) {
  await page.locator(`.outcome-${kind}`).getByText(text).first().waitFor();
  await button(page, 'Close').click();
}

/** Asserts that no text is cut off at the side. */
async function assertFits(page, name) {
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), name);
}

/** Pictures of what is open, or of a part of the page, in a small window too. */
async function pictureOfBoth(page, name, part) {
  await part?.scrollIntoViewIfNeeded();
  await picture(page, name);
  await page.setViewportSize(PHONE);
  await page.emulateMedia({ colorScheme: 'dark' });
  await assertFits(page, name);
  await assertWell(page);
  await part?.evaluate((element) => element.scrollIntoView());
  await picture(page, `${name}-phone`);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(WIDE);
}

const scenarios = {
  // checkpoints expire one after the other; nothing but clicks
  async crisis() {
    const page = await open();
    const row = page.getByRole('row').filter({ hasText: jobId.slice(0, 8) });
    await row.getByText('trouble').or(row.getByText('watch')).first().waitFor();
    await picture(page, 'jobs');
    await assertWell(page);
    await row.getByRole('link').click();
    await page.getByRole('progressbar', { name: /^Time of checkpoint/ }).first().waitFor();
    await page.locator('.phase-S, .phase-unknown').first().waitFor();
    await page.locator('.chart canvas').waitFor();
    await button(page, 'Raise the timeout…').waitFor();
    // a bar that has something to show
    await page.waitForFunction(() => document.querySelector('#in-flight [role=progressbar]')?.ariaValueNow > 35);
    await picture(page, 'job');
    await button(page, 'Raise the timeout…').click();
    await page.locator('.forecast').getByText('Timeout:').waitFor();
    await button(page, 'Apply').click();
    await outcome(page, 'done');
    await page.locator('.verdict-line').getByText('well').waitFor();
    await page.getByRole('cell', { name: /^✱ .*by rest:127\.0\.0\.1/ }).waitFor();
    await assertWell(page);
  },

  async suspension() {
    const page = await openJob();
    await button(page, 'Suspend…').click();
    await page.getByRole('radio', { name: /^Everything/ }).click();
    await page.getByRole('dialog').getByLabel('For').fill('10 min');
    await page.getByRole('dialog').getByLabel('Reason').fill('Kafka brokers restart');
    await assertWell(page);
    await pictureOfBoth(page, 'suspend');
    await page.getByRole('dialog').getByLabel('Reason').fill(`<img src=x onerror=alert(1)> it's`);
    const lines = await shellLines(page);
    assert.match(lines[0], /^curl -X POST \S+\/checkpointing\/suspend -H .* -d '\{"mode":"ALL","ttl":600000,"reason":/);
    assert.equal(lines[1], `ckptctl suspend ${jobId} --mode all --for 10m --reason '<img src=x onerror=alert(1)> it'\\''s'`);
    await button(page, 'Suspend everything').click();
    await outcome(page, 'done');
    await page.locator('.verdict-line').getByText('everything is suspended').waitFor();
    await page.locator('#history').getByText(`<img src=x onerror=alert(1)> it's`).waitFor();
    // what cannot be done now is refused in the agent's own words
    await button(page, 'Trigger…').click();
    await button(page, 'Trigger').click();
    await page.locator('.outcome-refused').getByText('suspended').waitFor();
    await button(page, 'Resume').click();
    await outcome(page, 'done');
    await page.locator('.verdict-line').getByText('suspended').waitFor({ state: 'detached' });
    assert.deepEqual(page.faults, []);
  },

  // a checkpoint in flight that takes its time, after others that failed
  async inFlight() {
    const page = await openJob();
    await page.locator('.verdict-line').getByText(/failed in a row/).waitFor();
    await page.getByRole('button', { name: /^Give checkpoint \d+ 10 min more$/ }).click();
    await awaitOutcome(page, 'done', /has until/);
    await act(page, 'Extend…', 'Extend', (dialog) => dialog.getByLabel('How much later').fill('1 h'));
    await awaitOutcome(page, 'done', /has until/);
    await printLine(page, 'Re-arm all');
    await button(page, 'Re-arm all').click();
    await awaitOutcome(page, 'done', /RESCHEDULED/);
    await printLine(page, 'Reset failure count');
    await button(page, 'Reset failure count').click();
    await awaitOutcome(page, 'done', 'The count of failures in a row is zero.');
    await act(page, 'Abort…', 'Abort it');
    await awaitOutcome(page, 'done', /was aborted/);
    await page.locator('#history').getByText('RESCHEDULED').first().waitFor();
    assert.equal(await page.locator('#history .fault').count(), 0);
    assert.deepEqual(page.faults, []);
  },

  async maintenance() {
    const page = await openJob();
    await act(page, 'Quiesce…', 'Quiesce', (dialog) => dialog.getByLabel('Wait at most').fill('1 min'));
    await awaitOutcome(page, 'done', /Suspended PERIODIC/);
    await act(page, 'Trigger…', 'Trigger', (dialog) => dialog.getByRole('radio', { name: 'Full' }).click());
    await awaitOutcome(page, 'done', /^Checkpoint \d+ completed in/);
    await act(page, 'Unaligned…', 'Make unaligned, restart if needed', async (dialog) => {
      await dialog.getByRole('checkbox', { name: /^Restart the tasks/ }).click();
      await dialog.getByLabel('Reason').fill('back-pressure');
    });
    await awaitOutcome(page, 'done', /The tasks were restarted from checkpoint/);
    await page.locator('.facts').getByText(/Restored from checkpoint \d+/).waitFor();
    await printLine(page, 'Resume');
    await button(page, 'Resume').click();
    await awaitOutcome(page, 'done', /Nothing is suspended/);
    await act(page, 'Reset settings…', 'Reset');
    await awaitOutcome(page, 'done', /submitted settings are in force/);
    await assertWell(page);
  },

  // one from the list, which Flink retains, and the newest
  async pin() {
    const page = await openJob();
    await page.locator('#pins').getByText('None.').waitFor();
    await page.locator('#recent summary').click();
    const older = await page.locator('#recent').getByRole('button', { name: /^Pin \d+…$/ }).last().textContent();
    await act(page, older, 'Pin it');
    const path = await page.locator('.outcome-done').getByText(/^Path: /).textContent();
    assert.match(path, /\/chk-\d+$/);
    await button(page, 'Close').click();
    const lines = await act(page, 'Pin the newest…', 'Pin it', async (dialog) => {
      await dialog.getByLabel('Reason').fill('before the upgrade');
      await assertWell(page);
      await pictureOfBoth(page, 'pin');
    });
    assert.match(lines[0], /^curl -X POST \S+\/checkpointing\/pin -H .* -d '\{"reason":"before the upgrade"\}'$/);
    assert.equal(lines[1], `ckptctl pin ${jobId} --reason 'before the upgrade'`);
    await awaitOutcome(page, 'done', /^Path: /);
    await page.locator('#pins').getByText('before the upgrade').waitFor();
    assert.equal(await page.locator('#pins li').count(), 2);
    await page.locator('#recent').getByRole('cell', { name: 'pinned', exact: true }).first().waitFor();
    await assertWell(page);
    await pictureOfBoth(page, 'pins', page.locator('#pins'));
  },

  // Flink retains one checkpoint only by now
  async unpin() {
    const page = await openJob();
    await page.locator('#recent summary').click();
    await act(page, /^Pin \d+…$/, 'Pin it', async (dialog) => {
      const id = Number(/Checkpoint (\d+) is pinned/.exec(await dialog.textContent())[1]);
      await page.waitForFunction((old) => Number(/Checkpoint (\d+)/.exec(document.querySelector('#restart').textContent)?.[1]) > old + 1, id);
    });
    await awaitOutcome(page, 'refused', /retain/);
    const pins = page.locator('#pins li');
    await pins.first().getByText('Only the pin keeps its files.').waitFor();
    for (let left = await pins.count(); left > 0; left--) {
      const name = await pins.first().getByRole('button', { name: /^Unpin \d+…$/ }).textContent();
      await act(page, name, 'Unpin it', async (dialog) => {
        await dialog.getByText('its files are deleted at once').waitFor();
        await assertWell(page);
        await picture(page, 'unpin');
      });
      await awaitOutcome(page, 'done', /^Checkpoint \d+: /);
      await page.waitForFunction((most) => document.querySelectorAll('#pins li').length < most, left);
    }
    await page.locator('#pins').getByText('None.').waitFor();
  },

  // one subtask hangs: its stack, then its failure
  async holders() {
    const page = await openJob();
    await page.locator('#diagnosis').getByText('It waits for Map').waitFor();
    await button(page, 'Holders…').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('listitem').getByText(/^Map -> .*, subtask [01]$/).waitFor();
    assert.equal(await dialog.getByLabel('Fail at most').inputValue(), '1');
    assert.equal(await dialog.locator('pre').count(), 0);
    await button(page, 'Read their stacks').click();
    await dialog.locator('pre').getByText('callThatDoesNotReturn').waitFor();
    await assertWell(page);
    await pictureOfBoth(page, 'holders');
    await dialog.getByText('The stacks as a command').click();
    console.log(await dialog.getByRole('region', { name: 'ckptctl line of the stacks' }).textContent());
    await dialog.getByLabel('Fail at most').fill('none');
    assert.equal(await button(page, 'Fail them').isDisabled(), true);
    await dialog.getByLabel('Fail at most').fill('1');
    const lines = await shellLines(page);
    assert.match(lines[0], /^curl -X POST \S+\/checkpointing\/fail-holders -H .* -d '\{"checkpointId":\d+,"most":1\}'$/);
    await button(page, 'Fail them').click();
    await page.locator('.outcome-done').getByText(/^Failed: Map -> .* \([12]\/2\)/).waitFor();
    await page.locator('.outcome-done').getByText(/restart from checkpoint \d+ or a newer one/).waitFor();
    await page.locator('.facts').getByText(/Restored from checkpoint \d+/).waitFor();
    assert.deepEqual(page.faults, []);
  },

  // no checkpoint is triggered, and the transactions of the sinks grow old meanwhile
  async quiet() {
    const page = await open();
    const row = page.getByRole('row').filter({ hasText: jobId.slice(0, 8) });
    await row.getByText('no checkpoint is triggered: the job was submitted without an interval').waitFor();
    await row.getByRole('link').click();
    await page.locator('.verdict-line').getByText('no checkpoint is triggered: the job was submitted without an interval').waitFor();
    await page.locator('#in-flight').getByText('none comes: the job was submitted without an interval').waitFor();
    await page.locator('.facts').getByText(/times out in .*; a suspension ends before that \(TransactionGuard RESUME\)/).waitFor();
    await button(page, 'Suspend…').click();
    await page.getByRole('dialog').getByText(/times out in .*; a suspension ends before that/).waitFor();
    await assertWell(page);
    await button(page, 'Cancel').click();
    await pictureOfBoth(page, 'quiet');
  },

  async savepoint() {
    const page = await openJob();
    await act(page, 'Stop with savepoint…', 'Stop the job', (dialog) => dialog.getByLabel('Directory').fill('nowhere://x'));
    await awaitOutcome(page, 'refused', /nowhere/);
    const lines = await act(page, 'Stop with savepoint…', 'Stop the job', async (dialog) => {
      await dialog.getByLabel('Directory').fill(directory);
      await dialog.getByRole('radio', { name: /^Native/ }).click();
      await assertWell(page);
      await pictureOfBoth(page, 'savepoint');
    });
    assert.match(lines[0], /\/checkpointing\/stop-with-savepoint .*"format":"NATIVE","deadlineMillis":60000\}'$/);
    assert.equal(lines[1], `ckptctl stop ${jobId} --savepoint ${directory} --format native --deadline 1m`);
    await page.locator('.outcome-done').getByText(`The job has stopped. Start it from file:${directory}`).waitFor();
    await page.getByRole('alert').getByText('This job has ended: FINISHED').waitFor();
    assert.deepEqual(page.faults, []);
  },

  async expiry() {
    const page = await openJob();
    await page.getByLabel('New value of Timeout').fill('5');
    await page.locator('.forecast').getByText('checkpointTimeout 5 ms is below the minimum of 10 ms').waitFor();
    assert.equal(await button(page, 'Apply').isDisabled(), true);
    await page.getByLabel('New value of Timeout').fill('25 bananas');
    await page.getByText('is no duration').waitFor();
    await page.getByLabel('New value of Timeout').fill('25 min');
    await page.getByLabel('New value of AutoExtendLimit').fill('9');
    await page.locator('#settings').getByLabel('Reason').fill('for some seconds');
    await page.getByLabel('Expires after').fill('4 s');
    await page.locator('.forecast').getByText('Timeout: ').waitFor();
    await page.locator('.forecast').getByText('AutoExtendLimit: ').waitFor();
    await picture(page, 'forecast');
    await page.getByLabel('Expires after').press('Enter');
    await outcome(page, 'done');
    await page.getByRole('cell', { name: /^✱ 25 min .*for some seconds, until/ }).waitFor();
    await page.getByRole('cell', { name: /^✱ 25 min/ }).waitFor({ state: 'detached' });
    assert.deepEqual(page.faults, []);
  },

  // the second of two people sees what the first has done, and is asked again
  async conflict() {
    const first = await openJob();
    const second = await openJob();
    await second.getByLabel('New value of AutoExtendLimit').fill('7');
    await second.locator('.forecast').getByText('AutoExtendLimit: ').waitFor();
    await first.getByLabel('New value of TolerableFailedCheckpoints').fill('77');
    await first.locator('.forecast').getByText('TolerableFailedCheckpoints: ').waitFor();
    await button(first, 'Apply').click();
    await outcome(first, 'done');
    await second.locator('.conflict').getByText('TolerableFailedCheckpoints').waitFor();
    assert.equal(await button(second, 'Apply').isDisabled(), true);
    await assertWell(second);
    await second.getByRole('button', { name: /^I have seen it/ }).click();
    await second.locator('.forecast').getByText('AutoExtendLimit: ').waitFor();
    await button(second, 'Apply').click();
    await outcome(second, 'done');
    assert.deepEqual([...first.faults, ...second.faults], []);
  },

  async hostileName() {
    const page = await open();
    const link = page.getByRole('link', { name: '<img src=x onerror=alert(1)>\\u202e orders' });
    await link.click();
    await page.getByRole('heading', { level: 1, name: '<img src=x onerror=alert(1)>\\u202e orders' }).waitFor();
    assert.equal(await page.locator('img').count(), 0);
    await assertWell(page);
  },

  async readOnly() {
    const page = await openJob();
    await page.locator('.read-only').getByText('rest.changes=false').waitFor();
    await button(page, 'Suspend…').click({ force: true });
    await page.locator('.outcome-refused').getByText('Read only').waitFor();
    assert.equal(await page.getByLabel(/^New value/).count(), 0);
    assert.equal(await page.getByRole('dialog').count(), 0);
    await assertWell(page);
  },

  // at the agent's own endpoint: who may only look
  async viewer() {
    const page = await open();
    await page.getByText('Of this JobManager').waitFor();
    await page.getByText('http:vera · viewer').waitFor();
    await page.getByRole('row').filter({ hasText: jobId.slice(0, 8) }).getByRole('link').click();
    await page.locator('.job-head').waitFor();
    await page.locator('.read-only').getByText('http:vera is a viewer').waitFor();
    await page.locator('#recent').getByText(/[1-9]\d* shown, \d+ failed/).waitFor();
    assert.equal(await page.getByLabel(/^New value/).count(), 0);
    for (const name of ['Suspend…', 'Resume', 'Trigger…', 'Stop with checkpoint…', 'Reset settings…', 'Abort…', '+1 min']) {
      assert.equal(await button(page, name).count(), 0, name);
    }
    assert.equal(await page.getByText('Flink Web UI').or(page.getByText('In Flink’s Web UI')).count(), 0);
    await assertWell(page);
    await picture(page, 'viewer');
    await page.setViewportSize(PHONE);
    await page.getByText('http:vera · viewer').waitFor();
    await assertWell(page);
    // the page's own origin and login, past the page
    const refused = await page.evaluate(async (id) => {
      const answer = await fetch(`../jobs/${id}/ckptctl/suspend`, {
        method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"mode":"ALL"}',
      });
      return [answer.status, await answer.text()];
    }, jobId);
    assert.equal(refused[0], 403);
    assert.match(refused[1], /suspend needs the role OPERATOR, this is vera/);
  },

  // at the agent's own endpoint: who may suspend and change, but end nothing
  async operator() {
    const page = await openJob();
    await button(page, 'Suspend…').waitFor();
    assert.equal(await button(page, 'Stop with checkpoint…').count(), 0);
    await button(page, 'Suspend…').click();
    const lines = await page.getByRole('dialog').locator('code').allTextContents();
    assert.match(lines[0], /^curl -u oscar -X POST \S+\/ckptctl\/suspend -H /);
    await page.getByRole('dialog').getByLabel('Reason').fill('by oscar');
    await button(page, 'Suspend').click();
    await outcome(page, 'done');
    await page.locator('.verdict-line').getByText('suspended').waitFor();
    await page.locator('#history').getByText('http:oscar').waitFor();
    await picture(page, 'operator');
    await button(page, 'Resume').click();
    await outcome(page, 'done');
    await page.locator('.verdict-line').getByText('suspended').waitFor({ state: 'detached' });
    await assertWell(page);
  },

  // a page whose connection is lost and comes back, then a job that ends
  async losses() {
    const page = await openJob();
    await page.context().setOffline(true);
    await page.getByRole('alert').getByText('Not live since').waitFor();
    await button(page, 'Suspend…').click({ force: true });
    await page.locator('.outcome-refused').getByText('Not live').waitFor();
    await page.context().setOffline(false);
    await button(page, 'Try now').click();
    await page.getByRole('alert').waitFor({ state: 'detached' });
    await act(page, 'Stop with checkpoint…', 'Stop the job', () => assertWell(page));
    await page.locator('.outcome-done').getByText('The job has stopped. Start it from').waitFor();
    await page.getByRole('alert').getByText('This job has ended: FINISHED').waitFor();
    assert.deepEqual(page.faults, []);
  },

  // the leader is killed while the page of another JobManager is open; nothing is clicked meanwhile
  async failover() {
    const page = await openJob();
    await page.locator('.verdict-line').getByText('well').waitFor();
    await page.evaluate(() => {
      globalThis.said = new Set();
      const note = () => document.querySelectorAll('[role=alert]').forEach((one) => globalThis.said.add(one.querySelector('p')?.textContent ?? one.textContent));
      new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true });
    });
    writeFileSync(process.env.OPEN, '');
    await page.locator('.lost').getByText('Not live since').waitFor();
    await button(page, 'Suspend…').click({ force: true });
    await page.locator('.outcome-refused').getByText('Not live').waitFor();
    await picture(page, 'failover');
    await page.locator('.lost').waitFor({ state: 'detached', timeout: 3 * SOON });
    await page.locator('.verdict-line').getByText('well').waitFor({ timeout: 3 * SOON });
    const said = await page.evaluate(() => [...globalThis.said]);
    console.log(said.join('\n'));
    assert.deepEqual(said.filter((one) => /Actor|RemoteFenced|not here/.test(one)), []);
    await button(page, 'Suspend…').click();
    await button(page, 'Suspend').click();
    await outcome(page, 'done');
    await assertWell(page);
  },

  // the agent's answers for 1,000 jobs are made here: what is tested is the page
  async thousand() {
    const jobs = Array.from({ length: 1_000 }, (_, i) => ({
      jobId: i.toString(16).padStart(32, '0'), jobName: `job-${i}`, jobStatus: 'RUNNING', timeout: 600_000, interval: 60_000,
      suspension: 'NONE', suspendedMillis: 0, notTriggering: '',
      pendingCheckpoints: i % 2 ? [] : [{ id: i, kind: 'Checkpoint', triggeredAt: 0, deadline: 600_000, acknowledged: 1, total: 4, extensions: 0 }],
      pendingDeadlineRatio: i % 2 ? 0 : (i % 80) / 100, latestCompletedId: i, latestCompletedAge: 1_000 * (i % 60), latestCompletedDuration: 10,
      consecutiveFailures: i === 700 ? 4 : 0, tolerableFailedCheckpoints: 5, overrideActive: 0, revision: 0,
    }));
    const page = await open('', {
      before: (one) => one.route('**/ckptctl/jobs', (route) => route.fulfill({ json: { jobs } })),
    });
    await page.getByText('1000 jobs, 1 in trouble').waitFor();
    assert.match(await page.getByRole('row').nth(1).textContent(), /trouble.*job-700/);
    assert.ok(await page.getByRole('row').count() < 60);
    // to the end and back, a step in each frame; a page with all rows in it takes seconds for one
    const frames = await page.evaluate(() => new Promise((resolve) => {
      const pane = document.querySelector('.rows');
      const times = [];
      let last = performance.now();
      const step = (now) => {
        times.push(now - last);
        last = now;
        if (times.length < 120) {
          pane.scrollTop = (pane.scrollHeight * (60 - Math.abs(times.length - 60))) / 60;
          requestAnimationFrame(step);
        } else {
          resolve(times.sort((a, b) => a - b));
        }
      };
      requestAnimationFrame(step);
    }));
    console.log(`1,000 jobs: a frame takes ${Math.round(frames[60])} ms in the median, ${Math.round(frames[108])} ms in nine of ten`);
    assert.ok(frames[60] < 500, `frames: ${frames}`);
    await page.keyboard.press('/');
    await page.keyboard.type('job-99');
    await page.getByText('11 shown').waitFor();
    await page.getByRole('link', { name: 'job-999' }).focus();
    await page.keyboard.press('ArrowUp');
    assert.match(await page.evaluate(() => document.activeElement.textContent), /^job-99/);
    await assertWell(page);
    const phone = await open('', {
      viewport: PHONE, colorScheme: 'dark',
      before: (one) => one.route('**/ckptctl/jobs', (route) => route.fulfill({ json: { jobs } })),
    });
    await phone.getByText('1000 jobs').waitFor();
    await assertFits(phone, 'jobs');
    await assertWell(phone);
  },

  // three sizes, both themes: nothing is cut off at the side, nothing is unreadable
  async sizes() {
    for (const [viewport, colorScheme, name] of [[WIDE, 'dark', 'dark'], [{ width: 1024, height: 768 }, 'light', 'tablet'], [PHONE, 'dark', 'phone']]) {
      const page = await openJob({ viewport, colorScheme });
      await page.locator('.chart canvas').waitFor();
      await picture(page, name);
      await assertFits(page, name);
      await assertWell(page);
      await page.getByLabel('Theme').selectOption(colorScheme === 'dark' ? 'light' : 'dark');
      await assertWell(page);
      await page.context().close();
    }
  },
};

try {
  await scenarios[scenario]();
  console.log(`console, ${scenario}: all well`);
} finally {
  await browser.close();
}
