import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { column, KODE, structure } from '../sop/office.js';
import { browserTest } from '../support/browser.js';
import { bootHub, type TestHub } from '../support/hub.js';
import { act, draft, readWhole, type Stage } from '../workflow/case-over-http.js';
import { complaints, signedIn } from './browsing.js';
import { picture } from './picturing.js';

// A case from the head's disposition to the agreement, as those who do it see it: each in his own session.

let hub: TestHub;
beforeAll(async () => {
  hub = await bootHub('demo');
});
afterAll(async () => {
  await hub[Symbol.asyncDispose]();
});

const COLUMNS = ['sasaran', 'cakupan', 'dosis', 'petugas', 'stok', 'catatan'] as const;
const TITLE = 'Imunisasi dasar per kecamatan';

async function openCase(page: Page, number: string): Promise<void> {
  await page.goto(`${hub.url}/app/#/permohonan/${number}`);
  await page.getByRole('heading', { level: 1, name: TITLE }).waitFor();
}

const told = (page: Page, text: string) => page.getByText(text, { exact: true }).first().waitFor();

browserTest(
  'the head signs the disposition, both sides agree on five of seven columns, and the case is at step 4',
  async (browser) => {
    const producer = await hub.official('produsen.dinkes');
    let stage: Stage = await draft(producer, TITLE);
    stage = await act(producer, 'submitCase', stage);
    const { number } = stage;

    const head = await signedIn(browser, hub, 'kepala.dinas');
    await head.getByRole('link', { name: 'Permohonan', exact: true }).click();
    await head.getByLabel('Cari nomor atau judul').fill('imunisasi');
    await told(head, '1 permohonan');
    await head.getByRole('link', { name: TITLE }).click();
    await head.getByRole('button', { name: 'Terbitkan disposisi' }).click();
    const dialog = head.getByRole('dialog');
    await dialog.getByLabel('Isi disposisi').fill('Agar tim teknis memproses bersama Dinas Kesehatan.');
    await dialog.getByRole('button', { name: 'Terbitkan disposisi' }).click();
    await dialog.waitFor({ state: 'detached' });
    // What he cannot do he reads with its reason.
    await head.getByRole('button', { name: 'Serahkan struktur' }).waitFor();
    expect(await head.getByRole('button', { name: 'Serahkan struktur' }).isDisabled()).toBe(true);
    await head.getByRole('tab', { name: /Dokumen/ }).click();
    await told(head, 'Agar tim teknis memproses bersama Dinas Kesehatan.');
    await head
      .getByText(/^\d+ kB$/)
      .first()
      .waitFor();

    const { version } = await readWhole(producer, number);
    await act(
      producer,
      'handOver',
      { number, version },
      {
        definition: structure('imunisasiDasar', KODE, ...COLUMNS.map((name) => column(name, 'INTEGER'))),
      },
    );
    await hub.hub.settle();

    const team = await signedIn(browser, hub, 'tim.teknis');
    await openCase(team, number);
    for (const [name, verdict, reason] of [
      ['catatan', 'Ditolak', 'Memuat data pribadi.'],
      ['stok', 'Ditunda', 'Satuan belum disepakati.'],
    ] as const) {
      const field = team.locator('section').filter({ has: team.getByText(name, { exact: true }) });
      await field.getByLabel(verdict).check();
      await field.getByLabel('Alasan').fill(reason);
    }
    // What the verdicts would mean, before they are saved.
    const sight = (name: string) =>
      team.getByRole('row', { name: new RegExp(`^${name} Nilai|^${name} Tidak`) });
    expect(await sight('catatan').innerText()).toMatch(/^catatan(\s+Tidak ada){4}$/);
    expect(await sight('stok').innerText()).toMatch(
      /^stok\s+Nilai(\s+Ditahan: belum disepakati){2}\s+Tidak ada$/,
    );
    expect(await sight('dosis').innerText()).toMatch(/^dosis(\s+Nilai){3}\s+Tidak ada$/);
    await told(team, 'Tidak ada kueri terekam yang memakai kolom ini.');
    await picture(team, 'desk', team.getByRole('heading', { name: 'Meja evaluasi' }));
    await team.getByRole('button', { name: 'Sepakati yang belum diputuskan (5)' }).click();
    await team.getByRole('button', { name: 'Simpan keputusan (7)' }).click();
    await told(team, 'Keputusan tersimpan');
    await team.getByRole('button', { name: 'Tanda tangani', exact: true }).click();
    await told(team, 'Kesepakatan ditandatangani');

    const partner = await signedIn(browser, hub, 'produsen.dinkes');
    await openCase(partner, number);
    await told(partner, 'menandatangani');
    expect(await partner.getByLabel('Alasan').first().inputValue()).not.toBe('');
    await partner.getByRole('button', { name: 'Tanda tangani', exact: true }).click();
    await partner.locator('[aria-current="step"]', { hasText: '4 Penyiapan API' }).waitFor();

    const whole = await readWhole(producer, number);
    expect(whole.step).toBe('ASSESS');
    expect(whole.dossier.fields.map(({ verdict }) => verdict).sort()).toEqual([
      ...Array(5).fill('AGREED'),
      'DECLINED',
      'DEFERRED',
    ]);

    // Another has moved the case on meanwhile: the team's page says so, shows the case anew, and the action then goes through.
    await team.reload();
    await team.getByRole('button', { name: 'Nyatakan API siap' }).waitFor();
    await team.getByRole('button', { name: 'Naikkan kelas akses' }).click();
    await act(producer, 'raiseClass', whole, { column: 'petugas', to: 'RESTRICTED' });
    const raise = team.getByRole('dialog');
    await raise.getByRole('combobox', { name: 'Kolom' }).fill('sasaran');
    await team.getByRole('option', { name: 'sasaran' }).click();
    await raise.getByRole('combobox', { name: 'Menjadi' }).click();
    await team.getByRole('option', { name: 'Terbatas' }).click();
    await raise.getByLabel('Alasan').fill('Data mentah per anak.');
    await raise.getByRole('button', { name: 'Naikkan kelas akses' }).click();
    await raise.getByText('Permohonan telah dimuat ulang.', { exact: false }).waitFor();
    await raise.getByRole('button', { name: 'Naikkan kelas akses' }).click();
    await raise.waitFor({ state: 'detached' });

    await head.getByRole('link', { name: 'Keadaan', exact: true }).click();
    await head.getByRole('heading', { name: 'Permohonan menurut langkah' }).waitFor();
    const row = head.getByRole('row', { name: /^4 Penyiapan API 1/ });
    await row.waitFor();
    await picture(head, 'state');
    for (const page of [head, partner]) expect(complaints(page)).toEqual([]);
    // The browser itself writes down an answer of 409.
    expect(complaints(team)).toEqual([expect.stringContaining('409')]);
  },
);
