import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { cover, publish, sdlOf, started } from '../registry/publishing/producer.js';
import { browserTest } from '../support/browser.js';
import { bootHub, eventually, type TestHub } from '../support/hub.js';
import type { RemoteProducer } from '../support/remote.js';
import { complaints, signedIn } from './browsing.js';
import { picture } from './picturing.js';

let hub: TestHub;
let service: RemoteProducer | undefined;
beforeAll(async () => {
  hub = await bootHub('demo');
});
afterAll(async () => {
  await service?.[Symbol.asyncDispose]();
  await hub[Symbol.asyncDispose]();
});

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).click();
const confirmBy = (page: Page, name: string) =>
  page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
const open = (page: Page, screen: string) => page.goto(`${hub.url}/app/#${screen}`);

browserTest(
  'an account is made and given a role, a head confirms it, and its owner signs in by the link',
  async (browser) => {
    const admin = await signedIn(browser, hub, 'pengelola');
    const complained = [complaints(admin)];
    await open(admin, '/akun');
    await press(admin, 'Buat akun');
    const form = admin.getByRole('dialog');
    await form.getByLabel('Nama lengkap').fill('Sri Wahyuni');
    await form.getByLabel('Nama pengguna').fill('sri.wahyuni');
    await form.getByLabel('Instansi').selectOption('dinkes');
    const nip = form.getByRole('textbox', { name: 'NIP' });
    await nip.fill('123');
    await confirmBy(admin, 'Buat akun');
    // The hub's own sentence stands where it was asked, and nothing that was filled in is lost.
    await form.getByRole('alert').getByText('18').waitFor();
    await nip.fill('198001012005012001');
    await confirmBy(admin, 'Buat akun');
    const link = await admin.getByLabel('Tautan untuk menetapkan kata sandi').inputValue();
    expect(link).toMatch(new RegExp(`^${hub.url}/app/#/password/[^/]+$`));
    await press(admin, 'Sudah saya simpan');

    await press(admin, /Sri Wahyuni/);
    await press(admin, 'Berikan peran: sri.wahyuni');
    await admin.getByRole('dialog').getByLabel('Peran').selectOption('PRODUCER');
    await confirmBy(admin, 'Berikan peran');
    await admin.getByText('Produsen data: menunggu pengukuhan').waitFor();
    expect(await admin.getByRole('button', { name: /^Kukuhkan/ }).isDisabled()).toBe(true);

    const head = await signedIn(browser, hub, 'kepala.dinas');
    complained.push(complaints(head));
    await open(head, '/akun');
    await press(head, /Sri Wahyuni/);
    await press(head, /^Kukuhkan: Produsen data/);
    await confirmBy(head, 'Kukuhkan');
    await head.getByText('Tidak ada peran yang menunggu.').waitFor();

    const owner = await signedIn(browser, hub);
    complained.push(complaints(owner));
    await owner.goto(link);
    await owner.getByLabel('Kata sandi baru').fill('sembilan kuda merah');
    await press(owner, 'Simpan');
    await owner.getByRole('status').getByText('sri.wahyuni').waitFor();
    await owner.getByRole('main').getByRole('link', { name: 'Masuk' }).click();
    await owner.getByLabel('Nama pengguna').fill('sri.wahyuni');
    await owner.getByLabel('Kata sandi').fill('sembilan kuda merah');
    await owner.getByRole('main').getByRole('button', { name: 'Masuk' }).click();
    await owner.getByRole('link', { name: 'Terbitkan dataset' }).waitFor();
    await owner.getByRole('link', { name: 'Ganti kata sandi' }).click();
    await owner.getByLabel('Kata sandi sekarang').fill('sembilan kuda merah');
    await owner.getByLabel('Kata sandi baru').fill('sepuluh kuda putih');
    await press(owner, 'Simpan');
    await owner.getByText('Kata sandi diganti.').waitFor();
    // Of the number that was refused.
    expect(complained.flat()).toEqual([expect.stringContaining('400')]);
  },
);

browserTest(
  'a change that breaks a dashboard is read, approved with a reason, and rolled back',
  async (browser) => {
    const name = 'dinkes_layanan';
    await cover(hub, 'kunjungan');
    service = await started(hub, ['kunjungan'], sdlOf('kunjungan'));
    const url = service.at('127.0.0.1');
    const producer = hub.key('Sistem Dinas Kesehatan');
    const first = await publish(producer, [{ name, url, sdl: sdlOf('kunjungan') }]);
    const query = 'query Kunjungan { dinkes_kunjungan { kode catatan } }';
    await hub.key().query(query, {}, { 'apollographql-client-name': 'Dasbor Sehat' });
    await hub.hub.noteUses();
    const waiting = await publish(producer, [{ name, url, sdl: sdlOf('kunjungan', ['jumlah: Int']) }]);
    expect(waiting.outcome).toBe('WAITING');

    const team = await signedIn(browser, hub, 'tim.teknis');
    const complained = complaints(team);
    await open(team, '/skema');
    await team.getByRole('link', { name }).click();
    await team.getByText('catatan: String').first().waitFor();
    await team
      .getByText(/Dasbor Sehat.*Kunjungan/)
      .first()
      .waitFor();
    await press(team, 'Jalankan gladi');
    const recorded = team.getByRole('row', { name: /Dasbor Sehat/ });
    await recorded.getByText('Ditolak').waitFor();
    await picture(team, 'review', team.getByRole('heading', { name: 'Temuan tanpa baris' }));
    await press(team, 'Setujui');
    await team.getByRole('dialog').getByLabel('Alasan').fill('Dasbor sudah disesuaikan.');
    await confirmBy(team, 'Setujui');
    await team.getByText('Diterbitkan', { exact: true }).waitFor();
    await team.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await team.getByRole('button', { name: 'Setujui' }).isDisabled()).toBe(true);

    await open(team, '/registri');
    await team.getByRole('tab', { name: 'Peluncuran' }).click();
    await press(team, `Kembalikan ke sini: Supergraf ${first.supergraph}`);
    await team.getByRole('dialog').getByLabel('Alasan').fill('Dasbor ternyata belum siap.');
    await confirmBy(team, 'Ya, kembalikan');
    await team.getByText(`kembali ke supergraf ${first.supergraph}`).waitFor();
    const again = await eventually(async () => {
      const { data } = await hub.key().query(query);
      return data ?? undefined;
    }, 20_000);
    expect(again).toEqual({ dinkes_kunjungan: [{ kode: 'kunjungan 1', catatan: 'catatan kunjungan' }] });
    expect(complained).toEqual([]);
  },
);
