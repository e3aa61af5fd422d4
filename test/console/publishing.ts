import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { TestHub } from '../support/hub.js';

/** Chooses a file, a real one by its path, and sends it. */
export async function sendFile(
  page: Page,
  file: string | { readonly name: string; readonly text: string },
  label = 'Berkas data',
): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByLabel(label).click();
  await (await chooser).setFiles(
    typeof file === 'string'
      ? file
      : { name: file.name, mimeType: 'text/csv', buffer: Buffer.from(file.text) },
  );
  await page.getByRole('button', { name: 'Unggah dan pahami' }).click();
}

/** Fills in the application of step 1 and submits it; answers the number of the case. */
export async function apply(page: Page, title: string): Promise<string> {
  await page.getByRole('link', { name: 'Terbitkan dataset' }).click();
  await page.getByLabel('Judul permohonan').fill(title);
  await page.getByLabel('Tujuan').fill('Dasbor per kecamatan');
  await page.getByLabel('Nama narahubung').fill('Sri');
  await page.getByLabel('Jabatan').fill('Statistisi');
  await page.getByLabel('Telepon atau surel').fill('sri@pasuruankab.example');
  await page.getByLabel('Dokumen data dan informasi aplikasi').fill('Data dari aplikasi kami.');
  await page.getByRole('button', { name: 'Ajukan permohonan' }).click();
  const seen = page.getByRole('main');
  await seen.getByText('Menunggu disposisi').waitFor();
  await seen.getByText('Giliran berikutnya: Kepala dinas').waitFor();
  const number = new URL(page.url().replace('#/', '')).searchParams.get('permohonan') ?? '';
  await seen.getByText(`Nomor permohonan: ${number}`).waitFor();
  return number;
}

/** The head issues it, over HTTP. */
export async function issueDisposition(hub: TestHub, number: string): Promise<void> {
  const head = await hub.official('kepala.dinas');
  const { data } = await head.query<{ case: { version: number } }>(
    'query ($number: ID!) { case(number: $number) { version } }',
    { number },
  );
  const { errors } = await head.query(
    `mutation ($number: ID!, $version: Int!) {
      issueDisposition(number: $number, version: $version, disposition: "Agar diproses.") { number }
    }`,
    { number, version: data?.case.version },
  );
  expect(errors).toEqual([]);
}
