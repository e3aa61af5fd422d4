import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll } from 'vitest';
import { CHROMIUM } from '../../scripts/bench/chromium.js';
import { needing } from './needing.js';
import { realData, withoutRealData } from './real-data.js';

/** Pages that the hub serves once they are built: `npm test` builds them. */
export const isBuilt = (page: 'app' | 'explorer'): boolean =>
  existsSync(new URL(`../../gateway/console/dist/${page}/index.html`, import.meta.url));

let browser: Browser | undefined;

/** Files share this module, so each file that asks for a browser also ends it. */
async function close(): Promise<void> {
  const open = browser;
  browser = undefined;
  await open?.close();
}

const MOST_SHOWN = 2_000;
/** A page that hangs does not say what it shows. */
const MOST_WAIT_MS = 5_000;

/** What somebody would have seen of a page: its alerts and dialogs, then its main text. */
async function shownBy(page: Page): Promise<string> {
  const text = page.evaluate(`[
    ...document.querySelectorAll('[role=alert], [role=alertdialog], [role=dialog]'),
    document.querySelector('main') ?? document.body,
  ].map((one) => (one.getAttribute('role') ?? one.localName) + ': ' + one.innerText.trim()).join('\\n')`);
  const late = new Promise((resolve) => setTimeout(resolve, MOST_WAIT_MS, '(it did not answer)'));
  const said = await Promise.race([text, late]).catch(String);
  return `${page.url()}\n${String(said).slice(0, MOST_SHOWN)}`;
}

/** Ends what a test has left open, so that the next one does not meet it; of a failure it shows what was there to see. */
async function leave(failed: boolean): Promise<void> {
  const contexts = browser?.contexts() ?? [];
  if (failed)
    for (const page of contexts.flatMap((context) => context.pages()))
      console.error(`when the test failed, ${await shownBy(page)}`);
  await Promise.all(contexts.map((context) => context.close()));
}

/**
 * A test in a real browser, one for all of a file, on the pages as they are built; with `data`, on a real file, too,
 * whose path it gets. `lacking` says what else the machine lacks for it, if it does.
 */
export function browserTest(
  name: string,
  body: (browser: Browser, file: string) => Promise<void>,
  {
    data,
    lacking = null,
    ...options
  }: { readonly timeout?: number; readonly data?: string; readonly lacking?: string | null } = {},
): void {
  afterAll(close);
  const file = data === undefined ? '' : realData(data);
  const missing =
    !CHROMIUM || !isBuilt('app') || !isBuilt('explorer')
      ? 'needs Chromium and the built pages'
      : data !== undefined && file === undefined
        ? withoutRealData(data)
        : lacking;
  needing(
    missing,
    name,
    async ({ task, onTestFinished }) => {
      // Not after the body: one that runs out of time goes on behind its test's back.
      onTestFinished(() => leave(task.result?.state === 'fail'));
      browser ??= await chromium.launch({
        ...(CHROMIUM ? { executablePath: CHROMIUM } : {}),
        args: ['--no-sandbox', '--disable-gpu'],
      });
      await body(browser, file ?? '');
    },
    options,
  );
}
