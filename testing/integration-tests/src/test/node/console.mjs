// SPDX-License-Identifier: Apache-2.0
// A person at the console, in Chromium: SCENARIO says what for. CONSOLE is the page's address, JOB_ID
// a job, PICTURES where screenshots go. No test here reads or changes a job but through the page.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const { CONSOLE: address, JOB_ID: jobId, PICTURES: pictures, SCENARIO: scenario } = process.env;
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
  const context = await browser.newContext({ viewport, colorScheme });
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

const button = (page, name) => page.getByRole('button', { name, exact: true });

const outcome = (page, kind) => page.locator(`.outcome-${kind}`).waitFor();

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
    await page.getByRole('dialog').getByLabel('Reason').fill(`<img src=x onerror=alert(1)> it's`);
    const lines = await page.getByRole('dialog').locator('code').allTextContents();
    assert.match(lines[0], /^curl -X POST \S+\/checkpointing\/suspend -H .* -d '\{"mode":"ALL","ttl":600000,"reason":/);
    assert.equal(lines[1], `ckptctl suspend ${jobId} --mode all --for 10m --reason '<img src=x onerror=alert(1)> it'\\''s'`);
    await assertWell(page);
    await picture(page, 'suspend');
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
    await button(page, 'Stop with checkpoint…').click();
    await assertWell(page);
    await button(page, 'Stop the job').click();
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
    assert.ok(await phone.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    await assertWell(phone);
  },

  // three sizes, both themes: nothing is cut off at the side, nothing is unreadable
  async sizes() {
    for (const [viewport, colorScheme, name] of [[WIDE, 'dark', 'dark'], [{ width: 1024, height: 768 }, 'light', 'tablet'], [PHONE, 'dark', 'phone']]) {
      const page = await openJob({ viewport, colorScheme });
      await page.locator('.chart canvas').waitFor();
      await picture(page, name);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), name);
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
