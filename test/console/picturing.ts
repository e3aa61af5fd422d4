import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';

/** The console's header and some air. */
const BELOW_HEADER_PX = 72;
const FOLDER = new URL('../../gateway/console/pictures/', import.meta.url);

/**
 * Takes the README's picture `name` of what a story has come to, from `first` on or from the top, where pictures are
 * asked for (`npm run pictures`); otherwise none, since every run would change files that are kept.
 */
export async function picture(page: Page, name: string, first?: Locator): Promise<void> {
  if (process.env['SATUGRAF_PICTURES'] !== '1') return;
  await page.evaluate('scrollTo(0, 0)');
  const top = (await first?.boundingBox())?.y;
  if (top !== undefined) await page.evaluate(`scrollTo(0, ${top - BELOW_HEADER_PX})`);
  await page.mouse.move(0, 0);
  await page.screenshot({
    path: fileURLToPath(new URL(`${name}.png`, FOLDER)),
    animations: 'disabled',
    caret: 'hide',
  });
}
