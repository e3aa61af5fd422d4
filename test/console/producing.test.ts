import { afterAll, beforeAll, expect } from 'vitest';
import { browserTest } from '../support/browser.js';
import { bootHub, type TestHub } from '../support/hub.js';
import { complaints, fileFrom, signedIn } from './browsing.js';
import { picture } from './picturing.js';
import { apply, issueDisposition, sendFile } from './publishing.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await bootHub('demo');
});
afterAll(async () => {
  await hub[Symbol.asyncDispose]();
});

/** As an office writes it: a title above, dots between thousands, a day that may be a month, a dash for nothing. */
const sembako = (jumlah: string): string =>
  [
    'Penerima sembako menurut kecamatan;;;;',
    ';;;;',
    'Kecamatan;Jumlah Keluarga;Anggaran (Rp);Tanggal Salur;Keterangan',
    `Purwodadi;${jumlah};12.500.000;03/04/2024;lengkap`,
    'Tutur;2.310;23.100.000;05/04/2024;-',
    'Tosari;980;9.800.000;07/05/2024;lengkap',
    'Rembang;1.105;11.050.000;02/06/2024;-',
    '',
  ].join('\n');

browserTest(
  'a producer takes a dirty file from the application to a dataset that is handed over and loaded',
  async (browser) => {
    const page = await signedIn(browser, hub, 'produsen.dinsos');
    const seen = page.getByRole('main');

    const number = await apply(page, 'Integrasi data sembako');
    await page.getByRole('button', { name: 'Siapkan sumber data' }).click();
    await sendFile(page, { name: 'sembako.csv', text: sembako('1.234') });
    await seen.getByText('Judul di atas tabel: Penerima sembako menurut kecamatan').waitFor();
    expect(await page.getByRole('button', { name: 'Lanjut', exact: true }).isDisabled()).toBe(true);
    await seen.getByText('Jawab semua pertanyaan dahulu.').waitFor();
    await picture(page, 'questions');
    await page.getByRole('button', { name: 'hari lalu bulan' }).click();
    await seen.getByText('Sudah dijawab (1)').waitFor();

    // Left and resumed: the address is all that is needed.
    await page.goto('about:blank');
    await page.goBack();
    await page.getByRole('button', { name: 'ya, tidak ada data' }).click();
    await page.getByRole('button', { name: /Kabupaten Pasuruan/ }).click();
    await seen.getByText('Baris sebagaimana akan disimpan').waitFor();
    const stored = seen.getByRole('row').filter({ hasText: '2024-04-03' });
    expect(await stored.innerText()).toMatch(
      /Purwodadi\s+1234\s+12500000\s+2024-04-03\s+lengkap\s+35\.14\.01/,
    );
    await seen.getByText('Kode yang dicocokkan (4)').waitFor();
    await picture(page, 'understood');

    await page.getByRole('button', { name: 'Lanjut', exact: true }).click();
    await page.getByLabel('Nama di graf').first().fill('sembako');
    await page.getByLabel('Uraian dataset').fill('Keluarga penerima sembako.');
    await page.getByRole('button', { name: /^Jumlah keluarga/ }).click();
    // One column is open, the fields of the others are hidden.
    const shown = (label: string) => page.getByLabel(label).filter({ visible: true }).first();
    await shown('Definisi').fill('Banyaknya keluarga yang menerima sembako.');
    await shown('Satuan').fill('keluarga');
    await shown('Kelas akses').click();
    await page.getByRole('option', { name: /^Terbuka/ }).click();
    await page.getByRole('button', { name: 'Lanjut ke penyerahan' }).click();

    const handOver = page.getByRole('button', { name: 'Serahkan', exact: true });
    expect(await handOver.isDisabled()).toBe(true);
    await seen.getByText('Menunggu disposisi kepala dinas; setelah itu Anda dapat menyerahkan.').waitFor();
    await issueDisposition(hub, number);
    await page.reload();
    await handOver.click();
    await seen.getByText('Langkah 2 selesai').waitFor();
    await page.getByRole('button', { name: 'Muat sebagai rilis baru' }).click();
    await seen.getByText('Baris: 4 dibaca, 4 dimuat, 0 ditolak').waitFor();

    await hub.hub.settle();
    const dinsos = await hub.official('produsen.dinsos');
    const { data, errors } = await dinsos.query(
      `query ($number: ID!) {
      case(number: $number) { step dossier { dataset } }
      dinsos_sembako { nodes { jumlahKeluarga wilayah { name } } }
      dataset(name: "dinsos_sembako") { columns { name unit accessClass description } }
    }`,
      { number },
    );
    expect(errors).toEqual([]);
    expect(data).toMatchObject({
      case: { step: 'AGREE', dossier: { dataset: 'dinsos_sembako' } },
      dinsos_sembako: { nodes: [{ jumlahKeluarga: 1234, wilayah: { name: 'Purwodadi' } }, {}, {}, {}] },
    });
    expect((data?.['dataset'] as { columns: unknown[] }).columns).toContainEqual({
      name: 'jumlahKeluarga',
      unit: 'keluarga',
      accessClass: 'OPEN',
      description: 'Banyaknya keluarga yang menerima sembako.',
    });

    await page.getByRole('link', { name: 'Data saya' }).click();
    const row = seen.getByRole('row').filter({ hasText: 'dinsos_sembako' });
    await row.getByText('3 Kesepakatan kolom').waitFor();
    await row.getByRole('link').first().click();

    // The next file has a row that cannot be read: refused first, then loaded without it.
    await page.getByRole('tab', { name: 'Unggah rilis baru' }).click();
    await sendFile(page, { name: 'sembako-baru.csv', text: sembako('banyak') });
    await seen.getByText('Nilai yang tidak dapat dibaca (1)').waitFor();
    await page.getByRole('button', { name: 'Muat sebagai rilis baru' }).click();
    await seen.getByText(/^Tidak dimuat, /).waitFor();
    await page.getByLabel(/sisihkan baris yang salah/).check();
    await page.getByRole('button', { name: 'Muat sebagai rilis baru' }).click();
    await seen.getByText('Baris: 4 dibaca, 3 dimuat, 1 ditolak').waitFor();
    const rejects = await fileFrom(page.getByRole('button', { name: 'Unduh baris yang ditolak (CSV)' }));
    expect(rejects.suggestedFilename()).toMatch(/\.csv$/);

    await page.getByRole('tab', { name: 'Rilis', exact: true }).click();
    await page.getByRole('button', { name: 'Sajikan lagi 1' }).click();
    await page.getByRole('button', { name: 'Sajikan lagi 2' }).waitFor();

    await page.getByRole('tab', { name: 'Keterangan' }).click();
    await seen.getByText(/belum memiliki lisensi/).waitFor();
    await page.getByLabel('Lisensi').fill('CC BY 4.0');
    await page.getByRole('button', { name: 'Simpan keterangan' }).click();
    await seen.getByText(/belum memiliki lisensi/).waitFor({ state: 'detached' });

    await page.setViewportSize({ width: 360, height: 800 });
    for (const tab of ['Rilis publik', 'Pemakaian', 'Unggah rilis baru', 'Keterangan']) {
      await page.getByRole('tab', { name: tab, exact: true }).click();
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    }
    // The browser itself notes the load that was refused.
    expect(complaints(page).filter((text) => !text.includes('status of 422'))).toEqual([]);
  },
);

browserTest(
  'a producer takes a real dirty file from the application to step 3',
  async (browser, file) => {
    const page = await signedIn(browser, hub, 'produsen.dinkes');
    const seen = page.getByRole('main');
    const number = await apply(page, 'Integrasi data UMKM');
    await issueDisposition(hub, number);
    await page.getByRole('button', { name: 'Siapkan sumber data' }).click();
    await sendFile(page, file);

    // Figures of four things in three years stand beside each other; three columns hold places.
    await seen.getByText(/^12 kolom berjudul waktu \(2019 … 2021\)/).waitFor();
    const asked = seen.getByText('Yang perlu Anda jawab');
    await page.getByRole('button', { name: /^ya: kolom periode/ }).click();
    await page.getByRole('button', { name: 'Terima semua usulan (3)' }).click();
    await seen.getByText('Sudah dijawab (4)').waitFor();
    await seen.getByText(/^11 isi kolom KECAMATAN bukan wilayah yang dikenal/).waitFor();
    await page.getByRole('button', { name: 'ya; teksnya tetap, kode wilayahnya kosong' }).click();
    await asked.waitFor({ state: 'detached' });
    await seen.getByText('257 baris data').waitFor();
    await seen.getByText('Kode yang dicocokkan (40)').waitFor();
    expect(await seen.getByRole('row').filter({ hasText: '35.14.14' }).count()).toBeGreaterThanOrEqual(6);

    await page.getByRole('button', { name: 'Lanjut', exact: true }).click();
    await page.getByLabel('Nama di graf').first().fill('umkm');
    await page.getByLabel('Uraian dataset').fill('Usaha mikro, kecil, dan menengah binaan.');
    await page.getByRole('button', { name: 'Lanjut ke penyerahan' }).click();
    await page.getByRole('button', { name: 'Serahkan', exact: true }).click();
    await seen.getByText('Langkah 2 selesai').waitFor();
    await page.getByRole('button', { name: 'Muat sebagai rilis baru' }).click();
    // 257 businesses, each in three periods.
    await seen.getByText('Baris: 257 dibaca, 771 dimuat, 0 ditolak').waitFor();

    await hub.hub.settle();
    const dinkes = await hub.official('produsen.dinkes');
    const { data, errors } = await dinkes.query(
      `query ($number: ID!) {
        case(number: $number) { step status }
        dinkes_umkm(first: 2) { totalCount nodes { periode wilayah { name } } }
      }`,
      { number },
    );
    expect(errors).toEqual([]);
    expect(data).toMatchObject({
      case: { step: 'AGREE', status: 'OPEN' },
      dinkes_umkm: {
        totalCount: 771,
        nodes: [
          { periode: '2019', wilayah: { name: 'Bangil' } },
          { periode: '2020', wilayah: { name: 'Bangil' } },
        ],
      },
    });

    // The technical team looks into the values before it agrees to a column.
    const team = await signedIn(browser, hub, 'tim.teknis');
    await team.goto(`${hub.url}/app/#/permohonan/${number}`);
    const began = team.getByRole('region', { name: 'Tahun mulai usaha', exact: true });
    await began.getByRole('button', { name: 'Profil data' }).click();
    await began.getByText(/^\d+ dari 771 terisi/).waitFor();
    expect(await began.getByRole('status').innerText()).toMatch(
      /^708 dari 771 terisi · \d+ nilai berbeda · terkecil \d+ · terbesar \d+\s+Paling sering\s+(\d+|kosong) · /,
    );
    // A column of persons is proposed as closed: nobody looks into it here.
    const age = team.getByRole('region', { name: 'Umur', exact: true });
    await age.getByText('Tertutup', { exact: true }).waitFor();
    expect(await age.getByRole('button', { name: 'Profil data' }).count()).toBe(0);
    for (const one of [page, team]) expect(complaints(one)).toEqual([]);
  },
  { data: 'open/o01_umkm_pasuruan_diskopukm_jatim.csv' },
);

browserTest(
  'a file that cannot be sent or fetched is refused in words, and can be asked for again',
  async (browser) => {
    const page = await signedIn(browser, hub, 'produsen.dinkes');
    const alert = (text: string) => page.getByRole('alert').filter({ hasText: text });
    const table = { name: 'nakes.csv', text: 'kode,dokter\n35.14.01,3\n' };
    await page.goto(`${hub.url}/app/#/data-saya/dinkes_tenagaKesehatan?bagian=upload`);

    await page.route('**/uploads?*', (route) => route.abort());
    await sendFile(page, table);
    await alert('Hub tidak dapat dihubungi.').waitFor();
    // What stands before the hub answers in a page of its own.
    await page.unroute('**/uploads?*');
    await page.route('**/uploads?*', (route) => route.fulfill({ status: 502, body: '<h1>Bad Gateway</h1>' }));
    await page.getByRole('button', { name: 'Unggah dan pahami' }).click();
    await alert('HTTP 502').waitFor();
    await page.unroute('**/uploads?*');
    await page.getByRole('button', { name: 'Unggah dan pahami' }).click();
    await page.getByText('Yang perlu Anda jawab').or(page.getByText('Yang dipahami')).first().waitFor();

    await page.route('**/exports/*', (route) => route.abort());
    await page.goto(`${hub.url}/app/#/katalog/dinkes_tenagaKesehatan`);
    const csv = page.getByRole('button', { name: 'CSV', exact: true });
    await csv.click();
    await alert('Hub tidak dapat dihubungi.').waitFor();
    await page.unroute('**/exports/*');
    expect((await fileFrom(csv)).suggestedFilename()).toMatch(/\.csv$/);
    await alert('Hub tidak dapat dihubungi.').waitFor({ state: 'detached' });
  },
);
