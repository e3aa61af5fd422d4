import { afterAll, beforeAll, expect } from 'vitest';
import { browserTest } from '../support/browser.js';
import { bootHub, eventually, type TestHub } from '../support/hub.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await bootHub('demo');
});
afterAll(async () => {
  await hub[Symbol.asyncDispose]();
});

browserTest(
  'the explorer asks under its policy, workers and all; a script in the page does not run',
  async (browser) => {
    const page = await browser.newPage();
    const said: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || /Content Security Policy/.test(message.text()))
        said.push(message.text());
    });
    page.on('pageerror', (error) => said.push(String(error)));
    const query = '{ viewer { kind } }';
    const response = await page.goto(`${hub.url}/explorer/?query=${encodeURIComponent(query)}`);
    const policy = response?.headers()['content-security-policy'] ?? '';
    expect(policy).toMatch(/script-src 'self';/);
    expect(policy).toMatch(/worker-src 'self';/);
    await page.locator('.graphiql-query-editor').getByText('viewer').first().waitFor();
    await page.locator('.graphiql-execute-button').click();
    await eventually(async () => {
      const shown = await page.locator('.graphiql-response').innerText();
      return shown.includes('ANONYMOUS') ? true : undefined;
    }, 20_000);
    await eventually(async () => (page.workers().length > 0 ? true : undefined), 10_000);
    expect(said).toEqual([]);

    const ran = await page.evaluate(
      'const one = document.createElement("script"); one.textContent = "window.ran = true"; document.body.append(one); window.ran === true',
    );
    expect(ran).toBe(false);
    await eventually(async () => (said.some((one) => /script-src/.test(one)) ? true : undefined));
  },
);
