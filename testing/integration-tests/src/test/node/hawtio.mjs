// SPDX-License-Identifier: Apache-2.0
// A person at hawtio, in Chromium: connects to the endpoint (PORT, TOKEN), finds the job's bean (JOB_ID),
// sets its timeout, and suspends it. HAWTIO is hawtio's address, PICTURE where a screenshot goes.
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

const { HAWTIO: hawtio, PORT: port, TOKEN: token, JOB_ID: jobId, PICTURE: picture } = process.env;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ['--no-sandbox', '--disable-dev-shm-usage'],
});
const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
context.setDefaultTimeout(180_000);
try {
  const start = await context.newPage();
  await start.goto(hawtio);
  await start.getByRole('button', { name: /add connection/i }).first().click();
  await start.fill('#connection-form-name', 'jobmanager');
  await start.locator('#connection-form-scheme').uncheck({ force: true });
  await start.fill('#connection-form-host', '127.0.0.1');
  await start.fill('#connection-form-port', port);
  await start.fill('#connection-form-path', '/jolokia/');
  await start.getByRole('button', { name: 'Add', exact: true }).click();
  const opened = context.waitForEvent('page');
  await start.getByRole('button', { name: /^connect$/i }).first().click();

  const page = await opened;
  await page.fill('#connect-login-form-username', 'token');
  await page.fill('#connect-login-form-password', token);
  await page.getByRole('button', { name: /log ?in/i }).click();

  await page.getByText('Expand all').click();
  await page.locator('.pf-v5-c-tree-view').getByText(jobId, { exact: true }).click();
  await page.getByRole('gridcell', { name: 'Timeout', exact: true })
    .or(page.getByText('Timeout', { exact: true })).first().click();
  assert.match(await page.inputValue('#attribute-form-description'), /^How long a checkpoint may take/);
  await page.fill('#attribute-form-value', '81000');
  if (picture) {
    await page.screenshot({ path: picture });
  }
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Updated attribute: Timeout').waitFor();

  await page.getByText('Operations', { exact: true }).first().click();
  const suspend = page.locator('li').filter({ hasText: 'suspend(String)' }).last();
  await suspend.getByRole('button').first().click();
  await suspend.locator('input').fill('PERIODIC');
  await suspend.getByRole('button', { name: 'Execute' }).click();
  await suspend.getByText('"suspension": "PERIODIC"').waitFor();
  console.log('hawtio: all well');
} finally {
  await browser.close();
}
