import postgres from 'postgres';
import { afterAll, beforeAll, expect } from 'vitest';
import { browserTest } from '../support/browser.js';
import { bootHub, eventually, type TestHub } from '../support/hub.js';
import { addressesFor, foundBy } from './addresses.js';
import { signedIn } from './browsing.js';
import { visit, watch } from './watching.js';

/** Each would say so if it ran. */
const RUN = 'window.ran=1';
const PAYLOADS = [
  `<script>${RUN}</script>`,
  `"><script>${RUN}</script>`,
  `'><script>${RUN}</script>`,
  `</title><script>${RUN}</script>`,
  `</textarea><script>${RUN}</script>`,
  `</style><script>${RUN}</script>`,
  `<ScRiPt>${RUN}</sCrIpT>`,
  `<script src="data:text/javascript,${RUN}"></script>`,
  `<script type="module">${RUN}</script>`,
  `<<script>${RUN}//<</script>`,
  `<img src=x onerror=${RUN}>`,
  `"><img src=x onerror="${RUN}">`,
  `<img src=x onerror\n=${RUN}>`,
  `<svg onload=${RUN}>`,
  `<svg><script>${RUN}</script></svg>`,
  `<svg><animate onbegin=${RUN} attributeName=x dur=1s>`,
  `<body onload=${RUN}>`,
  `<iframe src="javascript:parent.ran=1"></iframe>`,
  `<iframe srcdoc="<script>parent.ran=1</script>"></iframe>`,
  `<object data="javascript:${RUN}"></object>`,
  `<embed src="javascript:${RUN}">`,
  `<details open ontoggle=${RUN}>x</details>`,
  `<input autofocus onfocus=${RUN}>`,
  `<video><source onerror=${RUN}></video>`,
  `<math><mtext><img src=x onerror=${RUN}></mtext></math>`,
  `<a href="javascript:${RUN}">x</a>`,
  `<style>@import "javascript:${RUN}";</style>`,
  `<link rel=stylesheet href="javascript:${RUN}">`,
  `<meta http-equiv=refresh content="0;url=javascript:${RUN}">`,
  `{{constructor.constructor('${RUN}')()}}\${${RUN}}`,
] as const;
const TEXT = PAYLOADS.join(' ');

let hub: TestHub;
beforeAll(async () => {
  hub = await bootHub('demo');
  const sql = postgres(hub.databaseUrl, { max: 1, onnotice: () => {} });
  try {
    await sql`update agencies set name = name || ${TEXT}`;
    await sql`update accounts set name = name || ${TEXT}, position = ${TEXT}`;
    await sql`update cases set title = ${TEXT}, purpose = ${TEXT}`;
    await sql`update datasets set title = ${TEXT}, description = ${TEXT}`;
    await sql`update dataset_facts set coverage = ${TEXT}, contact = ${TEXT}, licence = ${TEXT}`;
    await sql`
      insert into case_messages (case_id, author_id, author_role, text, at)
      select cases.id, accounts.id, 'TECHNICAL_TEAM', payload, now()
      from cases, accounts, unnest(${[...PAYLOADS]}::text[]) payload where accounts.username = 'tim.teknis'`;
    await sql`update service_keys set name = name || ${TEXT}`;
  } finally {
    await sql.end();
  }
});
afterAll(async () => {
  await hub[Symbol.asyncDispose]();
});

/** Tells the console of what the policy has stopped, as an error. */
const TELL = `document.addEventListener('securitypolicyviolation', (event) =>
  console.error('Content Security Policy: ' + event.violatedDirective + ' ' + event.sample))`;

for (const name of ['nobody', 'pengguna', 'produsen.dinkes', 'tim.teknis', 'kepala.bidang', 'pengelola'])
  browserTest(`scripts in titles, descriptions, names and messages are text to ${name}`, async (browser) => {
    const user = name === 'nobody' ? undefined : name;
    const page = await signedIn(browser, hub, user);
    await page.addInitScript(TELL);
    await page.reload();
    const watched = watch(page, hub);
    let seen = 0;
    let said = 0;
    for (const to of addressesFor(await foundBy(user ? await hub.official(user) : hub.anonymous))) {
      await visit(page, watched, to);
      if ((await page.locator('body').innerText()).includes(PAYLOADS[0])) seen++;
      said += await page.getByRole('article').count();
      expect({ to, ran: await page.evaluate('window.ran'), said: watched.said }).toEqual({
        to,
        ran: undefined,
        said: [],
      });
    }
    if (user) expect(seen).toBeGreaterThan(0);
    if (user === 'tim.teknis') expect(said).toBeGreaterThanOrEqual(PAYLOADS.length);

    // What is HTML after all is told of.
    await page.evaluate(`document.body.insertAdjacentHTML('beforeend', ${JSON.stringify(PAYLOADS[13])})`);
    await eventually(async () => (watched.said.length > 0 ? true : undefined));
    expect(await page.evaluate('window.ran')).toBeUndefined();
    await page.close();
  });
