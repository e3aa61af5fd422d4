import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bootHub, type Caller, type TestHub } from '../support/hub.js';
import { FIRST, type Imported, Importing, ids, upload } from './importing.js';
import { zipped } from './made-files.js';
import { allRows, dataOf } from './onboarding.js';

let hub: TestHub;
let dinkes: Caller;
let producer: Importing;
beforeAll(async () => {
  hub = await bootHub('demo');
  dinkes = await hub.official('produsen.dinkes');
  producer = new Importing(hub, dinkes);
});
afterAll(() => hub[Symbol.asyncDispose]());

const NEXT = FIRST.replaceAll('2024', '2025').replaceAll('00101', '00201');

describe('from a file to a dataset', () => {
  let first: Imported;
  let field: string;

  test('a file asks what it does not say, with options, a proposal and evidence, and is not ready', async () => {
    first = await producer.importOf(FIRST);
    expect([first.ready, first.rows, first.dataset]).toEqual([false, 4, null]);
    const within = first.questions.find(({ id }) => id === 'REGION:WITHIN');
    expect(within).toMatchObject({ column: 'kecamatan', kind: 'REGION', proposed: '35.14' });
    expect(within?.evidence[0]).toMatchObject({ text: 'Purwodadi' });
    const marker = first.questions.find(({ id }) => id === 'MISSING_MARKER:-');
    expect(marker).toMatchObject({ kind: 'MISSING_MARKER' });
    expect(marker?.evidence.map(({ row }) => row).sort()).toEqual([3, 4]);
    for (const { options, proposed } of first.questions)
      if (proposed !== null) expect(options.map(({ value }) => value)).toContain(proposed);
    // Raw rows, as they stand in the file.
    expect(first.preview.rows[0]?.slice(0, 2)).toEqual(['00101', 'Purwodadi']);
  });

  test('answers and overrides lead to a preview of what will be stored; an override can be taken back', async () => {
    let seen = await producer.answer(first.id, { 'REGION:WITHIN': '35.14', 'MISSING_MARKER:-': 'MISSING' });
    expect(ids(seen)).toEqual([]);
    expect(seen.answered.map(({ id, answer: said }) => [id, said])).toEqual(
      expect.arrayContaining([
        ['REGION:WITHIN', '35.14'],
        ['MISSING_MARKER:-', 'MISSING'],
      ]),
    );
    expect([seen.ready, seen.problemCount]).toEqual([true, 0]);
    const stored = Object.fromEntries(
      seen.preview.columns.map((name, at) => [name, seen.preview.rows[0]?.[at]]),
    );
    expect(stored).toMatchObject({
      kode: '00101',
      jumlah: '1234.50',
      persen: '7.09',
      tanggal: '2024-01-22',
      kodeWilayah: '35.14.01',
      periode: '2024-01',
    });
    expect(seen.matches.map(({ text, code }) => `${text} ${code}`)).toContain('Rembang 35.14.15');

    seen = await producer.answer(first.id, {}, [
      { column: 'jumlah', type: 'INTEGER', thousands: '.', decimal: ',' },
    ]);
    expect(seen.columns.find(({ key }) => key === 'jumlah')?.type).toBe('INTEGER');
    expect(seen.problems.map(({ row, column }) => `${row} ${column}`)).toEqual([
      '2 jumlah',
      '3 jumlah',
      '4 jumlah',
      '5 jumlah',
    ]);
    seen = await producer.answer(first.id, {}, [{ column: 'jumlah' }, { column: 'catatan', omit: true }]);
    expect([seen.problemCount, seen.columns.find(({ key }) => key === 'jumlah')?.type]).toEqual([
      0,
      'DECIMAL',
    ]);
    expect(seen.proposal?.columns.map(({ label }) => label)).toEqual([
      'kode',
      'kecamatan',
      'tahun',
      'bulan',
      'jumlah',
      'persen',
      'tanggal',
      'kode_wilayah',
      'periode',
    ]);
    first = seen;
  });

  test('the proposal is handed over as it is, the import loads, and the graph holds what the file does', async () => {
    field = await producer.handedOver(first);
    const { rows } = dataOf(await producer.askLoad(field, { import: first.id })).loadRelease;
    expect(rows).toBe(4);
    const got = await allRows(
      dinkes,
      field,
      'kode tahun bulan jumlah persen tanggal wilayah { code name } waktu { id label }',
    );
    expect(got[0]).toMatchObject({
      kode: '00101',
      jumlah: '1234.50',
      persen: '7.09',
      tanggal: '2024-01-22',
      wilayah: { code: '35.14.01', name: 'Purwodadi' },
      waktu: { id: '2024-01', label: 'Januari 2024' },
    });
    expect(got).toMatchObject([{}, {}, { jumlah: null, wilayah: { code: '35.14.24' } }, { jumlah: '17.25' }]);
    expect(JSON.stringify(got)).not.toContain('catatan');
  });

  test('the query that it shows runs as it is printed', async () => {
    const { graph, proposal } = first;
    expect(graph?.type).toContain(`type Dinkes_${proposal?.name.charAt(0).toUpperCase()}`);
    const query = graph?.query.replace(`dinkes_${proposal?.name}`, field) ?? '';
    const answered = dataOf(
      await dinkes.query<Record<string, { totalCount: number; nodes: unknown[] }>>(query),
    );
    expect(answered[field]).toMatchObject({ totalCount: 4 });
    expect(answered[field]?.nodes).toHaveLength(4);
  });

  test('the next file of the same shape asks nothing, and what was left out stays out', async () => {
    const { rows, report } = await producer.loadFile(field, NEXT);
    expect(rows).toBe(4);
    expect(report.notes.filter(({ column }) => column === 'catatan')).toEqual([]);
    const seen = await producer.importOf(NEXT, field);
    expect([seen.ready, ids(seen), seen.differences, seen.dataset]).toEqual([true, [], [], field]);
    expect([seen.proposal, seen.graph]).toEqual([null, null]);
    const got = await allRows<{ jumlah: string | null }>(dinkes, field, 'kode jumlah waktu { id }');
    expect(got[0]).toMatchObject({ kode: '00201', waktu: { id: '2025-01' } });
    expect(got[2]).toMatchObject({ jumlah: null });
  });

  test('columns that the dataset lacks are proposed for a CHANGE, under names that are free', async () => {
    const more = NEXT.replace(/^(.*)$/gm, '$1,3').replace(/^(.*),3$/m, '$1,JUMLAH (orang)');
    const seen = await producer.importOf(more, field);
    expect(seen.differences.filter(({ kind }) => kind === 'NEW').map(({ column }) => column)).toEqual([
      'JUMLAH (orang)',
    ]);
    expect(seen.proposal?.columns).toMatchObject([{ label: 'JUMLAH (orang)', type: 'INTEGER' }]);
    expect(seen.proposal?.columns[0]?.name).not.toBe('jumlah');
    expect(seen.graph).toBeNull();
  });

  test('a header that is written differently is a difference, and loads', async () => {
    const file = NEXT.replace('persen,tanggal', 'Persen,TANGGAL');
    const seen = await producer.importOf(file, field);
    expect([seen.ready, seen.differences.map(({ kind, column }) => `${kind} ${column}`)]).toEqual([
      true,
      ['RENAMED persen', 'RENAMED tanggal'],
    ]);
    const { report } = await producer.loadFile(field, file);
    expect(report.notes.map(({ id }) => id)).toContain('Judul "persen" kini tertulis "Persen".');
  });

  test('another decimal mark is a difference of format, and the values are the same', async () => {
    const file = NEXT.replace('"1.234,50"', '"1,234.50"')
      .replace('"2.000,25"', '"2,000.25"')
      .replace('"17,25"', '17.25')
      .replace('"7,09%"', '7.09%')
      .replace('"8,5%"', '8.5%')
      .replace('"10,1%"', '10.1%');
    const seen = await producer.importOf(file, field);
    expect([ids(seen), seen.differences.map(({ kind, column }) => `${kind} ${column}`)]).toEqual([
      [],
      ['FORMAT jumlah', 'FORMAT persen'],
    ]);
    await producer.loadFile(field, file);
    expect(await allRows(dinkes, field, 'jumlah persen')).toMatchObject([
      { jumlah: '1234.50', persen: '7.09' },
      { jumlah: '2000.25', persen: '8.5' },
      { jumlah: null, persen: '9' },
      { jumlah: '17.25', persen: '10.1' },
    ]);
  });

  test('a column that is gone and one that is new are asked about, and nothing loads before', async () => {
    const file = NEXT.replace('persen', 'cakupan');
    const loaded = await producer.askLoad(field, { upload: await upload(dinkes, file) });
    expect(loaded.errors[0]?.extensions).toMatchObject({ code: 'QUESTIONS_OPEN' });
    const seen = await producer.importOf(file, field);
    expect(ids(seen)).toEqual(['MISSING_COLUMN:persen', 'NEW_COLUMN:cakupan']);
    expect(seen.questions[0]?.options.map(({ value }) => value)).toEqual(['cakupan', 'catatan', 'ABSENT']);
    const renamed = await producer.answer(seen.id, { 'MISSING_COLUMN:persen': 'cakupan' });
    // The file before this one wrote another decimal mark.
    const kinds = ({ differences }: Imported) =>
      differences.map(({ kind }) => kind).filter((kind) => kind !== 'FORMAT');
    expect([renamed.ready, kinds(renamed)]).toEqual([true, ['RENAMED']]);
    const absent = await producer.answer(seen.id, {
      'MISSING_COLUMN:persen': 'ABSENT',
    });
    expect(ids(absent)).toEqual(['NEW_COLUMN:cakupan']);
    const ready = await producer.answer(seen.id, { 'NEW_COLUMN:cakupan': 'IGNORE' });
    expect([ready.ready, kinds(ready)]).toEqual([true, ['MISSING', 'NEW']]);
    const { rows, report } = dataOf(await producer.askLoad(field, { import: seen.id })).loadRelease;
    expect(rows).toBe(4);
    expect(report.notes.map(({ id }) => id)).toEqual(
      expect.arrayContaining([
        'Kolom "persen" tidak ada di berkas.',
        'Kolom "cakupan" tidak ada pada dataset ini dan tidak dimuat.',
      ]),
    );
    const got = await allRows(dinkes, field, 'kode persen');
    expect(got).toMatchObject([{ persen: null }, { persen: null }, { persen: null }, { persen: null }]);
  });

  test('of a file with other tables too, the one with the columns is taken', async () => {
    const zip = await zipped({ 'a.csv': 'x,y\n1,2\n3,4\n', 'b.csv': NEXT, 'c.csv': 'kode,nama\n1,a\n2,b\n' });
    const seen = await producer.importOf(zip, field, 'data.zip');
    expect([seen.tables.length, ids(seen), seen.rows]).toEqual([3, [], 4]);
  });
});

describe('rows that are set aside', () => {
  const file = (year: number) =>
    [
      `Siswa menurut satuan pendidikan ${year};;`,
      ';;',
      'satuan;siswa;guru',
      `a;1${year % 10};2`,
      'b;20;3',
      'c;30;4',
      `Jumlah;6${year % 10};9`,
      'Sumber: Dinas Pendidikan;;',
    ].join('\n');

  test('are named in the report of the load, kept by answer, and the next file is read alike', async () => {
    const first = await producer.importOf(file(2023));
    expect(ids(first)).toEqual(['YEAR']);
    const seen = await producer.answer(first.id, { YEAR: 'COLUMN' });
    expect(seen.answered.map(({ id, answer: said }) => `${id} ${said}`)).toEqual([
      'YEAR COLUMN',
      'SET_ASIDE:TOTAL SKIP',
      'SET_ASIDE:NOTE SKIP',
    ]);
    const field = await producer.handedOver(seen);
    const loaded = dataOf(await producer.askLoad(field, { import: seen.id })).loadRelease;
    expect([loaded.rows, loaded.report.notes.map(({ id }) => id)]).toEqual([
      3,
      [
        '1 baris disisihkan sebagai TOTAL (7: Jumlah | 63 | 9).',
        '1 baris disisihkan sebagai NOTE (8: Sumber: Dinas Pendidikan).',
      ],
    ]);
    const next = await producer.loadFile(field, file(2024));
    expect([next.rows, next.report.notes.length > 0]).toEqual([3, true]);
    expect(await allRows(dinkes, field, 'tahun siswa')).toMatchObject([
      { tahun: 2024, siswa: 14 },
      { tahun: 2024, siswa: 20 },
      { tahun: 2024, siswa: 30 },
    ]);
    const again = await producer.importOf(file(2025), field);
    const kept = await producer.answer(again.id, { 'SET_ASIDE:TOTAL': 'KEEP' });
    expect([kept.ready, kept.rows]).toEqual([true, 4]);
    expect(dataOf(await producer.askLoad(field, { import: kept.id })).loadRelease.rows).toBe(4);
  });
});
