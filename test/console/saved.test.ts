import { afterAll, beforeAll, expect } from 'vitest';
import { save } from '../identity/saved/keeping.js';
import { cover, publish, sdlOf, started } from '../registry/publishing/producer.js';
import { browserTest } from '../support/browser.js';
import { bootHub, type TestHub } from '../support/hub.js';
import type { RemoteProducer } from '../support/remote.js';
import { complaints, signedIn } from './browsing.js';
import { fitsNarrow, violations } from './watching.js';

const QUERY = 'query Kunjungan {\n  dinkes_kunjungan {\n    kode\n    catatan\n  }\n}';

let hub: TestHub;
let service: RemoteProducer | undefined;
beforeAll(async () => {
  hub = await bootHub('demo');
  await cover(hub, 'kunjungan');
  service = await started(hub, ['kunjungan'], sdlOf('kunjungan'));
});
afterAll(async () => {
  await service?.[Symbol.asyncDispose]();
  await hub[Symbol.asyncDispose]();
});

/** What the agency offers: `catatan` is deprecated at first, and then to go. */
const offer = (fields: readonly string[]) =>
  publish(hub.key('Sistem Dinas Kesehatan'), [
    { name: 'dinkes_layanan', url: service?.at('127.0.0.1') ?? '', sdl: sdlOf('kunjungan', fields) },
  ]);

browserTest(
  'a developer sees on the home screen what touches a saved query, opens it, and deletes what is done with',
  async (browser) => {
    await offer(['jumlah: Int', 'catatan: String @deprecated(reason: "Pakai keterangan")']);
    await hub.key().query(QUERY, {}, { 'apollographql-client-name': 'Dasbor Sehat' });
    await hub.hub.noteUses();
    expect((await offer(['jumlah: Int'])).outcome).toBe('WAITING');
    const developer = await hub.official('pengguna');
    await save(developer, 'Kunjungan puskesmas', QUERY);
    await save(developer, 'Alamat puskesmas', '{ dinkes_kunjungan { alamat } }');
    await save(developer, 'Jumlah tenaga', '{ dinkes_tenagaKesehatan { totalCount } }');
    await save(developer, 'Panjang', `{ viewer { kind } } # ${'x'.repeat(9000)}`);

    const page = await signedIn(browser, hub, 'pengguna');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const touched = page.getByRole('row').filter({ hasText: 'puskesmas' });
    await touched.first().waitFor();
    expect(await touched.allInnerTexts()).toEqual([
      expect.stringMatching(/^Alamat puskesmas\s+rusak$/i),
      expect.stringMatching(/^Kunjungan puskesmas\s+usang\s+ada usulan$/i),
    ]);
    expect(await violations(page)).toEqual([]);

    await page.getByRole('link', { name: 'Kunjungan puskesmas' }).click();
    await page.getByRole('heading', { level: 1, name: 'Kueri tersimpan' }).waitFor();
    const card = page.getByRole('region', { name: 'Kunjungan puskesmas' });
    await card.getByText(/Usulan \d+ dari dinkes menghapus Dinkes_Kunjungan\.catatan/).waitFor();
    await card.getByText('Giliran berikutnya: tim teknis').waitFor();
    await card.getByText(/ditandai usang sejak \d{4}-\d\d-\d\d: Pakai keterangan\./).waitFor();
    const order = await page.getByRole('heading', { level: 2 }).allInnerTexts();
    expect(order).toEqual(['Alamat puskesmas', 'Kunjungan puskesmas', 'Jumlah tenaga', 'Panjang']);
    const untouched = page.getByRole('region', { name: 'Jumlah tenaga' });
    await untouched.getByText('Tidak ada perubahan yang menyentuhnya.').waitFor();
    await page
      .getByRole('region', { name: 'Panjang' })
      .getByText('Terlalu panjang untuk sebuah tautan')
      .waitFor();
    expect(await violations(page)).toEqual([]);
    await fitsNarrow(page);

    await card.getByRole('button', { name: 'Salin: Kunjungan puskesmas' }).click();
    await card.getByText('Tersalin').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(QUERY);

    await untouched.getByRole('button', { name: 'Hapus: Jumlah tenaga' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Batal' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await untouched.getByRole('button', { name: 'Hapus: Jumlah tenaga' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Ya, hapus' }).click();
    await untouched.waitFor({ state: 'detached' });
    expect(await page.getByRole('heading', { level: 2 }).allInnerTexts()).not.toContain('Jumlah tenaga');
    expect(complaints(page)).toEqual([]);

    await card.getByRole('link', { name: 'Buka di penjelajah' }).click();
    await page.getByText('dinkes_kunjungan').first().waitFor();
    await page.close();
  },
);

browserTest('whoever has saved nothing is told where to begin', async (browser) => {
  const page = await signedIn(browser, hub, 'tim.teknis');
  await page.getByRole('link', { name: 'Kueri tersimpan' }).click();
  await page.getByText('Belum ada kueri tersimpan.').waitFor();
  const explorer = page.getByRole('main').getByRole('link', { name: 'Buka penjelajah' });
  expect(await explorer.getAttribute('href')).toBe('/explorer/');
  await page.close();
});
