import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { cover, sdlOf, started } from '../registry/publishing/producer.js';
import { browserTest } from '../support/browser.js';
import { bootHub, eventually, type TestHub } from '../support/hub.js';
import type { RemoteProducer } from '../support/remote.js';
import { complaints, signedIn } from './browsing.js';

const NAME = 'dinkes_layanan';

let hub: TestHub;
let service: RemoteProducer;
beforeAll(async () => {
  hub = await bootHub('demo');
  await cover(hub, 'kunjungan');
  service = await started(hub, ['kunjungan'], sdlOf('kunjungan'));
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
  await hub[Symbol.asyncDispose]();
});

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).click();

browserTest(
  'a subgraph of one’s own is checked, mended, published, announced as under maintenance, and shared',
  async (browser) => {
    const page = await signedIn(browser, hub, 'produsen.dinkes');
    await page.getByRole('link', { name: 'Subgraf sendiri' }).click();
    await page.getByRole('tab', { name: 'Periksa dan terbitkan', selected: true }).waitFor();
    const publish = page.getByRole('button', { name: 'Terbitkan', exact: true });
    const sdl = page.getByLabel('SDL', { exact: true });
    await page.getByLabel('Nama subgraf').fill(NAME);
    await page.getByLabel('Alamat layanan').fill(service.at('127.0.0.1'));
    await sdl.fill(sdlOf('kunjungan').replace('kode: String', 'kode: Strnig'));
    await press(page, 'Periksa');
    await page.getByRole('status').getByText('Tidak dapat diterbitkan').waitFor();
    await page
      .getByRole('main')
      .getByRole('alert')
      .getByText(/Strnig/)
      .first()
      .waitFor();
    await page
      .getByText(/baris \d+/)
      .first()
      .waitFor();
    expect(await publish.isDisabled()).toBe(true);

    // The file of a build is taken as it is; what was found is about the text before.
    await page.locator('input[type=file]').setInputFiles({
      name: 'layanan.graphql',
      mimeType: 'text/plain',
      buffer: Buffer.from(sdlOf('kunjungan')),
    });
    await eventually(async () => ((await sdl.inputValue()) === sdlOf('kunjungan') ? true : undefined));
    expect(await page.getByText('Tidak dapat diterbitkan').count()).toBe(0);
    await press(page, 'Periksa');
    await page.getByRole('status').getByText('siap diterbitkan').waitFor();
    await publish.click();
    await page.getByRole('status').getByText('Diterbitkan; disajikan').waitFor();
    const answer = await hub.key().query('{ dinkes_kunjungan { kode } }');
    expect(answer.data).toEqual({ dinkes_kunjungan: [{ kode: 'kunjungan 1' }] });

    await page.getByRole('tab', { name: 'Yang dijalankan' }).click();
    const card = page.getByRole('region', { name: NAME });
    await press(page, 'Umumkan pemeliharaan: dinkes_layanan');
    await page.getByRole('dialog').getByLabel('Pemberitahuan').fill('Server dipindahkan.');
    await page.getByRole('dialog').getByLabel('Sampai').fill('2199-01-02T03:04');
    await page.getByRole('dialog').getByRole('button', { name: 'Umumkan pemeliharaan' }).click();
    await card.getByText(/Server dipindahkan\. \(sampai .*2199/).waitFor();
    const noticed = await hub.key().query('{ dinkes_kunjungan { jumlah } }');
    expect(noticed.text).toContain('Server dipindahkan.');
    await card.getByRole('button', { name: 'Pemeliharaan selesai' }).click();
    await card.getByText('Server dipindahkan.').waitFor({ state: 'detached' });
    await card.getByRole('button', { name: 'Tampilkan kunci penanda tangan' }).click();
    expect(await card.locator('pre').innerText()).toMatch(/^[0-9a-f]{64}$/);

    await page.getByRole('tab', { name: 'Persetujuan bagi instansi lain' }).click();
    await page.getByText('Belum ada persetujuan.').waitFor();
    await press(page, 'Beri persetujuan');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Subgraf yang menambahkan').fill('dinsos_layanan');
    await dialog.getByRole('textbox', { name: 'Koordinat' }).fill('Dinkes_Kunjungan.\nDinkes_Kunjungan');
    await dialog.getByLabel('Alasan').fill('Bantuan bagi pasien');
    await dialog.getByRole('button', { name: 'Beri persetujuan' }).click();
    await dialog.getByRole('alert').getByText('Tipe.field').waitFor();
    await dialog
      .getByRole('textbox', { name: 'Koordinat' })
      .fill('Dinkes_Kunjungan.bantuan\nDinkes_Kunjungan');
    await dialog.getByRole('button', { name: 'Beri persetujuan' }).click();
    await page
      .getByRole('region', { name: 'dinsos_layanan' })
      .getByText('Dinkes_Kunjungan.bantuan, Dinkes_Kunjungan')
      .waitFor();
    await press(page, 'Cabut: dinsos_layanan');
    await page.getByText('Belum ada persetujuan.').waitFor();
    // The browser itself notes the one refusal that was asked for.
    expect(complaints(page)).toEqual([expect.stringContaining('400')]);
  },
);
