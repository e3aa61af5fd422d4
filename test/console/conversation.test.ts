import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { browserTest } from '../support/browser.js';
import { bootHub, eventually, type TestHub } from '../support/hub.js';
import { act, caseOf, draft } from '../workflow/case-over-http.js';
import { complaints, signedIn } from './browsing.js';
import { violations } from './watching.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await bootHub('demo');
});
afterAll(async () => {
  await hub[Symbol.asyncDispose]();
});

const TITLE = 'Gizi balita per desa';
const tab = (page: Page, name: RegExp) => page.getByRole('tab', { name });
const said = (page: Page, text: string) => page.getByRole('article').filter({ hasText: text });

browserTest('a producer and the technical team talk about a case, and see what is new', async (browser) => {
  const caller = await hub.official('produsen.dinkes');
  const { number } = await act(caller, 'submitCase', await draft(caller, TITLE));

  const producer = await signedIn(browser, hub, 'produsen.dinkes');
  await producer.goto(`${hub.url}/app/#/permohonan/${number}`);
  await tab(producer, /^Percakapan \(0\)$/).click();
  await producer.getByText('Belum ada pesan.').waitFor();
  const field = producer.getByLabel('Tulis pesan');
  expect(await producer.getByRole('button', { name: 'Kirim' }).isDisabled()).toBe(true);
  await field.fill('Satuan kolom berat:\nkilogram atau gram?');
  // What is begun outlives a look at another part of the page.
  await tab(producer, /^Dokumen/).click();
  await producer.getByRole('heading', { level: 2, name: 'Dokumen' }).waitFor();
  await tab(producer, /^Percakapan/).click();
  await field.press('Control+Enter');
  await said(producer, 'kilogram atau gram?').getByText('Anda', { exact: true }).waitFor();
  expect(await field.inputValue()).toBe('');
  await tab(producer, /^Percakapan \(1\)$/).waitFor();

  const team = await signedIn(browser, hub, 'tim.teknis');
  await team.getByRole('link', { name: 'Permohonan', exact: true }).click();
  const row = team.getByRole('row').filter({ hasText: TITLE });
  await row.getByRole('link', { name: 'Pesan baru: 1' }).click();
  const question = said(team, 'Satuan kolom berat:');
  await eventually(async () => ((await question.boundingBox())?.y ?? 900) < 700 || undefined);
  await question.getByText('baru', { exact: true }).waitFor();
  expect(await question.innerText()).toMatch(/Produsen Dinas Kesehatan[\s\S]*Produsen data · /);
  // It is read by being shown.
  await tab(team, /^Percakapan \(1\)$/).waitFor();
  await team.getByLabel('Tulis pesan').fill('Kilogram, satu desimal.');
  await team.getByRole('button', { name: 'Kirim' }).click();
  await said(team, 'Kilogram, satu desimal.').getByText('Anda', { exact: true }).waitFor();

  // The producer's page looks by itself.
  await said(producer, 'Kilogram, satu desimal.').getByText('baru', { exact: true }).waitFor();
  await tab(producer, /^Percakapan \(2\)$/).waitFor();
  expect(await producer.getByRole('article').allInnerTexts()).toEqual([
    expect.stringContaining('kilogram atau gram?'),
    expect.stringContaining('Kilogram, satu desimal.'),
  ]);
  expect(await violations(producer)).toEqual([]);
  await producer.setViewportSize({ width: 360, height: 740 });
  expect(await violations(producer)).toEqual([]);
  expect(await producer.evaluate('document.documentElement.scrollWidth')).toBe(360);
  await team.getByRole('link', { name: 'Semua permohonan' }).click();
  await row.waitFor();
  await row.getByText('Pesan baru').waitFor({ state: 'detached' });

  const closed = await caseOf(hub, 'dinkes_tenagaKesehatan');
  await team.goto(`${hub.url}/app/#/permohonan/${closed.number}?bagian=messages`);
  await team.getByText('percakapannya tidak ditambah lagi', { exact: false }).waitFor();
  expect(await team.getByLabel('Tulis pesan').count()).toBe(0);
  for (const page of [producer, team]) expect(complaints(page)).toEqual([]);
});
