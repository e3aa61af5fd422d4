import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Machine, machine } from './running.js';

// Each command is a process that loads what it needs; composition takes seconds on a busy machine.
const SLOW = { timeout: 300_000 };

const TEMPLATE = fileURLToPath(new URL('../../scripts/template/', import.meta.url));

/** A producer's machine that nobody has signed in on, without a hub. */
let office: Machine;
beforeAll(async () => {
  office = await machine({ SATUGRAF_URL: 'http://127.0.0.1:9' });
  await cp(TEMPLATE, office.path('template'), { recursive: true });
  const sdl = await readFile(`${TEMPLATE}schema.graphql`, 'utf8');
  await writeFile(office.path('baik.graphql'), sdl);
  await writeFile(
    office.path('buruk.graphql'),
    sdl.replaceAll('type Dinkes_Puskesmas', 'type Dinsos_Puskesmas'),
  );
  await writeFile(office.path('rusak.graphql'), 'type Query {\n  dinkes_x: String\n  oops(: Int\n}\n');
});
afterAll(() => office[Symbol.asyncDispose]());

describe('a check without a hub', SLOW, () => {
  test('the template passes', async () => {
    const ran = await office.satugraf(['check', 'template']);
    expect(ran).toMatchObject({ code: 0, out: expect.stringContaining('LOLOS / PASSED') });
    expect(ran.out).not.toMatch(/ERROR|WARNING/);
    expect(ran.err).toContain('Belum masuk');
  });

  test('one file is checked by options, and says the same', async () => {
    const [json, again] = await Promise.all([
      office.satugraf([
        'check',
        'baik.graphql',
        '--name',
        'dinkes_puskesmas',
        '--agency',
        'dinkes',
        '--json',
      ]),
      office.satugraf(['check', 'template', '--offline', '--json']),
    ]);
    expect([json.code, json.err]).toEqual([0, '']);
    expect(JSON.parse(json.out)).toEqual(JSON.parse(again.out));
  });

  test('what is wrong is told with its place, what to do, and exit code 1', async () => {
    const ran = await office.satugraf(['check', 'buruk.graphql', '--name', 'dinkes_puskesmas']);
    expect(ran.code).toBe(1);
    expect(ran.out).toMatch(/^buruk\.graphql:\d+:\d+ {2}ERROR {2}\S+ {2}Dinsos_Puskesmas/m);
    expect(ran.out).toMatch(/DITOLAK: perbaiki yang ERROR \/ REFUSED.*\d+ ERROR/);
    const broken = await office.satugraf(['check', 'rusak.graphql', '--name', 'dinkes_puskesmas']);
    expect(broken).toMatchObject({ code: 1, out: expect.stringMatching(/^rusak\.graphql:3:8 {2}ERROR/m) });
  });

  test.each([
    [['check', 'baik.graphql'], '--name NAME?'],
    [['check', 'tidak-ada.graphql', '--name', 'dinkes_x'], 'tidak dapat dibaca'],
    [['check'], 'tidak ada satugraf.json'],
    [['check', 'template', '--name', 'dinkes_x'], 'FILE.graphql?'],
    [['publish', '--all', 'template'], 'Belum masuk'],
  ])('%j cannot run', async (args, words) => {
    expect(await office.satugraf(args)).toMatchObject({ code: 2, err: expect.stringContaining(words) });
  });

  test.each([
    ['{', 'JSON'],
    ['{"subgraphs": []}', '"subgraphs": […]'],
    ['{"subgraphs": [{"url": "https://x"}]}', 'subgraphs[0].name'],
    ['{"subgraphs": [{"name": "a_b"}, {"name": "a_b"}]}', 'subgraphs[1].name'],
    ['{"subgraphs": [{"name": "a_b", "skema": "x"}]}', 'subgraphs[0].skema'],
    ['{"subgraphs": [{"name": "a_b", "sdl": "tidak-ada.graphql"}]}', 'tidak-ada.graphql'],
  ])('a satugraf.json of %s is told what is wrong with it', async (text, words) => {
    await mkdir(office.path('salah'), { recursive: true });
    await writeFile(office.path('salah/satugraf.json'), text);
    expect(await office.satugraf(['check', 'salah'])).toMatchObject({
      code: 2,
      err: expect.stringContaining(words),
    });
  });
});
