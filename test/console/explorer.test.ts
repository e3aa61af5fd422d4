import { readFileSync } from 'node:fs';
import { parse as parseCsv } from 'csv-parse/sync';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { DEMO_QUERY } from '../../scripts/demo/datasets.js';
import { browserTest } from '../support/browser.js';
import { bootHub, eventually, type TestHub } from '../support/hub.js';
import { complaints, fileFrom, signedIn } from './browsing.js';
import { tabTo } from './keyboard.js';
import { picture } from './picturing.js';
import { faultsAtSizes, resize, scriptsOf, type Watch, watch, whole, wide } from './watching.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await bootHub('demo');
});
afterAll(async () => {
  await hub[Symbol.asyncDispose]();
});

const SCHOOLS = 'dispendik_sekolahDasar';
/** Monaco and its workers are most of it. */
const MOST_SCRIPT = 1_550_000;

/** What the explorer asks by itself. */
const OWN_QUESTIONS = /IntrospectionQuery|SavedQueries|viewer \{ kind name roles \}/;

/** The answer that the run button brings. */
async function run(page: Page): Promise<{ data: Record<string, { nodes: Record<string, unknown>[] }> }> {
  const [response] = await Promise.all([
    page.waitForResponse(
      (one) => one.url().endsWith('/graphql') && !OWN_QUESTIONS.test(one.request().postData() ?? ''),
    ),
    page.getByRole('button', { name: /^Execute query/ }).click(),
  ]);
  return (await response.json()) as never;
}

async function openWith(page: Page, query: string): Promise<void> {
  await page.goto(`${hub.url}/explorer/?query=${encodeURIComponent(query)}`);
  await page.locator('.graphiql-query-editor .view-line').first().waitFor();
}

const view = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

async function fileOf(page: Page, button: string): Promise<{ name: string; rows: string[][] }> {
  const file = await fileFrom(page.getByRole('button', { name: button }));
  const text = readFileSync(await file.path(), 'utf8');
  return { name: file.suggestedFilename(), rows: parseCsv(text) };
}

browserTest(
  'a developer finds a dataset, runs its query, takes the table as a file, and asks for a restricted column',
  async (browser) => {
    const page = await signedIn(browser, hub, 'pengguna');
    const main = page.getByRole('main');
    await page.goto(`${hub.url}/app/#/katalog`);
    await page.getByLabel('Cari').fill('penerima pip');
    await main.getByText('1 dataset ditemukan').waitFor();
    await main.getByRole('link', { name: 'Sekolah dasar menurut kecamatan' }).click();
    await main.getByRole('link', { name: 'Buka di penjelajah' }).click();
    await page.getByRole('heading', { level: 1, name: 'Penjelajah kueri' }).waitFor();
    await page.getByText('Pengguna Data').waitFor();
    await page.locator('.graphiql-query-editor').getByText(SCHOOLS).first().waitFor();

    const { data } = await run(page);
    const nodes = data[SCHOOLS]?.nodes ?? [];
    expect(nodes).toHaveLength(20);
    await view(page, 'Tabel');
    await page.getByText('20 dari 24 baris').waitFor();
    await page.getByRole('cell', { name: '35.14.01', exact: true }).waitFor();
    expect(await page.getByRole('columnheader').allInnerTexts()).toEqual(Object.keys(nodes[0] ?? {}));
    const shown = await fileOf(page, 'Unduh CSV');
    expect(shown.name).toBe(`${SCHOOLS}-nodes.csv`);
    expect(shown.rows).toEqual([
      Object.keys(nodes[0] ?? {}),
      ...nodes.map((node) => Object.values(node).map((value) => String(value ?? ''))),
    ]);
    const whole = await fileOf(page, 'CSV semua halaman');
    expect(whole.rows).toHaveLength(25);
    expect(whole.rows.slice(0, 21)).toEqual(shown.rows);

    await page.getByRole('button', { name: 'Show Kueri tersimpan' }).click();
    await page.getByLabel('Nama kueri').fill('Sekolah per kecamatan');
    await page.getByRole('button', { name: 'Simpan kueri ini' }).click();
    await page.getByRole('listitem', { name: 'Sekolah per kecamatan' }).waitFor();

    await openWith(page, `{ ${SCHOOLS}(first: 3) { nodes { kodeKecamatan siswaPenerimaPip } } }`);
    expect((await run(page)).data[SCHOOLS]?.nodes[0]?.['siswaPenerimaPip']).toBeNull();
    await view(page, 'Tabel');
    await page.getByText('terbatas; mintalah izin dengan tujuan dan tanggal akhir').waitFor();
    await page.getByRole('link', { name: 'Minta izin di halaman dataset' }).click();
    await main.getByRole('button', { name: 'Minta izin akses' }).first().click();
    const asking = page.getByRole('dialog');
    await asking.getByLabel('Tujuan penggunaan').fill('Dasbor penerima bantuan sekolah per kecamatan');
    await asking.getByRole('button', { name: 'Kirim permintaan' }).click();
    await page.getByText('Permintaan terkirim').waitFor();
    expect(complaints(page)).toEqual([]);
    await page.close();
  },
);

browserTest(
  'who may explain sees each fetch, others what a query cost and whom to ask; both languages say it',
  async (browser) => {
    const query = `{ ${SCHOOLS}(first: 2) { nodes { siswa region { name } } } }`;
    const developer = await signedIn(browser, hub, 'pengguna');
    await openWith(developer, query);
    await run(developer);
    await developer.getByText(/Biaya \d+ dari 500\.000/).waitFor();
    await view(developer, 'Rencana');
    await developer
      .getByText(/tanyakan kepada tim teknis dengan menyebut nomor permintaan: [\da-f-]{36}/)
      .waitFor();
    expect(await developer.getByRole('table').count()).toBe(0);

    const team = await signedIn(browser, hub, 'tim.teknis');
    await openWith(team, query);
    await run(team);
    await view(team, 'Rencana');
    await team.getByRole('button', { name: 'Jalankan dan jelaskan' }).click();
    const fetches = team.getByRole('region', { name: 'Pengambilan' });
    await fetches.getByRole('cell', { name: 'hosted' }).first().waitFor();
    await fetches.getByRole('cell', { name: 'reference' }).first().waitFor();
    await team.getByText('Rencana sebagai teks').click();
    await team.getByText('QueryPlan {').waitFor();
    await view(team, 'EN');
    await team.getByText('The plan as text').waitFor();
    await view(team, 'Table');
    await team.getByText('2 rows').waitFor();
    await team.getByRole('link', { name: 'Console' }).click();
    await team.getByRole('button', { name: 'Sign out' }).waitFor();
    for (const page of [developer, team]) {
      expect(complaints(page)).toEqual([]);
      await page.close();
    }
  },
);

browserTest(
  'schema search, variables and history work by the keyboard, and Tab leaves the editor',
  async (browser) => {
    const page = await signedIn(browser, hub, 'pengguna');
    await openWith(page, `query Sekolah($n: Int) { ${SCHOOLS}(first: $n) { nodes { siswa } } }`);
    await page.keyboard.press('Control+Alt+K');
    await page.keyboard.type('sekolahDasar');
    await page
      .getByRole('option', { name: /dispendik_sekolahDasar/ })
      .first()
      .waitFor();
    await page.keyboard.press('Escape');

    await page.locator('.graphiql-query-editor .view-line').first().click();
    await page.keyboard.press('Control+M');
    await tabTo(page, 'Variables');
    await page.keyboard.press('Enter');
    await page.locator('.graphiql-editor-tool .view-lines').first().click();
    await page.keyboard.type('{"n": 3');
    await page.keyboard.press('Control+Enter');
    await tabTo(page, 'Tabel');
    await page.keyboard.press('Enter');
    await page.getByText('3 baris').waitFor();

    await page.getByRole('button', { name: 'Show History' }).focus();
    await page.keyboard.press('Enter');
    await tabTo(page, 'Sekolah');
    await tabTo(page, 'Add favorite');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Remove favorite' }).waitFor();
    expect(complaints(page)).toEqual([]);
    await page.close();
  },
);

browserTest(
  'an account keeps queries under names, sees what touches them, and opens and deletes them; a key keeps none',
  async (browser) => {
    const page = await signedIn(browser, hub, 'produsen.dinkes');
    const kept = (name: string) => page.getByRole('listitem', { name, exact: true });
    await openWith(page, '{ viewer { kind } }');
    await page.getByRole('button', { name: 'Show Kueri tersimpan' }).click();
    const name = page.getByLabel('Nama kueri');
    await page.getByText('Belum ada kueri tersimpan.').waitFor();
    await name.fill('Siapa saya');
    await page.keyboard.press('Enter');
    await kept('Siapa saya').waitFor();
    await name.fill('Siapa saya');
    await page.getByText('Menggantikan kueri tersimpan bernama sama.').waitFor();

    // The panel is open as it was left.
    await openWith(page, '{ takPernahAda }');
    await name.fill('Rusak');
    await page.keyboard.press('Enter');
    await kept('Rusak').getByText('rusak', { exact: true }).waitFor();
    await kept('Rusak').getByText('Query.takPernahAda').waitFor();
    expect(await kept('Siapa saya').getByText('rusak', { exact: true }).count()).toBe(0);

    await page.getByLabel('Cari kueri tersimpan').fill('siapa');
    await eventually(async () => ((await kept('Rusak').count()) === 0 ? true : undefined));
    await kept('Siapa saya').getByRole('button', { name: 'Buka di tab baru' }).click();
    await page.locator('.graphiql-query-editor').getByText('viewer').first().waitFor();
    expect((await run(page)).data).toEqual({ viewer: { kind: 'OFFICIAL' } });

    await page.getByLabel('Cari kueri tersimpan').fill('');
    await kept('Rusak').getByRole('button', { name: 'Hapus' }).click();
    // What has the focus now does no harm.
    await page.keyboard.press('Enter');
    await kept('Rusak').getByRole('button', { name: 'Hapus' }).click();
    await kept('Rusak').getByRole('button', { name: 'Ya, hapus' }).click();
    await eventually(async () => ((await kept('Rusak').count()) === 0 ? true : undefined));
    await view(page, 'EN');
    await page.getByRole('button', { name: 'Save this query' }).waitFor();
    await kept('Siapa saya').getByRole('button', { name: 'Open in a new tab' }).waitFor();

    await page.getByLabel('Key or token').fill(hub.key().token ?? '');
    await page.getByRole('button', { name: 'Use', exact: true }).click();
    await page.getByText('Dasbor kecamatan').waitFor();
    await page.getByText('Keys of applications keep none.').waitFor();
    expect(complaints(page)).toEqual([]);
    await page.close();
  },
);

async function faultsOf(page: Page, watched: Watch, what: string): Promise<string[]> {
  await eventually(async () => (watched.isQuiet() ? true : undefined), 15_000);
  const faults = new Set([...(await faultsAtSizes(page)), ...watched.said.splice(0)]);
  await resize(page, wide);
  return [...faults].map((fault) => `${what}: ${fault}`);
}

for (const user of ['nobody', 'pengguna', 'tim.teknis'])
  browserTest(
    `the explorer of ${user} is whole, accessible, and fits 360 px in each of its views`,
    async (browser) => {
      const page = await signedIn(browser, hub, user === 'nobody' ? undefined : user);
      const watched = watch(page, hub);
      // What a page still asks for while another is opened is never heard of again.
      await whole(page, watched);
      await openWith(
        page,
        user === 'nobody' ? '{ region(code: "35.14") { children { nodes { name } } } }' : DEMO_QUERY,
      );
      await page.getByText('All Schema Types').waitFor();
      const faults = await faultsOf(page, watched, 'documentation');
      await run(page);
      await page.getByText(/Biaya/).first().waitFor();
      faults.push(...(await faultsOf(page, watched, 'JSON')));
      await page.getByRole('button', { name: 'Hide Documentation Explorer' }).click();
      for (const name of ['Tabel', 'Rencana']) {
        await view(page, name);
        faults.push(...(await faultsOf(page, watched, name)));
        if (user === 'pengguna' && name === 'Tabel') await picture(page, 'explorer');
      }
      const explains = page.getByRole('button', { name: 'Jalankan dan jelaskan' });
      expect(await explains.count()).toBe(user === 'tim.teknis' ? 1 : 0);
      if (user === 'tim.teknis') {
        await explains.click();
        await page.getByText('Rencana sebagai teks').waitFor();
        faults.push(...(await faultsOf(page, watched, 'fetches')));
      }
      for (const name of ['Show History', 'Show Kueri tersimpan', 'New tab']) {
        await page.getByRole('button', { name }).click();
        faults.push(...(await faultsOf(page, watched, name)));
      }
      await page.close();
      expect(faults).toEqual([]);
    },
  );

browserTest('a first visit of the explorer loads none of its panels', async (browser) => {
  const page = await browser.newPage();
  const watched = watch(page, hub);
  const scripts = scriptsOf(page, 'explorer');
  await page.goto(`${hub.url}/explorer/`);
  await page.locator('.graphiql-query-editor .view-line').first().waitFor();
  const ofGraphQL = () => [...scripts.names].some((path) => /graphql\.worker/.test(path));
  await eventually(async () => (ofGraphQL() && watched.isQuiet() ? true : undefined), 15_000);
  expect([...scripts.names].filter((path) => /(table|plan)-view|panel/.test(path))).toEqual([]);
  expect(scripts.weight()).toBeLessThan(MOST_SCRIPT);
  await page.close();
});
