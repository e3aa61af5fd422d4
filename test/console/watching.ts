import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { eventually, type TestHub } from '../support/hub.js';
import { complaints } from './browsing.js';

/** Frames without a movement: what a change of size sets off begins a frame or two after it. */
const CALM_FRAMES = 5;

/** What is wrong with a page's traffic and console, and whether a request is on its way. */
export interface Watch {
  readonly said: string[];
  readonly isQuiet: () => boolean;
}

/** Notes complaints, requests that fail, and requests to anywhere but the hub. */
export function watch(page: Page, hub: TestHub): Watch {
  const said = complaints(page);
  const under = new Set<unknown>();
  let last = Date.now();
  page.on('request', (request) => {
    under.add(request);
    last = Date.now();
    const { origin, protocol } = new URL(request.url());
    if (!['data:', 'blob:'].includes(protocol) && origin !== hub.url) said.push(`asked ${request.url()}`);
  });
  const ended = (request: unknown) => {
    under.delete(request);
    last = Date.now();
  };
  page.on('requestfinished', ended);
  page.on('requestfailed', (request) => {
    ended(request);
    // A screen that is left takes its question back.
    if (request.failure()?.errorText !== 'net::ERR_ABORTED') said.push(`failed: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) said.push(`${response.status()}: ${response.url()}`);
  });
  return { said, isQuiet: () => under.size === 0 && Date.now() - last > 150 };
}

/** Opens a screen as a link within the page does, and waits until it is whole. */
export async function visit(page: Page, watched: Watch, to: string): Promise<void> {
  // A function would be compiled with names of the test's own.
  await page.evaluate(`location.hash = ${JSON.stringify(`#${to}`)}`);
  await whole(page, watched);
}

/** Whether the screen of the address bar is drawn: while its script is fetched, the one before it stands. */
const isDrawn = (page: Page): Promise<unknown> =>
  page.evaluate(
    `document.getElementById('isi')?.dataset.address === (location.hash.slice(1) || '/').replace(/#.*/, '')`,
  );

/** Waits until a screen has all that it asks for, be it that it has not begun to ask: a busy machine draws it late. */
export async function whole(page: Page, watched: Watch): Promise<void> {
  await still(page);
  await eventually(async () => {
    if (!watched.isQuiet() || !(await isDrawn(page))) return undefined;
    const loads = await page.locator('[role=status][aria-label="Memuat…"]').count();
    return loads === 0 && (await page.locator('h1').count()) > 0 ? true : undefined;
  }, 15_000).catch(async (error: unknown) => {
    const shown = await page.locator('#isi').innerText();
    throw new Error(`${page.url()} did not come to rest: ${shown.slice(0, 300)}`, { cause: error });
  });
}

/** Waits until nothing on the page moves: a menu that slides away lies over what is behind it for a while. */
export const still = (page: Page): Promise<unknown> =>
  page.evaluate(`(async () => {
    for (let calm = 0; calm < ${CALM_FRAMES}; calm++) {
      await new Promise(requestAnimationFrame);
      const moving = document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime !== Infinity);
      if (moving.length > 0) calm = -1;
      await Promise.allSettled(moving.map((one) => one.finished));
    }
  })()`);

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** Serious and critical violations of accessibility, each with the first place where it is. */
export async function violations(page: Page): Promise<string[]> {
  // Not as an element of the page: its policy forbids that.
  if (!(await page.evaluate('typeof axe === "object"'))) await page.evaluate(AXE);
  const found = (await page.evaluate(
    'axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations)',
  )) as Violation[];
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes: [first] }) => `${id}: ${first?.html.slice(0, 200)} ${first?.failureSummary}`);
}

export const wide = { width: 1280, height: 900 };
export const narrow = { width: 360, height: 740 };

/** Gives a page another size, and waits until what slides has come to rest, as the menu does. */
export async function resize(page: Page, size: typeof wide): Promise<void> {
  await page.setViewportSize(size);
  await still(page);
}

const widthOf = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth') as Promise<number>;

/** A narrow screen needs no scrolling sideways; the page is then as wide as before. */
export async function fitsNarrow(page: Page): Promise<void> {
  const before = page.viewportSize();
  await resize(page, narrow);
  expect(await widthOf(page)).toBe(narrow.width);
  if (before) await resize(page, before);
}

/**
 * What is wrong with a screen as it stands, wide and narrow: its headings, its accessibility, its width, and what
 * `atWide` finds. It begins with the size that the page has, and leaves it at the other.
 */
export async function faultsAtSizes(
  page: Page,
  atWide: () => Promise<readonly string[]> = async () => [],
): Promise<string[]> {
  const faults: string[] = [];
  const isNarrow = page.viewportSize()?.width === narrow.width;
  for (const size of isNarrow ? [narrow, wide] : [wide, narrow]) {
    if (page.viewportSize()?.width !== size.width) await resize(page, size);
    const headings = await page.locator('h1').count();
    if (headings !== 1) faults.push(`${headings} h1`);
    faults.push(...(await violations(page)));
    const width = await widthOf(page);
    if (width > size.width) faults.push(`${width} px wide at ${size.width} px`);
    if (size === wide) faults.push(...(await atWide()));
  }
  return faults;
}

/** The scripts that a page loads from now on, by their names among the built files, and what they weigh as they are sent. */
export function scriptsOf(
  page: Page,
  of: 'app' | 'explorer',
): { readonly names: ReadonlySet<string>; readonly weight: () => number } {
  const names = new Set<string>();
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.endsWith('.js')) names.add(pathname.replace(`/${of}/`, ''));
  });
  const built = new URL(`../../gateway/console/dist/${of}/`, import.meta.url);
  return {
    names,
    weight: () => [...names].reduce((sum, name) => sum + statSync(new URL(`${name}.gz`, built)).size, 0),
  };
}
