import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect } from 'vitest';
import { browserTest } from '../support/browser.js';
import { bootHub, type TestHub } from '../support/hub.js';
import { act, readWhole } from '../workflow/case-over-http.js';
import { complaints, signedIn } from './browsing.js';
import { sendFile } from './publishing.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await bootHub('demo');
});
afterAll(async () => {
  await hub[Symbol.asyncDispose]();
});

const DATASET = 'dinkes_tenagaKesehatan';
const CSV = new URL('../../scripts/demo/tenaga-kesehatan-ilustrasi.csv', import.meta.url);

/** The file of the finished dataset with two columns more. */
function withMore(): string {
  const [head = '', ...rows] = readFileSync(CSV, 'utf8').trim().split(/\r?\n/);
  return [`${head},ahli_gizi,dokter_tetap`, ...rows.map((row, at) => `${row},${at + 3},${at + 1}`), ''].join(
    '\n',
  );
}

browserTest(
  'a producer whose file has columns that are not agreed on takes it through a CHANGE of the finished dataset',
  async (browser) => {
    const page = await signedIn(browser, hub, 'produsen.dinkes');
    const seen = page.getByRole('main');

    // Where he would look: the file that does not fit leads to the change, and goes along.
    await page.getByRole('link', { name: 'Data saya' }).click();
    await seen.getByRole('link', { name: 'Tenaga kesehatan menurut kecamatan' }).click();
    await seen.getByRole('link', { name: 'Ajukan perubahan' }).waitFor();
    await page.getByRole('tab', { name: 'Unggah rilis baru' }).click();
    await sendFile(page, { name: 'nakes.csv', text: withMore() });
    const unfit = seen.getByRole('alert').filter({ hasText: 'Berkas memuat kolom yang belum disepakati' });
    await unfit.getByRole('link', { name: 'Ajukan perubahan' }).click();

    await page.getByRole('heading', { level: 1, name: 'Ajukan perubahan' }).waitFor();
    await page.getByRole('button', { name: /Permohonan$/ }).click();
    expect(await page.getByLabel('Judul permohonan').inputValue()).toBe(
      'Perubahan Tenaga kesehatan menurut kecamatan',
    );
    await page.getByLabel('Tujuan').fill('Ahli gizi diminta dasbor');
    await page.getByLabel('Nama narahubung').fill('Sari');
    await page.getByLabel('Jabatan').fill('Statistisi');
    await page.getByLabel('Telepon atau surel').fill('sari@pasuruankab.example');
    await page.getByLabel('Dokumen data dan informasi aplikasi').fill('Dua kolom baru dari aplikasi kami.');
    await page.getByRole('button', { name: 'Ajukan permohonan' }).click();
    await seen.getByText('Menunggu disposisi').waitFor();
    const number = new URL(page.url().replace('#/', '')).searchParams.get('permohonan') ?? '';
    const head = await hub.official('kepala.dinas');
    await act(head, 'issueDisposition', await readWhole(head, number));

    // Taken up again from the dataset itself.
    await page.getByRole('link', { name: 'Data saya' }).click();
    await seen.getByRole('link', { name: 'Tenaga kesehatan menurut kecamatan' }).click();
    await page.getByRole('tab', { name: 'Unggah rilis baru' }).click();
    await seen.getByRole('button', { name: 'Pakai nakes.csv' }).click();
    const again = seen.getByRole('alert').filter({ hasText: 'Berkas memuat kolom yang belum disepakati' });
    await again.getByRole('link', { name: 'Lanjutkan perubahan' }).click();
    await page.getByRole('button', { name: /Sumber data$/ }).click();
    await seen.getByText('Yang perlu Anda jawab').waitFor();
    for (const answered of [1, 2]) {
      await seen
        .getByRole('button', { name: /^ya; untuk menambahnya ajukan permohonan perubahan/ })
        .first()
        .click();
      await seen.getByText(`Sudah dijawab (${answered})`).waitFor();
    }
    await seen.getByText('Yang perlu Anda jawab').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Lanjut', exact: true }).click();

    await page.getByRole('heading', { level: 3, name: /^Kolom yang sudah ada/ }).waitFor();
    await page.getByRole('heading', { level: 3, name: 'Kolom baru (2)' }).waitFor();
    const standing = seen.getByRole('row').filter({ hasText: 'kodeKecamatan' });
    await standing.getByText('Final', { exact: true }).waitFor();
    await page.getByLabel('Lepas: Bidan').check();
    const shown = (label: string) => page.getByLabel(label).filter({ visible: true }).first();
    await page.getByRole('button', { name: /^Ahli gizi/ }).click();
    await shown('Definisi').fill('Banyaknya ahli gizi.');
    await shown('Kelas akses').click();
    await page.getByRole('option', { name: /^Terbuka/ }).click();
    await page.getByRole('button', { name: /^Ahli gizi/ }).click();
    await page.getByRole('button', { name: /^Dokter tetap/ }).click();
    await shown('Definisi').fill('Banyaknya dokter tetap.');
    await shown('Menggantikan kolom').click();
    await page.getByRole('option', { name: 'Dokter', exact: true }).click();
    await seen.getByRole('row').filter({ hasText: 'diganti oleh Dokter tetap' }).waitFor();
    await page.getByRole('button', { name: 'Lanjut ke penyerahan' }).click();

    await seen.getByText('Dilepas: Bidan').waitFor();
    await seen.getByText('menggantikan Dokter').waitFor();
    await page.getByRole('button', { name: 'Serahkan', exact: true }).click();
    await seen.getByText('Langkah 2 selesai').waitFor();
    const { dossier } = await readWhole(head, number);
    expect(dossier.fields.map(({ name, status }) => [name, status])).toEqual([
      ['ahliGizi', 'PROPOSED'],
      ['dokterTetap', 'PROPOSED'],
    ]);
    const { data } = await head.query(
      'query ($number: ID!) { case(number: $number) { dossier { kind drops previous } } }',
      { number },
    );
    expect(data).toMatchObject({ case: { dossier: { kind: 'CHANGE', drops: ['bidan'] } } });

    await seen.getByRole('button', { name: 'Baca berkas ini sebagai rilis baru' }).click();
    await seen.getByRole('row').filter({ hasText: 'ahli_gizi' }).getByText('ahliGizi').waitFor();
    await page.getByRole('button', { name: 'Muat sebagai rilis baru' }).click();
    await seen.getByText(/Baris: 24 dibaca, 24 dimuat, 0 ditolak/).waitFor();
    await hub.hub.settle();
    const rows = await (await hub.official('produsen.dinkes')).query<
      Record<string, { nodes: Record<string, unknown>[] }>
    >(`{ ${DATASET}(first: 1) { nodes { ahliGizi dokterTetap dokter } } }`);
    expect(rows.data?.[DATASET]?.nodes[0]).toMatchObject({ ahliGizi: expect.anything() });
    expect(complaints(page)).toEqual([]);

    await page.setViewportSize({ width: 360, height: 800 });
    await page.goto(`${hub.url}/app/#/terbitkan?permohonan=${number}&langkah=4`);
    await page.getByRole('heading', { level: 1, name: 'Ajukan perubahan' }).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  },
);
