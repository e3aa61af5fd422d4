import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { browserTest } from '../support/browser.js';
import { bootHub, eventually, type TestHub } from '../support/hub.js';
import { complaints, signedIn } from './browsing.js';

const run = promisify(execFile);
const DATASET = 'dinkes_tenagaKesehatan';

let hub: TestHub;
beforeAll(async () => {
  hub = await bootHub('demo');
});
afterAll(async () => {
  await hub[Symbol.asyncDispose]();
});

const starter = (page: Page, title: string): Promise<string> =>
  page.getByRole('region', { name: title, exact: true }).locator('pre').innerText();

/** The query of a starter in one line, out of the language's own quotes. */
const queryIn = (text: string, before: string, after: string): string =>
  text.slice(text.indexOf(before) + before.length, text.indexOf(after));

browserTest('starters work as they are pasted, without a key for a public dataset', async (browser) => {
  const page = await signedIn(browser, hub);
  const said = complaints(page);
  await page.goto(`${hub.url}/app/#/mulai`);
  await page.getByText('tidak memerlukan kunci').waitFor();

  const inNode = await run(process.execPath, ['--input-type=module', '-e', await starter(page, 'fetch')]);
  expect(inNode.stdout).toMatch(/dokter/);
  expect(inNode.stderr).toBe('');

  const inShell = await run('bash', ['-c', await starter(page, 'curl')]);
  const answer = JSON.parse(inShell.stdout);
  expect(answer.errors).toBeUndefined();
  expect(answer.data[DATASET].nodes[0].region.name).toEqual(expect.any(String));

  const excel = await starter(page, 'Excel (Power Query)');
  const rows = await hub.anonymous.query<Record<string, { nodes: Record<string, unknown>[] }>>(
    queryIn(excel, 'Kueri = "', '",\n'),
  );
  expect(rows.errors).toEqual([]);
  expect(excel).toContain(`Table.FromRecords(Baris, {"kodeKecamatan", "region", "kecamatan"`);

  const react = await starter(page, 'Apollo Client (React)');
  const asked = await hub.anonymous.query(queryIn(react, 'gql`', '`;'));
  expect(asked.errors).toEqual([]);
  expect(said).toEqual([]);
  await page.close();
});

browserTest(
  'a dataset that is not public is asked with a key, its restricted columns left out',
  async (browser) => {
    const page = await signedIn(browser, hub, 'pengguna');
    await page.goto(`${hub.url}/app/#/mulai`);
    await page.getByRole('combobox', { name: 'Dataset' }).click();
    await page.getByRole('option', { name: /dispendik_sekolahDasar/ }).click();
    await page.getByText('Ganti KUNCI_ANDA').waitFor();
    const code = await starter(page, 'curl');
    expect(code).not.toContain('siswaPenerimaPip');
    const { stdout } = await run('bash', ['-c', code.replace('KUNCI_ANDA', hub.key().token ?? '')]);
    expect(JSON.parse(stdout).errors).toBeUndefined();
    await page.close();
  },
);

browserTest('a key is made, narrowed, given another secret, and revoked', async (browser) => {
  const page = await signedIn(browser, hub, 'pengguna');
  const said = complaints(page);
  await page.goto(`${hub.url}/app/#/kunci`);
  await page.getByRole('button', { name: 'Buat kunci' }).click();
  await page.getByLabel('Nama aplikasi').fill('Dasbor gizi');
  expect(await page.getByRole('checkbox', { name: 'Menerbitkan subgraf instansi' }).isDisabled()).toBe(true);
  await page.getByRole('combobox', { name: 'Persempit menjadi' }).click();
  await page.getByRole('option', { name: 'Tenaga kesehatan menurut kecamatan' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Buat kunci ini' }).click();
  const first = await secretOn(page);
  const works = async (key: string) =>
    (await hub.caller(key).query(`{ ${DATASET}(first: 1) { totalCount } }`)).status;
  expect(await works(first)).toBe(200);

  const card = page.getByRole('region', { name: 'Dasbor gizi' });
  await page.getByText(`Membaca: ${DATASET}`).waitFor();
  const other = await hub.caller(first).query('{ dispendik_sekolahDasar(first: 1) { totalCount } }');
  expect(other.errors[0]?.extensions.code).toMatch(/OUT_OF_SCOPE/);

  await card.getByRole('button', { name: 'Ubah' }).click();
  await card.getByLabel('Nama aplikasi').fill('Dasbor gizi anak');
  await card.getByRole('switch').check();
  await card.getByRole('button', { name: 'Simpan' }).click();
  const renamed = page.getByRole('region', { name: 'Dasbor gizi anak' });
  await renamed.getByText('hanya operasi tepercaya', { exact: true }).waitFor();
  await eventually(async () => ((await works(first)) === 403 ? true : undefined));

  const operation = `{ ${DATASET}(first: 1) { totalCount } }`;
  await renamed.getByRole('button', { name: /Operasi tepercaya/ }).click();
  await renamed.getByLabel('Teks operasi').fill('bukan kueri');
  await renamed.getByRole('button', { name: 'Daftarkan' }).click();
  await renamed.getByRole('alert').getByText('bukan operasi GraphQL').waitFor();
  await renamed.getByLabel('Teks operasi').fill(operation);
  await renamed.getByRole('button', { name: 'Daftarkan' }).click();
  await renamed.getByRole('button', { name: 'Cabut kepercayaan' }).waitFor();
  await eventually(async () => ((await works(first)) === 200 ? true : undefined));

  await renamed.getByRole('button', { name: 'Ganti rahasia' }).click();
  await renamed.getByLabel('Rahasia lama masih diterima').selectOption('langsung berakhir');
  await renamed.getByRole('button', { name: 'Beri rahasia baru' }).click();
  await eventually(async () => ((await secretOn(page)) === first ? undefined : true));
  const second = await secretOn(page);
  await eventually(async () => ((await works(first)) === 401 ? true : undefined));
  expect(await works(second)).toBe(200);
  await page.getByRole('button', { name: 'Sudah saya simpan' }).click();
  expect(await page.getByText(second).count()).toBe(0);

  await renamed.getByRole('button', { name: 'Cabut kepercayaan' }).click();
  await renamed.getByText('Belum ada. Tempelkan').waitFor();
  await renamed.getByRole('button', { name: 'Cabut', exact: true }).click();
  await page.getByRole('dialog').getByLabel('Alasan').fill('Dasbor ditutup');
  await page.getByRole('button', { name: 'Ya, cabut sekarang' }).click();
  await renamed.getByText('Dasbor ditutup').waitFor();
  expect(await renamed.getByRole('button', { name: 'Ganti rahasia' }).isDisabled()).toBe(true);
  await eventually(async () => ((await works(second)) === 401 ? true : undefined));
  // The browser itself notes the one refusal that was asked for.
  expect(said).toEqual([expect.stringMatching(/status of 400/)]);
  await page.close();
});

const secretOn = (page: Page): Promise<string> =>
  page.getByRole('alert').filter({ hasText: 'Kunci siap' }).locator('pre').innerText();

browserTest('a guide leads to the screens that it speaks of, and to the other guides', async (browser) => {
  const page = await signedIn(browser, hub);
  await page.goto(`${hub.url}/app/#/panduan/pengguna`);
  await page.getByRole('heading', { level: 1, name: 'Panduan: Pengguna data' }).waitFor();
  await page.getByRole('navigation', { name: 'Panduan menurut peran' }).getByText('Produsen').click();
  await page.getByRole('heading', { level: 2, name: 'Menerbitkan dataset pertama' }).waitFor();
  await page.getByRole('navigation', { name: 'Panduan menurut peran' }).getByText('Pengguna data').click();
  await page.locator('#isi').getByRole('link', { name: 'Mulai memakai' }).click();
  await page.getByRole('heading', { level: 1, name: 'Mulai memakai' }).waitFor();
  await page.close();
});
