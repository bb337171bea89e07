import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { png } from '@wasl/testkit/federation';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Demonstration } from '../end-to-end/demonstration.ts';

const program = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));
const built = fileURLToPath(new URL('../../apps/console/dist/index.html', import.meta.url));
let demo: Demonstration | undefined;
let browser: Browser | undefined;

beforeAll(async () => {
  if (program === undefined) return;
  demo = await Demonstration.make();
  demo.start(['--scenario', 'quiet']);
  await demo.line('gb.police is ready');
  browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] });
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await demo?.stop();
  demo?.remove();
});

test.skipIf(program === undefined)(
  '[I11] the console signs in, shows a record with its delivery, turns right to left in Arabic, under a strict policy and without an error (needs Chromium)',
  async () => {
    if (demo === undefined || browser === undefined) throw new Error('not started');
    expect(existsSync(built)).toBe(true);
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => {
      // A page that asks whether someone is signed in is told 401; the browser writes that down as an error.
      if (message.type() === 'error' && !message.text().includes('401')) errors.push(message.text());
    });
    const answer = await page.goto(`${demo.base('ma')}/`);
    expect(answer?.headers()['content-security-policy']).toContain("default-src 'none'");
    await page.getByRole('button', { name: /duty/i }).first().click();
    const put = await demo.call('ma', '/api/v1/records', {
      body: JSON.stringify({
        type: 'logEntry',
        mode: 'exercise',
        purpose: 'event-safety',
        fields: { at: '2030-06-14T18:00:00Z', text: [{ lang: 'en-GB', text: 'Gate N4 opened', status: 'original' }] },
      }),
    });
    expect(put.status).toBe(201);
    await page.getByText('Gate N4 opened').first().waitFor();
    await page
      .getByText(/delivered/i)
      .first()
      .waitFor();
    await page
      .getByRole('button', { name: 'العربية' })
      .or(page.getByRole('radio', { name: 'العربية' }))
      .first()
      .click();
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
    await page.getByRole('button', { name: 'English' }).first().click();
    await page.getByText('Live', { exact: true }).waitFor();
    await page.getByText('Gate N4 opened').first().click();
    await page.getByRole('button', { name: 'Check the proof' }).click();
    await page.getByText('exactly the record').waitFor();
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save the proof as a file' }).click();
    expect((await saved).suggestedFilename()).toMatch(/^wasl-.*\.json$/);
    expect(errors).toEqual([]);
  },
  90_000,
);

test.skipIf(program === undefined)(
  '[L1, AP8.1] opening a declaration says that it was seen, accepting it is the officer’s act, and each page shows both by itself (needs Chromium)',
  async () => {
    if (demo === undefined || browser === undefined) throw new Error('not started');
    const page = await browser.newPage();
    await page.goto(`${demo.base('gb')}/`);
    await page.getByRole('button', { name: /duty/i }).first().click();
    await page.getByText('Live', { exact: true }).waitFor();
    const now = `${new Date().toISOString().slice(0, 19)}Z`;
    const put = await demo.call('ma', '/api/v1/records', {
      body: JSON.stringify({
        type: 'declaration',
        mode: 'exercise',
        purpose: 'event-safety',
        fields: {
          what: 'evacuation',
          authority: 'police-gold',
          effective: now,
          reviewAt: `${new Date(Date.now() + 1_200_000).toISOString().slice(0, 19)}Z`,
          ackBy: [{ desk: 'gb.police/ops', deadlineSeconds: 600, ladder: ['gb.police/nfip'] }],
        },
      }),
    });
    expect(put.status).toBe(201);
    const states = async (): Promise<readonly unknown[]> => {
      const listed = await demo?.call('ma', '/api/v1/records?type=acknowledgement');
      const body = listed?.json as unknown as { records: { fields: { name: string; value: unknown }[] }[] };
      return body.records.map((record) => record.fields.find(({ name }) => name === 'state')?.value);
    };
    await page.getByText('Evacuation').first().click();
    await expect.poll(states, { timeout: 20_000 }).toEqual(['seen']);
    await page.getByRole('button', { name: 'Acknowledge' }).click();
    await expect.poll(states, { timeout: 20_000 }).toEqual(['accepted', 'seen']);
    await page.getByText('Acknowledged').first().waitFor();
  },
  90_000,
);

test.skipIf(program === undefined)(
  '[RC6.11, AP12] a picture chosen for a new entry is saved from the partner’s page, without the note of its author (needs Chromium)',
  async () => {
    if (demo === undefined || browser === undefined) throw new Error('not started');
    const [here, there] = await Promise.all([browser.newPage(), browser.newPage()]);
    for (const [page, side] of [
      [here, 'ma'],
      [there, 'gb'],
    ] as const) {
      await page.goto(`${demo.base(side)}/`);
      await page.getByRole('button', { name: /duty/i }).first().click();
      await page.getByText('Live', { exact: true }).waitFor();
    }
    const picture = Buffer.from(png(200_000));
    const noted = Buffer.concat([picture.subarray(0, 33), Buffer.from('\0\0\0\x0atEXtAuthor\0me!sum!', 'latin1'), picture.subarray(33)]);
    await here.getByText('New entry').click();
    await here.getByLabel('What happened').fill('Gate N7, see the picture');
    await here.getByLabel('Pictures and documents').setInputFiles({ name: 'N7.png', mimeType: 'image/png', buffer: noted });
    await here.getByRole('button', { name: 'Send', exact: true }).click();
    await there.getByText('Gate N7, see the picture').first().click();
    const saved = there.waitForEvent('download');
    await there.getByRole('link', { name: 'Save N7.png' }).click();
    const file = await saved;
    expect(file.suggestedFilename()).toBe('N7.png');
    expect(readFileSync(await file.path()).equals(picture)).toBe(true);
    await here.getByText('Gate N7, see the picture').first().click();
    await here.getByText(/police: arrived/).waitFor();
  },
  90_000,
);
