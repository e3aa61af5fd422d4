import { afterAll, beforeAll, expect } from 'vitest';
import { browserTest } from '../support/browser.js';
import { bootHub, type TestHub } from '../support/hub.js';
import { complaints, signedIn } from './browsing.js';

const DATASET = 'dinkes_tenagaKesehatan';
const QUERY = `{ ${DATASET}(first: 1) { totalCount } }`;

let hub: TestHub;
beforeAll(async () => {
  hub = await bootHub('demo');
});
afterAll(async () => {
  await hub[Symbol.asyncDispose]();
});

browserTest(
  'a producer proposes, takes back, and proposes again; the division head finds it and erases it',
  async (browser) => {
    const rows = async () => {
      const { data, errors } = await hub.anonymous.query<Record<string, { totalCount: number }>>(QUERY);
      return data?.[DATASET]?.totalCount ?? errors[0]?.extensions.code;
    };
    expect(await rows()).toBeGreaterThan(0);

    const producer = await signedIn(browser, hub, 'produsen.dinkes');
    await producer.goto(`${hub.url}/app/#/data-saya/${DATASET}`);
    await producer.getByRole('tab', { name: 'Penghapusan' }).click();
    await producer.getByText('Belum ada yang diusulkan.').waitFor();
    const dialog = producer.getByRole('dialog');
    const propose = async (reason: string) => {
      await dialog.getByLabel('Alasan').fill(reason);
      await dialog.getByRole('button', { name: 'Usulkan penghapusan' }).click();
      await dialog.waitFor({ state: 'detached' });
    };

    await producer.getByRole('button', { name: 'Usulkan penghapusan' }).click();
    await dialog.getByLabel('Yang dihapus').selectOption('Satu kolom dari semua rilis');
    await dialog.getByRole('combobox', { name: 'Nama kolom' }).fill('tidakAda');
    await dialog.getByLabel('Alasan').fill('Bukan kolom kami');
    await dialog.getByRole('button', { name: 'Usulkan penghapusan' }).click();
    await dialog.getByRole('alert').getByText('tidakAda').waitFor();
    await dialog.getByRole('combobox', { name: 'Nama kolom' }).fill('kecamatan');
    await propose('Nama yang keliru');
    const column = producer.getByRole('region', { name: 'Kolom kecamatan' });
    await column.getByText('Menunggu kepala bidang').waitFor();
    await column.getByRole('button', { name: 'Batalkan usulan' }).click();
    await dialog.getByRole('button', { name: 'Batalkan usulan' }).click();
    await column.getByText('Dibatalkan', { exact: true }).waitFor();

    await producer.getByRole('button', { name: 'Usulkan penghapusan' }).click();
    await dialog.getByRole('combobox', { name: 'Rilis' }).selectOption('1');
    await propose('Memuat data pribadi');
    await producer.getByRole('region', { name: 'Rilis 1' }).getByText('Menunggu kepala bidang').waitFor();

    const head = await signedIn(browser, hub, 'kepala.bidang');
    await head
      .getByRole('row', { name: /Usulan penghapusan/ })
      .getByRole('link')
      .click();
    const release = head.getByRole('region', { name: 'Rilis 1' });
    await release.getByText('Memuat data pribadi').waitFor();
    expect(await head.getByRole('region', { name: 'Kolom kecamatan' }).getByRole('button').count()).toBe(0);
    await release.getByRole('button', { name: 'Tanda tangani' }).click();
    await head.getByRole('dialog').getByRole('button', { name: 'Hapus sekarang' }).click();
    await release.getByText('Dihapus', { exact: true }).waitFor();
    await release.getByRole('row', { name: /Berkas sumber/ }).waitFor();
    await head.getByRole('link', { name: 'Beranda' }).first().click();
    await head.getByRole('heading', { level: 1, name: 'Menunggu Anda' }).waitFor();
    await head.getByText('Usulan penghapusan').waitFor({ state: 'detached' });
    await hub.hub.settle();
    expect(await rows()).toBe('NO_RELEASE');

    await producer.getByRole('tab', { name: 'Rilis', exact: true }).click();
    await producer.getByText('dihapus', { exact: true }).waitFor();
    // The browser itself notes the one refusal that was asked for.
    expect(complaints(producer)).toEqual([expect.stringContaining('400')]);
    expect(complaints(head)).toEqual([]);
  },
);
