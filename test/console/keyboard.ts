import type { Page } from 'playwright-core';

/** Tabs before it is looked again what they have come to. */
const STRIDE = 25;
const MOST_TABS = 1000;

/** In the page: what a mouse can use now. */
const CONTROLS = `
  const controls = 'a[href], button, input, select, textarea, summary, [role=button], [role=link], [role=tab], [role=radio], [role=checkbox], [role=switch], [role=combobox], [role=menuitem]';
  const usable = (one) => one.checkVisibility({ visibilityProperty: true })
    && !one.matches(':disabled, [aria-disabled=true], [type=hidden], [type=file]')
    && !one.closest('[inert], [aria-hidden=true]');
  const there = [...document.querySelectorAll(controls)].filter(usable);
  const name = (one) => one.tagName.toLowerCase() + ' '
    + (one.getAttribute('aria-label') || one.innerText || one.labels?.[0]?.innerText || one.placeholder || '').trim().slice(0, 60);`;

/**
 * Names of what Tab has not come to. Of radio buttons and tabs that belong together it comes to one, and arrows go on from
 * there. What looks as if it could be pressed and is no control at all is named, too.
 */
const UNREACHED = `(() => {${CONTROLS}
  const group = (one) => one.matches('[type=radio]') ? [...document.getElementsByName(one.name)]
    : one.matches('[role=tab]') ? [...one.closest('[role=tablist]').querySelectorAll('[role=tab]')] : [one];
  const missed = there.filter((one) => !group(one).some((other) => window.reached.has(other)));
  const mouseOnly = [...document.querySelectorAll('body *')].filter((one) =>
    getComputedStyle(one).cursor === 'pointer' && usable(one) && !one.closest(controls + ', label, [tabindex]'));
  return [...missed, ...mouseOnly].map(name);
})()`;

/** The controls of a screen that the keyboard alone does not reach, by their names. */
export async function unreached(page: Page): Promise<string[]> {
  await page.evaluate(`(() => {
    window.reached ??= (document.addEventListener('focusin', ({ target }) => window.reached.add(target)), undefined);
    window.reached = new Set();
    document.activeElement.blur();
    document.querySelector('a[href], button').focus();
  })()`);
  let left: string[] = [];
  for (let tabs = 0; tabs < MOST_TABS; tabs += STRIDE) {
    for (let at = 0; at < STRIDE; at++) await page.keyboard.press('Tab');
    const before = left;
    left = (await page.evaluate(UNREACHED)) as string[];
    // Once around: what is not reached by then never is.
    if (left.length === 0 || left.join('\n') === before.join('\n')) return left;
  }
  return left;
}

/** What can be used on the screen, each by its name. */
export const controlsOf = (page: Page): Promise<string[]> =>
  page.evaluate(`(() => {${CONTROLS} return there.map(name); })()`) as Promise<string[]>;

/** The name of what has the focus. */
export const focused = (page: Page): Promise<string> =>
  page.evaluate(
    'document.activeElement.getAttribute("aria-label") ?? document.activeElement.innerText',
  ) as Promise<string>;

/** Presses Tab until it comes to what is called so. */
export async function tabTo(page: Page, name: string): Promise<void> {
  for (let tabs = 0; tabs < 20; tabs++) {
    await page.keyboard.press('Tab');
    if ((await focused(page)) === name) return;
  }
  throw new Error(`no Tab of 20 came to ${name}`);
}
