import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { but, each } from '../identity/callers.js';
import { type Answer, bootHub, type Caller, type TestHub } from '../support/hub.js';
import { allRows, dataOf, dispose, handOverAs } from './onboarding.js';

let hub: TestHub;
let dinkes: Caller;
beforeAll(async () => {
  hub = await bootHub('demo');
  dinkes = await hub.official('produsen.dinkes');
});
afterAll(() => hub[Symbol.asyncDispose]());

interface Question {
  readonly id: string;
  readonly column: string;
  readonly kind: string;
  readonly words: { id: string; en: string };
  readonly options: readonly { value: string; words: { id: string } }[];
  readonly proposed: string | null;
  readonly evidence: readonly { row: number; text: string }[];
  readonly answer?: string | null;
}
interface Imported {
  readonly id: string;
  readonly dataset: string | null;
  readonly rows: number;
  readonly tables: readonly { sheet: string; labels: string[] }[];
  readonly aside: readonly { why: string; count: number }[];
  readonly columns: readonly {
    key: string;
    type: string | null;
    fills: string | null;
    unit: string | null;
  }[];
  readonly matches: readonly { text: string; code: string | null; confidence: number }[];
  readonly questions: readonly Question[];
  readonly answered: readonly Question[];
  readonly differences: readonly { kind: string; column: string; words: { id: string } }[];
  readonly preview: { columns: string[]; rows: (string | null)[][] };
  readonly problemCount: number;
  readonly problems: readonly { row: number; column: string | null; words: { id: string } }[];
  readonly ready: boolean;
  readonly proposal: { name: string; columns: { label: string; name: string; type: string }[] } | null;
  readonly graph: { type: string; query: string } | null;
}
const QUESTION =
  'id column kind words { id en } options { value words { id } } proposed evidence { row text } answer';
const IMPORT = `{
  id dataset rows tables { sheet labels } aside { why count } columns { key type unit fills } matches { text code confidence }
  questions { ${QUESTION} } answered { ${QUESTION} } differences { kind column words { id } }
  preview { columns rows } problemCount problems { row column words { id } } ready
  proposal { name title description columns {
    name label title description type values concept classification measure unit accessClass key
    reference { entity field edition } } }
  graph { type query } }`;

type Given = Readonly<Record<string, string>>;
interface Override {
  readonly column: string;
  readonly [option: string]: unknown;
}

const upload = async (caller: Caller, file: string | Uint8Array, filename = 'data.csv'): Promise<string> => {
  const { status, body } = await caller.upload(file, filename);
  if (status >= 300) throw new Error(JSON.stringify(body));
  return String(body['id']);
};
const askImport = (caller: Caller, id: string, dataset?: string): Promise<Answer<{ importFile: Imported }>> =>
  caller.query(
    `mutation ($upload: ID!, $dataset: ID) { importFile(upload: $upload, dataset: $dataset) ${IMPORT} }`,
    { upload: id, ...(dataset ? { dataset } : {}) },
  );
const importOf = async (file: string | Uint8Array, dataset?: string, filename?: string): Promise<Imported> =>
  dataOf(await askImport(dinkes, await upload(dinkes, file, filename), dataset)).importFile;
const askAnswer = (
  caller: Caller,
  id: string,
  answers: Given,
  overrides: readonly Override[] = [],
): Promise<Answer<{ answerImport: Imported }>> =>
  caller.query(
    `mutation ($id: ID!, $answers: [AnswerInput!]!, $overrides: [ColumnOverrideInput!]!) {
      answerImport(import: $id, answers: $answers, overrides: $overrides) ${IMPORT} }`,
    { id, answers: Object.entries(answers).map(([question, value]) => ({ question, value })), overrides },
  );
const answer = async (id: string, answers: Given, overrides: readonly Override[] = []): Promise<Imported> =>
  dataOf(await askAnswer(dinkes, id, answers, overrides)).answerImport;
const ids = ({ questions }: Imported): string[] => questions.map(({ id }) => id);

interface Loaded {
  readonly rows: number;
  readonly report: { readonly notes: readonly { id: string; en: string; column: string | null }[] };
}
const askLoad = async (
  dataset: string,
  from: { upload?: string; import?: string },
): Promise<Answer<{ loadRelease: Loaded }>> => {
  const loaded = await dinkes.query<{ loadRelease: Loaded }>(
    `mutation ($dataset: ID!, $upload: ID, $import: ID) {
      loadRelease(dataset: $dataset, upload: $upload, import: $import) { rows report { notes { id en column } } } }`,
    { dataset, ...from },
  );
  await hub.hub.settle();
  return loaded;
};
const loadFile = async (dataset: string, file: string | Uint8Array): Promise<Loaded> =>
  dataOf(await askLoad(dataset, { upload: await upload(dinkes, file) })).loadRelease;

let made = 0;
/** Takes an import's proposal as it is, under a name of its own, to the dataset that it becomes. */
async function handedOver({ proposal }: Imported): Promise<string> {
  const name = `impor${++made}`;
  const { case: state } = await dispose(hub, name);
  await handOverAs(dinkes, state, { ...proposal, name });
  await hub.hub.settle();
  return `dinkes_${name}`;
}

const FIRST = [
  'kode,kecamatan,tahun,bulan,jumlah,persen,tanggal,catatan',
  '00101,Purwodadi,2024,1,"1.234,50","7,09%",22 Januari 2024,baik',
  '00102,Tutur,2024,2,"2.000,25","8,5%",23 Februari 2024,-',
  '00103,Tosari,2024,3,-,9%,1 Maret 2024,cukup',
  '00104,Rembang,2024,4,"17,25","10,1%",2 April 2024,baik',
  '',
].join('\n');
const NEXT = FIRST.replaceAll('2024', '2025').replaceAll('00101', '00201');

describe('from a file to a dataset', () => {
  let first: Imported;
  let field: string;

  test('a file asks what it does not say, with options, a proposal and evidence, and is not ready', async () => {
    first = await importOf(FIRST);
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
    let seen = await answer(first.id, { 'REGION:WITHIN': '35.14', 'MISSING_MARKER:-': 'MISSING' });
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

    seen = await answer(first.id, {}, [{ column: 'jumlah', type: 'INTEGER', thousands: '.', decimal: ',' }]);
    expect(seen.columns.find(({ key }) => key === 'jumlah')?.type).toBe('INTEGER');
    expect(seen.problems.map(({ row, column }) => `${row} ${column}`)).toEqual([
      '2 jumlah',
      '3 jumlah',
      '4 jumlah',
      '5 jumlah',
    ]);
    seen = await answer(first.id, {}, [{ column: 'jumlah' }, { column: 'catatan', omit: true }]);
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
    field = await handedOver(first);
    const { rows } = dataOf(await askLoad(field, { import: first.id })).loadRelease;
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
    const { rows, report } = await loadFile(field, NEXT);
    expect(rows).toBe(4);
    expect(report.notes.filter(({ column }) => column === 'catatan')).toEqual([]);
    const seen = await importOf(NEXT, field);
    expect([seen.ready, ids(seen), seen.differences, seen.dataset]).toEqual([true, [], [], field]);
    expect([seen.proposal, seen.graph]).toEqual([null, null]);
    const got = await allRows<{ jumlah: string | null }>(dinkes, field, 'kode jumlah waktu { id }');
    expect(got[0]).toMatchObject({ kode: '00201', waktu: { id: '2025-01' } });
    expect(got[2]).toMatchObject({ jumlah: null });
  });

  test('a header that is written differently is a difference, and loads', async () => {
    const file = NEXT.replace('persen,tanggal', 'Persen,TANGGAL');
    const seen = await importOf(file, field);
    expect([seen.ready, seen.differences.map(({ kind, column }) => `${kind} ${column}`)]).toEqual([
      true,
      ['RENAMED persen', 'RENAMED tanggal'],
    ]);
    const { report } = await loadFile(field, file);
    expect(report.notes.map(({ id }) => id)).toContain('Judul "persen" kini tertulis "Persen".');
  });

  test('another decimal mark is a difference of format, and the values are the same', async () => {
    const file = NEXT.replace('"1.234,50"', '"1,234.50"')
      .replace('"2.000,25"', '"2,000.25"')
      .replace('"17,25"', '17.25')
      .replace('"7,09%"', '7.09%')
      .replace('"8,5%"', '8.5%')
      .replace('"10,1%"', '10.1%');
    const seen = await importOf(file, field);
    expect([ids(seen), seen.differences.map(({ kind, column }) => `${kind} ${column}`)]).toEqual([
      [],
      ['FORMAT jumlah', 'FORMAT persen'],
    ]);
    await loadFile(field, file);
    expect(await allRows(dinkes, field, 'jumlah persen')).toMatchObject([
      { jumlah: '1234.50', persen: '7.09' },
      { jumlah: '2000.25', persen: '8.5' },
      { jumlah: null, persen: '9' },
      { jumlah: '17.25', persen: '10.1' },
    ]);
  });

  test('a column that is gone and one that is new are asked about, and nothing loads before', async () => {
    const file = NEXT.replace('persen', 'cakupan');
    const loaded = await askLoad(field, { upload: await upload(dinkes, file) });
    expect(loaded.errors[0]?.extensions).toMatchObject({ code: 'QUESTIONS_OPEN' });
    const seen = await importOf(file, field);
    expect(ids(seen)).toEqual(['MISSING_COLUMN:persen', 'NEW_COLUMN:cakupan']);
    expect(seen.questions[0]?.options.map(({ value }) => value)).toEqual(['cakupan', 'catatan', 'ABSENT']);
    const renamed = await answer(seen.id, { 'MISSING_COLUMN:persen': 'cakupan' });
    // The file before this one wrote another decimal mark.
    const kinds = ({ differences }: Imported) =>
      differences.map(({ kind }) => kind).filter((kind) => kind !== 'FORMAT');
    expect([renamed.ready, kinds(renamed)]).toEqual([true, ['RENAMED']]);
    const absent = await answer(seen.id, {
      'MISSING_COLUMN:persen': 'ABSENT',
    });
    expect(ids(absent)).toEqual(['NEW_COLUMN:cakupan']);
    const ready = await answer(seen.id, { 'NEW_COLUMN:cakupan': 'IGNORE' });
    expect([ready.ready, kinds(ready)]).toEqual([true, ['MISSING', 'NEW']]);
    const { rows, report } = dataOf(await askLoad(field, { import: seen.id })).loadRelease;
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
    const { zipped } = await import('./made-files.js');
    const zip = await zipped({ 'a.csv': 'x,y\n1,2\n3,4\n', 'b.csv': NEXT, 'c.csv': 'kode,nama\n1,a\n2,b\n' });
    const seen = await importOf(zip, field, 'data.zip');
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
    const first = await importOf(file(2023));
    expect(ids(first)).toEqual(['YEAR']);
    const seen = await answer(first.id, { YEAR: 'COLUMN' });
    expect(seen.answered.map(({ id, answer: said }) => `${id} ${said}`)).toEqual([
      'YEAR COLUMN',
      'SET_ASIDE:TOTAL SKIP',
      'SET_ASIDE:NOTE SKIP',
    ]);
    const field = await handedOver(seen);
    const loaded = dataOf(await askLoad(field, { import: seen.id })).loadRelease;
    expect([loaded.rows, loaded.report.notes.map(({ id }) => id)]).toEqual([
      3,
      [
        '1 baris disisihkan sebagai TOTAL (7: Jumlah | 63 | 9).',
        '1 baris disisihkan sebagai NOTE (8: Sumber: Dinas Pendidikan).',
      ],
    ]);
    const next = await loadFile(field, file(2024));
    expect([next.rows, next.report.notes.length > 0]).toEqual([3, true]);
    expect(await allRows(dinkes, field, 'tahun siswa')).toMatchObject([
      { tahun: 2024, siswa: 14 },
      { tahun: 2024, siswa: 20 },
      { tahun: 2024, siswa: 30 },
    ]);
    const again = await importOf(file(2025), field);
    const kept = await answer(again.id, { 'SET_ASIDE:TOTAL': 'KEEP' });
    expect([kept.ready, kept.rows]).toEqual([true, 4]);
    expect(dataOf(await askLoad(field, { import: kept.id })).loadRelease.rows).toBe(4);
  });
});

describe('who may', () => {
  const WHO = { 'publish key of dinkes': 'OK', 'producer of dinkes': 'OK' };
  const codeOf = ({ errors }: Answer): string => errors[0]?.extensions.code ?? 'OK';

  test('only the producer of the agency imports, and sees what it has imported', async () => {
    const id = await upload(dinkes, FIRST);
    const { id: imported } = dataOf(await askImport(dinkes, id)).importFile;
    expect(await each(hub, async (caller) => codeOf(await askImport(caller, id)))).toEqual(
      but('FORBIDDEN', {
        ...WHO,
        'producer of dispendik': 'NOT_FOUND',
        anonymous: 'GRAPHQL_VALIDATION_FAILED',
      }),
    );
    expect(await each(hub, async (caller) => codeOf(await askAnswer(caller, imported, {})))).toEqual(
      but('FORBIDDEN', {
        ...WHO,
        'producer of dispendik': 'NOT_FOUND',
        anonymous: 'GRAPHQL_VALIDATION_FAILED',
      }),
    );
    const one = 'query ($id: ID!) { import(id: $id) { id } }';
    expect(await each(hub, async (caller) => codeOf(await caller.query(one, { id: imported })))).toEqual(
      but('FORBIDDEN', {
        ...WHO,
        'producer of dispendik': 'NOT_FOUND',
        anonymous: 'GRAPHQL_VALIDATION_FAILED',
      }),
    );
    const listed = await each(hub, async (caller) => {
      const all = await caller.query<{ imports: { id: string }[] }>('{ imports { id } }');
      return all.data?.imports?.some((each) => each.id === imported) ?? codeOf(all);
    });
    expect(listed).toEqual(
      but('FORBIDDEN', {
        'publish key of dinkes': true,
        'producer of dinkes': true,
        'producer of dispendik': false,
        anonymous: 'GRAPHQL_VALIDATION_FAILED',
      } as never),
    );
  });

  test("another agency's dataset cannot be imported into, nor another's import loaded", async () => {
    const dispendik = await hub.official('produsen.dispendik');
    const own = await upload(dispendik, FIRST);
    expect(codeOf(await askImport(dispendik, own, 'dinkes_tenagaKesehatan'))).toBe('FORBIDDEN');
    expect(codeOf(await askImport(dispendik, own, 'dinkes_tiada'))).toBe('NOT_FOUND');
    const { id } = dataOf(await askImport(dispendik, own)).importFile;
    expect(codeOf(await askLoad('dinkes_tenagaKesehatan', { import: id }))).toBe('NOT_FOUND');
    expect(codeOf(await askLoad('dinkes_tenagaKesehatan', { upload: own }))).toBe('NOT_FOUND');
  });
});

describe('bad input', () => {
  const codeOf = ({ status, errors, text }: Answer): string =>
    status >= 500 ? text : (errors[0]?.extensions.code ?? 'OK');

  test('unknown uploads, imports, questions, options and columns are refused in words', async () => {
    const uuid = '00000000-0000-4000-8000-000000000000';
    for (const id of ['', 'x', uuid, "'; drop table imports; --", '\0', 'x'.repeat(100_000)]) {
      expect(codeOf(await askImport(dinkes, id))).toBe('NOT_FOUND');
      expect(codeOf(await askAnswer(dinkes, id, {}))).toBe('NOT_FOUND');
    }
    const { id } = await importOf(FIRST);
    const bad: [Given, Override[]][] = [
      [{ 'REGION:WITHIN': 'somewhere' }, []],
      [{ 'REGION:WITHIN': '' }, []],
      [{ nobody: 'asked' }, []],
      [{ constructor: 'x' }, []],
      [{ ['x'.repeat(500_000)]: 'x' }, []],
      [{}, [{ column: 'tiada', omit: true }]],
      [{}, [{ column: 'jumlah', type: 'DECIMAL', decimal: ';' }]],
      [{}, [{ column: 'jumlah', type: 'DECIMAL', decimal: ',', thousands: ',' }]],
      [{}, [{ column: 'catatan', type: 'BOOLEAN', yes: 'baik', no: 'BAIK ' }]],
      [{}, [{ column: 'jumlah', type: 'DECIMAL', missing: Array(101).fill('-') }]],
      [{}, [{ column: 'jumlah', type: 'DECIMAL', missing: ['-'.repeat(3000)] }]],
    ];
    for (const [answers, overrides] of bad) {
      const refused = await askAnswer(dinkes, id, answers, overrides);
      expect([codeOf(refused), Object.keys(answers)[0]?.slice(0, 20), overrides]).toEqual([
        'BAD_USER_INPUT',
        Object.keys(answers)[0]?.slice(0, 20),
        overrides,
      ]);
      expect(refused.errors[0]?.message.length).toBeLessThan(1000);
    }
    const many = Object.fromEntries(Array.from({ length: 2100 }, (_, at) => [`q${at}`, 'x']));
    expect(codeOf(await askAnswer(dinkes, id, many))).toMatch(/BAD_USER_INPUT|QUERY_TOO/);
    const after = dataOf(
      await dinkes.query<{ import: Imported }>(`query ($id: ID!) { import(id: $id) ${IMPORT} }`, { id }),
    ).import;
    expect(ids(after)).toEqual(ids(await importOf(FIRST)));
  });

  test.each([
    [
      'headers that a JavaScript object has',
      '__proto__,constructor,toString,jumlah\na,b,c,1\nd,e,f,2\n',
      'x.csv',
    ],
    ['twice the same header', 'nilai,nama,nilai\n1,a,2\n3,b,4\n', 'x.csv'],
    ['tabs and lines in headers', '"na\tma","ni\nlai"\na,1\nb,2\n', 'x.csv'],
    ['signs alone', '%,#,"("\na,1,x\nb,2,y\n', 'x.csv'],
    [
      'a NUL and half a pair of surrogates',
      '[{"na\\u0000ma":"a\\u0000b","ke\\ud800":1},{"na\\u0000ma":"c","ke\\ud800":2}]',
      'x.json',
    ],
    [
      'a name of a region with both',
      '[{"kecamatan":"Purwo\\u0000\\ud800dadi","n":1},{"kecamatan":"Tutur","n":2}]',
      'x.json',
    ],
    [
      'a long header and a long cell',
      `[{"${'kolom'.repeat(1000)}":"${'isi '.repeat(20_000)}","kecamatan":"${'Tosari '.repeat(5_000)}"},{"kecamatan":"Tutur"}]`,
      'x.json',
    ],
    ['a header of 200 bytes with dots and quotes', `"${'a.""b""'.repeat(20)}",b\n1,2\n3,4\n`, 'x.csv'],
  ])('%s: is understood, stored, shown and handed over', async (_name, file, filename) => {
    let seen = await importOf(file, undefined, filename);
    for (let round = 0; round < 5 && !seen.ready; round++) {
      const answers = Object.fromEntries(
        seen.questions.map(({ id, proposed, options }) => [id, proposed ?? options[0]?.value ?? '']),
      );
      const answered = await askAnswer(dinkes, seen.id, answers);
      seen = dataOf(answered).answerImport;
    }
    expect(ids(seen)).toEqual([]);
    expect(seen.graph).not.toBeNull();
    expect(JSON.stringify(seen).length).toBeLessThan(200_000);
    const labels = seen.proposal?.columns.map(({ label }) => label) ?? [];
    expect(labels.length).toBeGreaterThanOrEqual(seen.columns.length);
    const field = await handedOver(seen);
    const loaded = await askLoad(field, { import: seen.id });
    // A broken character is no value that could be stored.
    expect(codeOf(loaded)).toBe(/\\u0000[^"]*"[,}]/.test(file) ? 'LOAD_REFUSED' : 'OK');
  });
});
