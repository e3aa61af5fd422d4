import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, expect } from 'vitest';
import type { RegionRow } from '../../subgraphs/intake/codes/region-index.js';
import { sourceOf } from '../../subgraphs/intake/reading/bytes.js';
import { openFile } from '../../subgraphs/intake/reading/open.js';
import { recordsOf } from '../../subgraphs/intake/records.js';
import { References } from '../../subgraphs/intake/understand/references.js';
import { understand } from '../../subgraphs/intake/understand/understand.js';
import type { Understanding } from '../../subgraphs/intake/understand/understanding.js';
import { realDataTest } from '../support/real-data.js';
import type { Outcome } from './outcomes/outcome.js';
import { TEXTS } from './outcomes/texts.js';
import { WORKBOOKS } from './outcomes/workbooks.js';

// Every public file from its bytes to its records: what is asked, what the answers are, and what then is read. Counts and
// sums were taken from the files by other means (Python's csv, json, zipfile and decimal).

const LEVELS = [
  ['PROVINCE', 'provinces', ''],
  ['REGENCY', 'regencies', 'province_code'],
  ['DISTRICT', 'districts', 'regency_code'],
  ['VILLAGE', 'villages', 'district_code'],
] as const;

let references: References;
beforeAll(async () => {
  const folder = dirname(createRequire(import.meta.url).resolve('idn-area-data/package.json'));
  const regions: RegionRow[] = [];
  for (const [level, file, parent] of LEVELS) {
    const text = await readFile(join(folder, 'data', `${file}.csv`), 'utf8');
    for (const row of parse(text, { columns: true }) as Record<string, string>[])
      regions.push({
        code: row['code'] ?? '',
        name: row['name'] ?? '',
        level,
        parentCode: row[parent] ?? null,
      });
  }
  const small = {
    upper: regions.filter(({ level }) => level === 'PROVINCE' || level === 'REGENCY'),
    agencies: [],
    home: 'Kabupaten Pasuruan',
    editions: [],
  };
  references = new References({ small, regions });
});

/** Answers as the outcome records them, round after round, until nothing is open; gives what was asked, in order. */
async function answered(
  path: string,
  { answers }: Outcome,
): Promise<{ understanding: Understanding; asked: string[] }> {
  const bytes = await readFile(path);
  const given: Record<string, string> = {};
  const asked: string[] = [];
  for (let round = 0; round < 6; round++) {
    const request = {
      agency: 'dinkes',
      year: 2026,
      decisions: { answers: given, overrides: {} },
      target: null,
      check: true,
    };
    const verdict = await understand(sourceOf(basename(path), bytes), request, references);
    if (!verdict.ok) throw verdict.refusal;
    const { questions } = verdict.understanding;
    if (questions.length === 0) return { understanding: verdict.understanding, asked };
    for (const { id, options, words } of questions) {
      const answer = answers?.[id];
      if (answer === undefined || !options.some(({ value }) => value === answer))
        throw new Error(`${id} (${options.map(({ value }) => value).join(' | ')}): ${words.en}`);
      given[id] = answer;
      asked.push(id);
    }
  }
  throw new Error('questions without an end');
}

const DIGITS = 20;
function exact(text: string): bigint {
  const [, sign, whole = '', fraction = ''] = /^(-?)(\d*)\.?(\d*)$/.exec(text) ?? [];
  const digits = BigInt(whole + fraction.padEnd(DIGITS, '0'));
  return sign === '-' ? -digits : digits;
}

/** What is read under the mapping: records, how many values a column has, and the sums of its numbers. */
async function read(path: string, { mapping, definition }: Understanding, { sums, filled }: Outcome) {
  const opened = await openFile(sourceOf(basename(path), await readFile(path)));
  if (!opened.ok || !mapping || !definition) throw new Error('the file is not understood');
  const names = mapping.columns.map(({ name }) => name);
  const place = (name: string): number => {
    const at = names.indexOf(name);
    if (at === -1) throw new Error(`no column ${name} among ${names.join(', ')}`);
    return at;
  };
  const totals = Object.keys(sums).map((name) => [place(name), 0n] as [number, bigint]);
  const counts = Object.keys(filled ?? {}).map((name) => [place(name), 0] as [number, number]);
  let rows = 0;
  const problems: string[] = [];
  for await (const batch of recordsOf(opened.files, mapping, definition.columns))
    for (const row of batch) {
      problems.push(...row.problems.map(({ en }) => `${row.row}: ${en}`));
      if (row.problems.length > 0) continue;
      for (const { texts } of row.records) {
        rows++;
        for (const total of totals) total[1] += exact(texts[total[0]] ?? '0');
        for (const count of counts) if (texts[count[0]] !== null) count[1]++;
      }
    }
  return {
    rows,
    problems,
    totals: totals.map(([, total]) => total),
    counts: counts.map(([, count]) => count),
  };
}

for (const [name, outcome] of Object.entries({ ...TEXTS, ...WORKBOOKS }))
  realDataTest(`${name}: ${outcome.about}`, `open/${name}`, async (path) => {
    const { understanding, asked } = await answered(path, outcome);
    expect(asked.sort()).toEqual(Object.keys(outcome.answers ?? {}).sort());
    const { definition } = understanding;
    expect(definition?.columns.map(({ name: column, type }) => `${column} ${type}`)).toEqual(outcome.columns);
    const references_ = definition?.columns.flatMap(({ reference }) => reference?.entity ?? []);
    expect(references_).toEqual(outcome.references ?? []);
    const found = await read(path, understanding, outcome);
    expect(found.problems.slice(0, 10)).toEqual(outcome.problems ?? []);
    expect(found.rows).toBe(outcome.rows);
    expect(found.totals).toEqual(Object.values(outcome.sums).map(exact));
    expect(found.counts).toEqual(Object.values(outcome.filled ?? {}));
  });

realDataTest(
  'o08 frameset: refused with a way out',
  'open/o08_bps_html_frameset_kosong_jatim.xls',
  async (path) => {
    const request = {
      agency: 'dinkes',
      year: 2026,
      decisions: { answers: {}, overrides: {} },
      target: null,
      check: true,
    };
    const verdict = await understand(sourceOf(basename(path), await readFile(path)), request, references);
    expect(verdict).toMatchObject({ ok: false, refusal: { code: 'FILE_REFUSED' } });
    expect(verdict.ok ? '' : verdict.refusal.words.id).toMatch(/_files.*\.xlsx/);
  },
);
