import type { Browser, Download, Locator, Page } from 'playwright-core';
import { inject } from 'vitest';
import type { TestHub } from '../support/hub.js';

const said = new WeakMap<Page, string[]>();

/** Errors that a page has written to its console or died of. */
export const complaints = (page: Page): string[] => said.get(page) ?? [];

/** A page of the console of its own, where `user` has signed in through the form; without one, a stranger's. */
export async function signedIn(browser: Browser, hub: TestHub, user?: string): Promise<Page> {
  const context = await browser.newContext({
    acceptDownloads: true,
    viewport: { width: 1280, height: 900 },
    locale: 'id-ID',
    // What slides while it is pressed may slide from under the pointer.
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const heard: string[] = [];
  said.set(page, heard);
  page.on('console', (message) => {
    if (message.type() === 'error') heard.push(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => heard.push(String(error)));
  if (user === undefined) {
    await page.goto(`${hub.url}/app/`);
    return page;
  }
  await page.goto(`${hub.url}/app/#/masuk`);
  await page.getByLabel('Nama pengguna').fill(user);
  await page
    .getByLabel('Kata sandi')
    .first()
    .fill(inject('demo').accounts.find((account) => account.user === user)?.password ?? '');
  await page.getByRole('main').getByRole('button', { name: 'Masuk' }).click();
  await page.getByRole('button', { name: 'Keluar' }).waitFor();
  return page;
}

/** The file that is handed out where a button is pressed. */
export async function fileFrom(button: Locator): Promise<Download> {
  const [file] = await Promise.all([button.page().waitForEvent('download'), button.click()]);
  return file;
}
