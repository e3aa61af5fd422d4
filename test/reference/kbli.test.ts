import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type EditionCell,
  type EditionClass,
  readEdition,
} from '../../subgraphs/reference/business/edition.js';
import { makeDataset } from '../hosted/dataset.js';
import { testConfig } from '../support/config.js';
import { bootHub, type TestHub } from '../support/hub.js';
import { realDataTest } from '../support/real-data.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
let hub: TestHub;
let folder: string;
beforeAll(async () => {
  hub = await bootHub('demo');
  folder = await mkdtemp(join(tmpdir(), 'satugraf-kbli-'));
});
afterAll(async () => {
  await hub[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** `npm run kbli` without npm, on the test's database. */
function kbli(edition: string, ...files: string[]): Promise<{ code: number; output: string }> {
  const secret = Buffer.from(testConfig(hub.databaseUrl).secret).toString('hex');
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', 'scripts/kbli.ts', '--edition', edition, ...files],
      {
        cwd: ROOT,
        env: { PATH: process.env['PATH'] ?? '', DATABASE_URL: hub.databaseUrl, HUB_SECRET: secret },
      },
      (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code) : 0, output: `${stdout}${stderr}` }),
    );
  });
}

const file = async (name: string, text: string): Promise<string> => {
  await writeFile(join(folder, name), text);
  return join(folder, name);
};
const ask = async (query: string): Promise<unknown> => {
  const answer = await hub.anonymous.query(query);
  if (answer.errors.length > 0) throw new Error(answer.text);
  return answer.data;
};

const SMALL = `Kode;Judul;Uraian;Kategori
A;Pertanian;;A
01;Tanaman;;A
011;Semusim;;A
0111;Serealia;Jagung dan gandum;A
01111;Jagung;;A
01112;Gandum;;A
`;

describe('npm run kbli', () => {
  test('loads an edition, and says when there is nothing to change', async () => {
    const path = await file('kecil.csv', `\ufeffKBLI 2015\n\n${SMALL}`);
    const first = await kbli('2015', path);
    expect(first).toMatchObject({ code: 0, output: expect.stringContaining('KBLI 2015: 6 = 1/1/1/1/2') });
    expect(first.output).toContain('+6 baru/new');
    const again = await kbli('2015', path);
    expect(again).toMatchObject({ code: 0, output: expect.stringContaining('nothing changed') });
    expect(
      await ask(`{ businessClass(id: "2015:01111") {
        title level description parent { title description parent { parent { parent { code parent { code } } } } } } }`),
    ).toEqual({
      businessClass: {
        title: 'Jagung',
        level: 'SUBCLASS',
        description: null,
        parent: {
          title: 'Serealia',
          description: 'Jagung dan gandum',
          parent: { parent: { parent: { code: 'A', parent: null } } },
        },
      },
    });
  });

  test('replaces an edition, but never takes a code away that a dataset uses', async () => {
    await kbli('2009', await file('lama.csv', SMALL));
    const columns = [
      { name: 'kode', type: 'TEXT', key: true },
      { name: 'kbli', type: 'TEXT', reference: { entity: 'BusinessClass', field: 'usaha', edition: '2009' } },
    ] as const;
    await makeDataset(hub, { name: 'tani', columns }, [{ kode: '1', kbli: '01112' }]);
    const without = (code: string) =>
      SMALL.split('\n')
        .filter((line) => !line.startsWith(`${code};`))
        .join('\n');
    const refused = await kbli('2009', await file('tanpa-gandum.csv', without('01112')));
    expect(refused.code).toBe(1);
    expect(refused.output).toMatch(/dinkes_tani uses codes of KBLI 2009 .*\(01112\); nothing was changed/);
    expect(await ask('{ businessClass(id: "2009:01112") { title } }')).toEqual({
      businessClass: { title: 'Gandum' },
    });

    const other = without('01111').replace('Gandum;', 'Gandum dan sorgum;');
    const replaced = await kbli('2009', await file('baru.csv', `${other}01113;Kedelai;;A\n`));
    expect(replaced).toMatchObject({ code: 0, output: expect.stringContaining('+1 baru/new, ~1 berubah') });
    expect(replaced.output).toContain('-1 dihapus/removed');
    expect(
      await ask('{ businessClasses(edition: "2009", level: SUBCLASS) { totalCount nodes { code title } } }'),
    ).toEqual({
      businessClasses: {
        totalCount: 2,
        nodes: [
          { code: '01112', title: 'Gandum dan sorgum' },
          { code: '01113', title: 'Kedelai' },
        ],
      },
    });
  });

  test.each([
    ['lost zeros', 'kode,judul\nA,Pertanian\n1,Tanaman\n', '"1" is no KBLI code'],
    [
      'lost zeros everywhere',
      'kode,judul\nC,Industri\n111,Semusim\n1111,Serealia\n',
      'leading zeros were lost',
    ],
    ['one code with two titles', `${SMALL}01112;Sorgum;;A\n`, 'before it was "Gandum"'],
    ['no header', 'a,b\n1,2\n', 'no table with a code and a title'],
  ])('refuses a file with %s, and loads nothing', async (name, text, why) => {
    const { code, output } = await kbli('1999', await file(`${name}.csv`, text));
    expect(code).toBe(1);
    expect(output).toContain(why);
    expect(await ask('{ businessClasses(edition: "1999") { totalCount } }')).toEqual({
      businessClasses: { totalCount: 0 },
    });
  });

  test('says how it is used', async () => {
    expect(await kbli('tahun', 'x.csv')).toMatchObject({
      code: 1,
      output: expect.stringContaining('npm run kbli'),
    });
    expect(await kbli('2020', join(folder, 'tidak-ada.csv'))).toMatchObject({
      code: 1,
      output: expect.stringContaining('NOT_FOUND'),
    });
  });

  realDataTest(
    'KBLI 2020 and its gaps, with the descriptions of a second file',
    'reference/kbli/kbli2020.csv',
    async (path) => {
      const { code, output } = await kbli('2020', path, join(dirname(path), 'kbli2020_kelompok_uraian.json'));
      expect({ code, output }).toMatchObject({ code: 0 });
      expect(output).toContain('KBLI 2020: 2707 = 21/87/244/565/1790');
      const gaps = output.split('\n').filter((line) => line.includes('is not in the files'));
      // The subgolongan of nine kelompok; golongan pokok 92 is missing with everything below it, so that nothing names it.
      expect(gaps).toHaveLength(3);
      expect(gaps.join('\n')).toMatch(/4942 is not in the files; 49421, 49422, .* got 494 as parent/);
      expect(
        await ask(`{
        businessEditions
        businessClass(id: "2020:01111") { title description }
        businessClasses(edition: "2020", parent: "", first: 1, after: "Q") { totalCount nodes { code children { totalCount } } }
      }`),
      ).toMatchObject({
        businessClass: { title: 'Pertanian Jagung', description: expect.stringContaining('jagung') },
        businessClasses: { totalCount: 21, nodes: [{ code: 'R', children: { totalCount: 3 } }] },
      });
    },
  );

  realDataTest('KBLI 2025 out of five files', 'reference/kbli/kbli2025_01_kategori.json', async (path) => {
    const names = ['01_kategori', '02_golongan_pokok', '03_golongan', '04_subgolongan', '05_kelompok'];
    const files = names.map((name) => join(dirname(path), `kbli2025_${name}.json`));
    const { code, output } = await kbli('2025', ...files);
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).toContain('KBLI 2025: 2444 = 22/87/257/519/1559');
    expect(output).not.toContain('is not in the files');
    const { businessClasses: top } = (await ask(
      '{ businessClasses(edition: "2025", parent: "") { totalCount nodes { code } } }',
    )) as { businessClasses: { totalCount: number; nodes: { code: string }[] } };
    expect(top.nodes.map((one) => one.code).join('')).toBe('ABCDEFGHIJKLMNOPQRSTUV');
  });
});

describe('an edition', () => {
  const read = (...rows: EditionCell[][]) => readEdition([{ name: 'f', rows }]);
  const parents = (verdict: ReturnType<typeof read>): Record<string, EditionClass['parentCode']> =>
    verdict.ok ? Object.fromEntries(verdict.classes.map((one) => [one.code, one.parentCode])) : {};

  test('is read under other headers, below a title, with notes, blank rows and codes with points', () => {
    const verdict = read(
      ['Klasifikasi Baku Lapangan Usaha'],
      [null],
      ['No', 'Kode KBLI 2020', 'Judul KBLI', 'Deskripsi', 'Seksi'],
      ['1', 'Kategori A', ' Pertanian ', null, 'A. Pertanian'],
      ['2', '01', 'Tanaman\n pangan', null, 'A. Pertanian'],
      ['3', '01.1', 'Semusim', null, 'A. Pertanian'],
      ['4', '01.11.1', 'Jagung', 'Jagung saja', 'A. Pertanian'],
      [],
      ['Sumber: BPS'],
    );
    expect(verdict).toMatchObject({
      ok: true,
      gaps: [{ missing: '0111', children: ['01111'], instead: '011' }],
    });
    expect(parents(verdict)).toEqual({ A: null, '01': 'A', '011': '01', '01111': '011' });
    expect(verdict.ok && verdict.classes[0]?.title).toBe('Tanaman pangan');
  });

  test('without categories keeps its divisions, and reports it', () => {
    const verdict = read(['kode', 'uraian'], ['01', 'Tanaman'], ['02', 'Hutan']);
    expect(verdict).toMatchObject({
      ok: true,
      gaps: [{ missing: null, children: ['01', '02'], instead: null }],
    });
  });

  test('with codes that a spreadsheet keeps as numbers is refused', () => {
    const verdict = read(
      ['kode', 'judul'],
      ['01', 'Tanaman'],
      [{ kind: 'NUMBER', text: '1111' }, 'Serealia'],
    );
    expect(verdict).toMatchObject({
      ok: false,
      problems: [{ en: expect.stringContaining('stored as a number') }],
    });
  });
});
