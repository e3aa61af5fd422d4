import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject } from 'vitest';
import { makeDataset } from '../hosted/dataset.js';
import { browserTest } from '../support/browser.js';
import { bootHub, type TestHub } from '../support/hub.js';
import { complaints, fileFrom, signedIn } from './browsing.js';
import { picture } from './picturing.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await bootHub('demo');
});
afterAll(async () => {
  await hub[Symbol.asyncDispose]();
});

const open = async (page: Page, address: string): Promise<void> => {
  await page.goto(`${hub.url}/app/#${address}`);
};

browserTest(
  'a developer finds a dataset, takes a file, asks for a restricted column; its producer grants it',
  async (browser) => {
    const page = await signedIn(browser, hub, 'pengguna');
    const main = page.getByRole('main');

    await open(page, '/katalog');
    await main.getByText('3 dataset ditemukan').waitFor();
    await picture(page, 'catalogue');
    await page.getByLabel('Cari').fill('penerima pip');
    await main.getByText('1 dataset ditemukan').waitFor();
    expect(page.url()).toContain('q=penerima');
    await main.getByRole('link', { name: 'Sekolah dasar menurut kecamatan' }).click();
    await page.getByRole('heading', { level: 1, name: 'Sekolah dasar menurut kecamatan' }).waitFor();

    await main.getByRole('cell', { name: 'Purwodadi' }).waitFor();
    expect(await main.getByRole('row').count()).toBe(21);
    await main.getByText('20 dari 24 baris').waitFor();
    expect(await main.getByRole('columnheader', { name: 'Siswa penerima PIP' }).count()).toBe(0);

    await main.getByRole('tab', { name: 'Diagram' }).click();
    await main
      .getByRole('img', { name: /Jumlah Sekolah dasar menurut Kode kecamatan\. (Prigen|Beji): 41 unit/ })
      .waitFor();

    await picture(page, 'dataset');
    const file = await fileFrom(main.getByRole('button', { name: 'XLSX' }));
    expect(file.suggestedFilename()).toMatch(/sekolahDasar.*\.xlsx$/);
    expect(await main.getByRole('link', { name: 'Buka di penjelajah' }).getAttribute('href')).toContain(
      'dispendik_sekolahDasar',
    );

    await main.getByText('1 kolom ditahan dari Anda').waitFor();
    await main.getByText('Hubungi: Produsen data, Dinas Pendidikan dan Kebudayaan').first().waitFor();
    await main.getByText('7 Penerapan', { exact: true }).waitFor();
    await main.getByRole('button', { name: 'Minta izin akses' }).first().click();
    const asking = page.getByRole('dialog');
    await asking.getByLabel('Tujuan penggunaan').fill('Dasbor penerima bantuan sekolah per kecamatan');
    await asking.getByRole('button', { name: 'Kirim permintaan' }).click();
    await page.getByText('Permintaan terkirim').waitFor();
    await main.getByText('Permintaan Anda menunggu keputusan.').first().waitFor();
    await open(page, '/izin');
    await main.getByText('Menunggu keputusan').first().waitFor();

    const producer = await signedIn(browser, hub, 'produsen.dispendik');
    await open(producer, '/izin');
    await producer.getByText('Dasbor penerima bantuan sekolah per kecamatan').waitFor();
    await producer.getByText('Siswa penerima PIP').waitFor();
    await producer.getByRole('button', { name: 'Berikan' }).click();
    await producer.getByRole('dialog').getByRole('button', { name: 'Berikan izin' }).click();
    await producer.getByText('Tidak ada permintaan yang menunggu keputusan Anda.').waitFor();

    await open(page, '/katalog/dispendik_sekolahDasar');
    await page.reload();
    await main.getByRole('columnheader', { name: 'Siswa penerima PIP' }).waitFor();
    expect(await main.getByText('ditahan dari Anda').count()).toBe(0);
    expect(complaints(page)).toEqual([]);
    expect(complaints(producer)).toEqual([]);
  },
);

browserTest(
  'a stranger sees what is released, and no more; a narrow screen needs no scrolling sideways',
  async (browser) => {
    const page = await signedIn(browser, hub);
    await page.setViewportSize({ width: 360, height: 740 });
    const main = page.getByRole('main');
    await open(page, '/katalog');
    await main.getByText('1 dataset ditemukan').waitFor();
    await main.getByRole('link', { name: 'Tenaga kesehatan menurut kecamatan' }).click();
    await main.getByRole('cell', { name: 'Purwodadi' }).waitFor();
    await picture(page, 'phone');
    const wide = 'document.documentElement.scrollWidth';
    expect(await page.evaluate(wide)).toBe(360);
    await open(page, '/katalog/dispendik_sekolahDasar');
    await main.getByText('Tidak ada dataset dengan nama ini bagi Anda.').waitFor();
    await open(page, '/izin');
    await page.getByRole('heading', { level: 1, name: 'Masuk dahulu' }).waitFor();
    expect(complaints(page)).toEqual([]);
  },
);

browserTest(
  'a region is found by its name, and leads to its rows of a dataset and to a file of them',
  async (browser) => {
    const page = await signedIn(browser, hub);
    const main = page.getByRole('main');
    await open(page, '/katalog');
    await page.getByLabel('Cari').fill('tosari');
    const regions = main.getByRole('region', { name: 'Wilayah' });
    // There are others of the name; the one of the regency that the data are about comes first.
    await regions.getByRole('link', { name: 'Tosari', exact: true }).first().waitFor();
    await regions.getByText('Kecamatan, Kabupaten Pasuruan, Jawa Timur, 35.14.24').waitFor();
    await regions.getByRole('link', { name: 'Tosari', exact: true }).first().click();
    await page.getByRole('heading', { level: 1, name: 'Tosari' }).waitFor();
    const row = main.getByRole('row').filter({ hasText: 'Tenaga kesehatan menurut kecamatan' });
    await row.getByRole('cell', { name: '1', exact: true }).waitFor();
    await row.getByRole('link').click();

    await main.getByText('Yang ditampilkan di bawah ini hanya baris wilayah Tosari.').waitFor();
    await main.getByText('1 dari 1 baris').waitFor();
    await main.getByRole('cell', { name: 'Tosari' }).waitFor();
    expect(await main.getByRole('cell', { name: 'Purwodadi' }).count()).toBe(0);
    await main.getByText('where: { region: { within:').waitFor();
    const file = await fileFrom(main.getByRole('button', { name: 'CSV', exact: true }));
    const text = readFileSync(await file.path(), 'utf8');
    expect(text.trim().split('\n')).toHaveLength(2);
    expect(text).toContain('Tosari');
    await main.getByRole('button', { name: 'Tampilkan semua wilayah' }).click();
    await main.getByText('20 dari 24 baris').waitFor();

    await open(page, '/katalog?q=35.14');
    await regions.getByRole('link', { name: 'Kabupaten Pasuruan' }).click();
    await main.getByRole('cell', { name: '24', exact: true }).waitFor();
    await main.getByRole('link', { name: 'Purwodadi' }).click();
    await page.getByRole('heading', { level: 1, name: 'Purwodadi' }).waitFor();
    expect(complaints(page)).toEqual([]);
  },
);

browserTest(
  'a head releases what its producer asks for, and who is asked to sign in comes back to where he was',
  async (browser) => {
    const producer = await hub.official('produsen.dispendik');
    await producer.query('mutation { requestRelease(dataset: "dispendik_sekolahDasar") { name } }');
    const page = await signedIn(browser, hub);
    await open(page, '/izin');
    const main = page.getByRole('main');
    await main.getByRole('link', { name: 'Masuk' }).click();
    await page.getByLabel('Nama pengguna').fill('kepala.bidang');
    const { password = '' } = inject('demo').accounts.find(({ user }) => user === 'kepala.bidang') ?? {};
    await page.getByLabel('Kata sandi').first().fill(password);
    await main.getByRole('button', { name: 'Masuk' }).click();
    await page.getByRole('heading', { level: 1, name: 'Izin akses' }).waitFor();

    await page.getByRole('link', { name: 'Beranda' }).click();
    await main.getByRole('row').filter({ hasText: 'Permintaan rilis publik' }).getByRole('link').click();
    const release = main.getByRole('region', { name: 'Rilis kepada publik' });
    await release.getByText('Produsennya memintanya; giliran Anda memutuskan.').waitFor();
    await release.getByRole('button', { name: 'Rilis kepada publik' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Rilis kepada publik' }).click();
    await release.getByRole('button', { name: 'Tarik dari publik' }).waitFor();
    await hub.hub.settle();
    const { data } = await hub.anonymous.query<{ datasets: { name: string }[] }>('{ datasets { name } }');
    expect(data?.datasets.map(({ name }) => name)).toContain('dispendik_sekolahDasar');
    expect(complaints(page)).toEqual([]);
  },
);

browserTest('rows with coordinates are points on a map', async (browser) => {
  const { field } = await makeDataset(
    hub,
    {
      name: 'titik',
      columns: [
        { name: 'nama', type: 'TEXT' },
        { name: 'lintang', type: 'DECIMAL' },
        { name: 'bujur', type: 'DECIMAL' },
      ],
    },
    [
      { nama: 'satu', lintang: '-7.65', bujur: '112.80' },
      { nama: 'dua', lintang: '-7.75', bujur: '112.95' },
      { nama: 'tiga', lintang: null, bujur: null },
    ],
  );
  const page = await signedIn(browser, hub, 'produsen.dinkes');
  await open(page, `/katalog/${field}`);
  await page.getByRole('tab', { name: 'Peta' }).click();
  await page.getByRole('img', { name: /Peta titik: 2 titik dari 3 baris; lintang -7,75 – -7,65/ }).waitFor();
  expect(complaints(page)).toEqual([]);
});
