import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
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
    expect(errors).toEqual([]);
  },
  90_000,
);
