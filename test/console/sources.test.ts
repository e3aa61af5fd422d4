import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { allowAddress } from '../intake/connections/connecting.js';
import { browserTest } from '../support/browser.js';
import { bootHub, type TestHub } from '../support/hub.js';
import { createSource, lackingServer, type SourceDatabase } from '../support/servers.js';
import { complaints, signedIn } from './browsing.js';
import { apply, issueDisposition, sendFile } from './publishing.js';
import { fitsNarrow, still } from './watching.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await bootHub('demo');
});
afterAll(async () => {
  await hub[Symbol.asyncDispose]();
});

const DUMP = [
  'CREATE TABLE `jenis_panti` (`id` int NOT NULL AUTO_INCREMENT, `nama` varchar(50) NOT NULL, PRIMARY KEY (`id`));',
  'CREATE TABLE `panti` (',
  "  `kode` varchar(10) NOT NULL COMMENT 'Kode panti',",
  "  `nama_panti` varchar(100) NOT NULL COMMENT 'Nama panti',",
  "  `kapasitas` int DEFAULT NULL COMMENT 'Kapasitas',",
  '  `id_jenis` int NOT NULL,',
  "  `nik_pengurus` char(16) DEFAULT NULL COMMENT 'NIK pengurus',",
  '  `password` varchar(255) DEFAULT NULL,',
  '  `foto` longblob,',
  '  PRIMARY KEY (`kode`),',
  '  CONSTRAINT `fk_jenis` FOREIGN KEY (`id_jenis`) REFERENCES `jenis_panti` (`id`)',
  ") ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='Panti sosial';",
  "INSERT INTO `panti` VALUES ('P1','Harapan',40,1,'3514010101010001','x',NULL),('P2','Kasih',25,1,NULL,'y',NULL);",
  '',
].join('\n');

/** From an open case to step 2: the proposal with another name, and what `meaning` writes over it. */
async function handOver(
  page: Page,
  name: string,
  meaning: () => Promise<void> = async () => {},
): Promise<void> {
  await page.getByRole('button', { name: 'Lanjut', exact: true }).click();
  await page.getByLabel('Nama di graf').first().fill(name);
  await meaning();
  await page.getByRole('button', { name: 'Lanjut ke penyerahan' }).click();
  await page.getByRole('button', { name: 'Serahkan', exact: true }).click();
  await page.getByRole('main').getByText('Langkah 2 selesai').waitFor();
  await hub.hub.settle();
}

browserTest(
  'a producer takes a table of a dump through the hand-over, and loads its rows from a file',
  async (browser) => {
    const page = await signedIn(browser, hub, 'produsen.dinsos');
    const seen = page.getByRole('main');
    const number = await apply(page, 'Integrasi data panti');
    await issueDisposition(hub, number);
    await page.getByRole('button', { name: 'Siapkan sumber data' }).click();
    await seen.getByText('Dump atau struktur', { exact: true }).click();

    // What is no dump is refused, and another can be sent.
    await sendFile(page, { name: 'catatan.sql', text: 'tidak ada apa-apa' }, 'Berkas dump atau struktur');
    await page.getByRole('alert').filter({ hasText: 'STRUCTURE_REFUSED' }).waitFor();
    await page.getByRole('button', { name: 'Unggah yang lain' }).click();
    await sendFile(page, { name: 'panti.sql', text: DUMP }, 'Berkas dump atau struktur');
    await seen.getByText('Tabel (2)').waitFor();
    await seen.getByRole('button', { name: /^panti Panti sosial · 7 kolom · kunci kode · 2 baris/ }).click();
    const foreign = seen.getByRole('row').filter({ hasText: 'id_jenis' });
    await foreign.getByText('wajib terisi, merujuk jenis_panti').waitFor();
    await fitsNarrow(page);
    await seen.getByRole('button', { name: 'Pakai tabel ini' }).click();

    // Secrets are not offered, persons' data closed; what is not needed is left out.
    const omitted = seen.getByRole('alert').filter({ hasText: 'Tidak ditawarkan' });
    await omitted.getByText(/^password: /).waitFor();
    await omitted.getByText(/^foto: /).waitFor();
    await seen.getByRole('row').filter({ hasText: 'nik_pengurus' }).getByText('Tertutup').waitFor();
    await seen.getByLabel('Sertakan id_jenis').uncheck();
    await seen.getByText('Barisnya dimuat setelah diserahkan', { exact: false }).waitFor();
    await fitsNarrow(page);

    // Left and resumed: the address is all that is needed.
    await page.goto('about:blank');
    await page.goBack();
    expect(await seen.getByLabel('Sertakan id_jenis').isChecked()).toBe(false);
    await page.getByRole('button', { name: 'Lanjut', exact: true }).click();
    await seen.getByRole('heading', { name: 'Kolom (4)' }).waitFor();
    await page.goBack();
    await handOver(page, 'panti');
    await seen.getByText('barisnya belum ada', { exact: false }).waitFor();
    await fitsNarrow(page);

    await seen.getByRole('link', { name: 'Muat dari berkas' }).click();
    await sendFile(page, {
      name: 'panti.csv',
      text: 'kode,nama_panti,kapasitas,nik_pengurus\nP1,Harapan,40,3514010101010001\nP2,Kasih,25,3514010101010002\n',
    });
    await page.getByRole('button', { name: 'Muat sebagai rilis baru' }).click();
    await seen.getByText('Baris: 2 dibaca, 2 dimuat, 0 ditolak').waitFor();
    const dinsos = await hub.official('produsen.dinsos');
    const { data, errors } = await dinsos.query(
      '{ dinsos_panti { nodes { kode kapasitas } } dataset(name: "dinsos_panti") { columns { name } } }',
    );
    expect(errors).toEqual([]);
    expect(data).toEqual({
      dinsos_panti: {
        nodes: [
          { kode: 'P1', kapasitas: 40 },
          { kode: 'P2', kapasitas: 25 },
        ],
      },
      dataset: { columns: [{ name: 'kode' }, { name: 'kapasitas' }] },
    });
    // The browser itself notes what was refused.
    expect(complaints(page).filter((text) => !text.includes('status of 422'))).toEqual([]);
  },
);

/** Fills in the form of a connection and sends it. */
async function connect(page: Page, source: SourceDatabase, kind: string): Promise<void> {
  await page.getByRole('button', { name: 'Sambungan baru' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Nama sambungan').fill(source.database);
  await form.getByLabel('Jenis').click();
  await page.getByRole('option', { name: kind }).click();
  await form.getByLabel('Alamat').fill(source.host);
  await form.getByLabel('Porta').fill(String(source.port));
  await form.getByLabel('Nama basis data').fill(source.database);
  await form.getByLabel('Akun').fill(source.username);
  await form.getByLabel('Kata sandi', { exact: true }).fill(source.password);
  await form.getByRole('button', { name: 'Sambungkan' }).click();
}

const TABLE: Readonly<Record<SourceDatabase['kind'], readonly string[]>> = {
  MYSQL: [
    "create table bantuan (kode varchar(9) primary key comment 'Kode bantuan', jumlah int, catatan text, kode_kecamatan varchar(8), diubah datetime not null, nik char(16)) comment 'Bantuan'",
  ],
  POSTGRESQL: [
    'create table bantuan (kode varchar(9) primary key, jumlah int, catatan text, kode_kecamatan varchar(8), diubah timestamp not null, nik char(16))',
  ],
};

for (const [kind, called] of [
  ['MYSQL', 'MySQL atau MariaDB'],
  ['POSTGRESQL', 'PostgreSQL'],
] as const)
  browserTest(
    `a producer connects a ${kind}, hands over one of its tables, and pulls it by hand and by the clock`,
    async (browser) => {
      await using source = await createSource(kind);
      await source.run(
        ...TABLE[kind],
        "insert into bantuan values ('B1', 10, 'a', '35.14.01', '2024-01-01 08:00:00', '3514010101010001'), ('B2', 20, null, '35.14.02', '2024-01-02 08:00:00', null)",
      );
      const name = `bantuan${kind.toLowerCase()}`;
      const field = `dinsos_${name}`;
      const page = await signedIn(browser, hub, 'produsen.dinsos');
      const seen = page.getByRole('main');
      const number = await apply(page, `Integrasi data bantuan ${kind}`);
      await issueDisposition(hub, number);
      await page.getByRole('button', { name: 'Siapkan sumber data' }).click();
      await seen.getByText('Basis data', { exact: true }).first().click();

      // Before the administrator allows the address the refusal says so, and the form stays to try again.
      await seen.getByText('Instansi Anda belum memiliki sambungan.').waitFor();
      await connect(page, source, called);
      const form = page.getByRole('dialog');
      await form.getByRole('alert').filter({ hasText: 'izin ADMIN untuk alamat itu' }).waitFor();
      await allowAddress(await hub.official('pengelola'), source.host, source.port);
      await form.getByRole('button', { name: 'Sambungkan' }).click();
      await seen.getByText('Tabel (1)').waitFor();
      await form.waitFor({ state: 'detached' });
      expect(
        await page.evaluate(
          'JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), location.href, document.documentElement.outerHTML])',
        ),
      ).not.toContain(source.password.slice(-36));

      await seen.getByRole('button', { name: /^bantuan/ }).click();
      // The table below the button takes its height a few frames later.
      await still(page);
      await seen.getByRole('button', { name: 'Pakai tabel ini' }).click();
      await seen.getByRole('row').filter({ hasText: 'nik' }).getByText('Tertutup').waitFor();
      await seen.getByLabel('Sertakan catatan').uncheck();
      await page.reload();
      await seen.getByText('tidak pernah meninggalkan basis data Anda', { exact: false }).waitFor();
      await handOver(page, name, async () => {
        await page.getByRole('button', { name: /^Kode kecamatan/ }).click();
        await page.getByLabel('Kode yang dimuat').filter({ visible: true }).click();
        await page.getByRole('option', { name: /^Wilayah/ }).click();
        await fitsNarrow(page);
      });

      await page.getByRole('button', { name: 'Simpan dan tarik sekarang' }).click();
      await seen.getByText('Rilis 1: 2 baris').waitFor();
      const dinsos = await hub.official('produsen.dinsos');
      const rows = async () => {
        const { data } = await dinsos.query<Record<string, { nodes: unknown[] }>>(
          `{ ${field} { nodes { kode jumlah wilayah { name } } } }`,
        );
        return data?.[field]?.nodes;
      };
      expect(await rows()).toEqual([
        { kode: 'B1', jumlah: 10, wilayah: { name: 'Purwodadi' } },
        { kode: 'B2', jumlah: 20, wilayah: { name: 'Tutur' } },
      ]);
      await fitsNarrow(page);

      // Later, on the dataset's own page: by the clock, what is new alone.
      await seen.getByRole('link', { name: 'Ke dataset ini' }).click();
      await page.getByRole('tab', { name: 'Tarikan' }).click();
      await seen.getByRole('button', { name: 'Ubah', exact: true }).click();
      await seen.getByLabel('Kapan ditarik').click();
      await page.getByRole('option', { name: 'Setiap jam' }).click();
      await seen.getByLabel('Perbarui menurut kunci baris').check();
      await seen.getByLabel('Kolom yang terus bertambah').click();
      await page.getByRole('option', { name: /^diubah/ }).click();
      await seen.getByRole('button', { name: 'Simpan', exact: true }).click();
      await seen.getByText('Setiap jam').waitFor();
      await source.run("insert into bantuan values ('B3', 30, null, null, '2024-01-03 08:00:00', null)");
      await hub.hub.pull();
      await page.reload();
      await seen.getByText('Rilis 2: 3 baris').waitFor();
      expect(await rows()).toHaveLength(3);
      await fitsNarrow(page);

      // The source fails: it is said why, and what there is stays; then the pulls are ended.
      await source.run('drop table bantuan');
      await seen.getByRole('button', { name: 'Tarik sekarang' }).click();
      await page.getByRole('alert').filter({ hasText: 'NOT_FOUND' }).waitFor();
      await page.reload();
      await seen.getByText('Tarikan terakhir gagal').waitFor();
      expect(await rows()).toHaveLength(3);
      await seen.getByRole('button', { name: 'Akhiri tarikan' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Akhiri tarikan' }).click();
      await seen.getByText('Dataset ini dimuat dari berkas', { exact: false }).waitFor();
      await fitsNarrow(page);
      await seen.getByRole('button', { name: `Hapus: ${source.database}` }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Hapus' }).click();
      await seen.getByText('Instansi Anda belum memiliki sambungan.').waitFor();
      // The browser itself notes what was refused.
      expect(complaints(page).filter((text) => !/status of (404|502)/.test(text))).toEqual([]);
    },
    { lacking: lackingServer(kind) },
  );
