import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject } from 'vitest';
import { browserTest } from '../support/browser.js';
import { bootHub, eventually, type TestHub } from '../support/hub.js';
import { runs } from '../support/runs.js';
import { addressesFor, foundBy } from './addresses.js';
import { signedIn } from './browsing.js';
import { controlsOf, focused, tabTo, unreached } from './keyboard.js';
import { faultsAtSizes, narrow, scriptsOf, visit, watch, whole } from './watching.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await bootHub('demo');
});
afterAll(async () => {
  await hub[Symbol.asyncDispose]();
});

const MOST_SCRIPT = 350_000;

/** Controls that Tab has come to, of whatever caller's screen; each with the part of the console that it stands in. */
const walked = new Set<string>();

/** Whether a screen holds a control that Tab has still to come to; in the long mode all of them are walked through. */
async function holdsNew(page: Page, to: string): Promise<boolean> {
  const known = walked.size;
  for (const control of await controlsOf(page)) walked.add(`${to.split('/')[1]} ${control}`);
  return walked.size > known || runs(0, 1) > 0;
}

async function faultsOf(page: Page, to: string): Promise<string[]> {
  const faults: string[] = [];
  if ((await page.getByText('Halaman ini tidak ada.').count()) > 0) faults.push('there is no such page');
  if ((await page.getByText('Layar ini gagal ditampilkan.').count()) > 0) faults.push('the screen broke');
  const missed = async (): Promise<string[]> =>
    (await holdsNew(page, to))
      ? (await unreached(page)).map((control) => `Tab does not come to ${control}`)
      : [];
  faults.push(...(await faultsAtSizes(page, missed)));
  return [...new Set(faults)].map((fault) => `${to}: ${fault}`);
}

for (const user of ['nobody', ...inject('demo').accounts.map(({ user }) => user)])
  browserTest(
    `every screen of ${user} is whole, accessible, and fits 360 px`,
    async (browser) => {
      const page = await signedIn(browser, hub, user === 'nobody' ? undefined : user);
      const watched = watch(page, hub);
      const found = await foundBy(user === 'nobody' ? hub.anonymous : await hub.official(user));
      const addresses = addressesFor(found);
      expect(addresses).toContain('/');
      const faults: string[] = [];
      for (const to of addresses) {
        await visit(page, watched, to);
        faults.push(...(await faultsOf(page, to)));
        faults.push(...watched.said.splice(0).map((said) => `${to}: ${said}`));
      }
      await page.close();
      expect(faults).toEqual([]);
    },
    { timeout: 300_000 },
  );

browserTest(
  'the keyboard reaches the skip button and the menu; the focus and the title follow the screen',
  async (browser) => {
    const page = await signedIn(browser, hub);
    const watched = watch(page, hub);
    await page.reload();
    await whole(page, watched);
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Langsung ke isi');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('isi');

    await page.reload();
    await whole(page, watched);
    await tabTo(page, 'Mulai memakai');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Mulai memakai' }).waitFor();
    await eventually(async () => ((await focused(page)) === 'Mulai memakai' ? true : undefined));
    expect(await page.evaluate('document.activeElement.tagName')).toMatch(/^(H1|MAIN)$/);
    expect(await page.title()).toBe('Mulai memakai · SatuGraf');

    await page.setViewportSize(narrow);
    await page.reload();
    await whole(page, watched);
    await tabTo(page, 'Menu');
    await page.keyboard.press('Enter');
    await tabTo(page, 'Beranda');
    expect(watched.said).toEqual([]);
    await page.close();
  },
);

browserTest('a first visit loads less than 350 kB of compressed script', async (browser) => {
  const page = await browser.newPage();
  const watched = watch(page, hub);
  const scripts = scriptsOf(page, 'app');
  await page.goto(`${hub.url}/app/`);
  await whole(page, watched);
  expect(scripts.names.size).toBeGreaterThan(0);
  expect(scripts.weight()).toBeLessThan(MOST_SCRIPT);
  await page.close();
});
