import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CodeReference } from '../../schema/definition.js';
import { allowance, openArchive } from '../../subgraphs/intake/reading/archive.js';
import { allBytes, sourceOf } from '../../subgraphs/intake/reading/bytes.js';
import { filledTemplate } from '../../subgraphs/intake/template/recognise.js';
import { codeLists } from '../../subgraphs/intake/template/store.js';
import { but, callerOf, each } from '../identity/callers.js';
import { bootHub, type TestHub } from '../support/hub.js';
import { opened, rowsIn, zipped } from './made-files.js';
import { allRows, dataOf, handOver, load } from './onboarding.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await bootHub('demo');
});
afterAll(() => hub[Symbol.asyncDispose]());

const HEALTH = 'dinkes_tenagaKesehatan';
const pathOf = (field: string) => `/datasets/${field}/template.xlsx`;

async function sheetsOf(field: string) {
  const producer = await hub.official('produsen.dinkes');
  const { status, bytes } = await producer.download(pathOf(field));
  if (status !== 200) throw new Error(Buffer.from(bytes).toString());
  const file = await opened(bytes, 'templat.xlsx');
  const sheets = new Map<string, (readonly unknown[])[]>();
  for (const sheet of file.sheets) sheets.set(sheet.name, await rowsIn(sheet));
  return { file, sheets };
}

test('the template is for the own producer, the team and the heads; its path is told to them alone', async () => {
  const got = await each(hub, async (caller) => (await caller.download(pathOf(HEALTH))).status);
  const allowed = {
    'publish key of dinkes': 200,
    'producer of dinkes': 200,
    'technical team': 200,
    'division head': 200,
    'department head': 200,
  };
  expect(got).toEqual(but(403, { ...allowed, anonymous: 404 }));
  const told = await each(hub, async (caller) => {
    const answer = await caller.query<{ dataset: { templatePath: string | null } }>(
      `{ dataset(name: "${HEALTH}") { templatePath } }`,
    );
    return answer.errors[0]?.extensions.code ?? dataOf(answer).dataset.templatePath;
  });
  const paths = Object.fromEntries(Object.keys(allowed).map((name) => [name, pathOf(HEALTH)]));
  expect(told).toEqual(but<unknown>(null, { ...paths, anonymous: 'GRAPHQL_VALIDATION_FAILED' }));
});

test('nobody in particular cannot tell a dataset that is not there from one that is', async () => {
  const body = async (name: string) => {
    const { status, bytes } = await hub.anonymous.download(pathOf(name));
    return `${status} ${Buffer.from(bytes).toString().replaceAll(name, '…')}`;
  };
  expect(await body(HEALTH)).toBe(await body('dinkes_tiada'));
  expect((await (await callerOf(hub, 'technical team')).download(pathOf('dinkes_tiada'))).status).toBe(404);
});

test('it is saved under a name, as a workbook, with the labels and the codes of the regency', async () => {
  const producer = await hub.official('produsen.dinkes');
  const { headers } = await producer.download(pathOf(HEALTH));
  expect(headers.get('content-disposition')).toContain(`attachment; filename="templat-${HEALTH}.xlsx"`);
  expect(headers.get('content-type')).toBe(
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  );
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  const { file, sheets } = await sheetsOf(HEALTH);
  const [data] = sheets.values();
  expect(data?.[0]).toEqual([
    'kode_kecamatan',
    'kecamatan',
    'tahun',
    'puskesmas',
    'dokter',
    'perawat',
    'bidan',
  ]);
  expect(await filledTemplate(file)).toMatchObject({ dataset: HEALTH });
  // The demo's release holds the 24 districts.
  const codes = sheets.get('Kode')?.slice(1);
  expect(codes).toHaveLength(24);
  expect(codes?.[0]).toEqual(['35.14.01', 'Purwodadi, Kabupaten Pasuruan']);
});

test('before data are loaded it offers the regency and its districts, then the regions that the data hold', async () => {
  const { field } = await handOver(hub, 'templat', [
    { name: 'kode', type: 'TEXT', label: 'Kode wilayah', region: 'wilayah' },
    { name: 'nilai', type: 'INTEGER', label: 'Nilai' },
    { name: 'rahasia', type: 'TEXT', label: 'NIK', accessClass: 'CLOSED' },
  ]);
  const before = await sheetsOf(field);
  expect(before.sheets.get('templat')?.[0]).toEqual(['Kode wilayah', 'Nilai']);
  expect(JSON.stringify([...before.sheets])).not.toContain('NIK');
  const codes = before.sheets.get('Kode')?.slice(1) ?? [];
  expect(codes).toHaveLength(25);
  expect(codes[0]).toEqual(['35.14', 'Kabupaten Pasuruan, Jawa Timur']);

  const producer = await hub.official('produsen.dinkes');
  await load(hub, producer, field, 'Kode wilayah,Nilai\n35.14.24,1\n35.14.24.2001,2\n35.14.24,3\n');
  const after = (await sheetsOf(field)).sheets.get('Kode')?.slice(1);
  expect(after?.map(([code]) => code)).toEqual(['35.14.24', '35.14.24.2001']);
});

test('a dataset of which every column is closed has no template', async () => {
  const { field } = await handOver(hub, 'tertutup', [{ name: 'nik', type: 'TEXT', accessClass: 'CLOSED' }]);
  expect((await (await hub.official('produsen.dinkes')).download(pathOf(field))).status).toBe(404);
});

test('a reference to a business class or an agency offers theirs, of the edition that the column names', async () => {
  const sql = postgres(hub.databaseUrl, { max: 1 });
  await sql`insert into business_classes (edition, code, title, level) values
    ('2020', '01111', 'Pertanian jagung', 'SUBCLASS'), ('2025', '01111', 'Budi daya jagung', 'SUBCLASS'),
    ('2025', '01112', 'Budi daya gandum', 'SUBCLASS')`;
  await sql.end();
  const { reads, directory } = hub.hub.parts;
  const dataset = directory().named(HEALTH);
  const [column] = dataset.columns;
  if (!column) throw new Error('no column');
  const referring = (name: string, reference: CodeReference) => ({
    ...column,
    definition: { ...column.definition, name, reference },
  });
  const lists = await codeLists(
    reads.db,
    {
      ...dataset,
      columns: [
        referring('kbli', { entity: 'BusinessClass', field: 'usaha', edition: '2025' }),
        referring('lama', { entity: 'BusinessClass', field: 'usahaLama', edition: '2020' }),
        referring('dinas', { entity: 'Agency', field: 'instansi' }),
      ],
    },
    new Date('2024-02-10T00:00:00Z'),
  );
  expect(lists.get('kbli')).toEqual({
    name: 'KBLI 2025',
    codes: [
      { code: '01111', title: 'Budi daya jagung' },
      { code: '01112', title: 'Budi daya gandum' },
    ],
  });
  expect(lists.get('lama')).toEqual({
    name: 'KBLI 2020',
    codes: [{ code: '01111', title: 'Pertanian jagung' }],
  });
  expect(lists.get('dinas')?.codes).toContainEqual({ code: 'dinkes', title: 'Dinas Kesehatan' });
});

test('two columns of one entity share its list only where it is the same one', async () => {
  const { reads, directory } = hub.hub.parts;
  const dataset = directory().named(HEALTH);
  const region = dataset.columns.find(({ definition }) => definition.reference?.entity === 'Region');
  if (!region) throw new Error('no region');
  const other = { ...region, definition: { ...region.definition, name: 'asal' } };
  const lists = await codeLists(reads.db, { ...dataset, columns: [region, other] }, new Date(0));
  expect(lists.get('kodeKecamatan')?.name).toBe('Wilayah');
  expect(lists.get('kodeKecamatan')?.codes).toHaveLength(24);
  expect(lists.get('asal')?.name).toBe('Wilayah asal');
  expect(lists.get('asal')?.codes).toHaveLength(25);
});

type Filled = string | number | boolean | Date | null;

/** The workbook with rows below its header, each cell as a spreadsheet writes what somebody types into it. */
async function filledIn(bytes: Uint8Array, rows: readonly (readonly Filled[])[]): Promise<Buffer> {
  const parts: Record<string, Buffer> = {};
  for (const [name, part] of await openArchive(sourceOf('t.xlsx', bytes), allowance()))
    parts[name] = await allBytes(part, 1 << 24);
  const path = 'xl/worksheets/sheet1.xml';
  const sheet = parts[path]?.toString('utf8') ?? '';
  const styleOf = (column: number): string =>
    new RegExp(`<col min="${column + 1}"[^>]*?style="(\\d+)"`).exec(sheet)?.[1] ?? '0';
  const lines = rows.map((row, at) => {
    const cells = row.map((value, column) => {
      const place = `r="${String.fromCharCode(65 + column)}${at + 2}" s="${styleOf(column)}"`;
      if (value === null) return `<c ${place}/>`;
      if (typeof value === 'string') return `<c ${place} t="inlineStr"><is><t>${value}</t></is></c>`;
      if (typeof value === 'boolean') return `<c ${place} t="b"><v>${Number(value)}</v></c>`;
      const number = value instanceof Date ? value.getTime() / 86_400_000 + 25_569 : value;
      return `<c ${place}><v>${number}</v></c>`;
    });
    return `<row r="${at + 2}">${cells.join('')}</row>`;
  });
  const [, head = ''] = /<sheetData>(<row r="1">.*?<\/row>)/.exec(sheet) ?? [];
  const data = `<sheetData>${head}${lines.join('')}</sheetData>`;
  parts[path] = Buffer.from(sheet.replace(/<sheetData>.*<\/sheetData>/, () => data));
  return zipped(parts);
}

test('filled in and sent back it loads every row, asks nothing, and knows rows that are called "Jumlah"', async () => {
  const { field } = await handOver(hub, 'isian', [
    { name: 'kode', type: 'TEXT', label: 'Kode', key: true },
    { name: 'kodeWilayah', type: 'TEXT', label: 'Kode wilayah', region: 'wilayah' },
    { name: 'sekolah', type: 'TEXT', label: 'Nama sekolah' },
    { name: 'negeri', type: 'BOOLEAN', label: 'Negeri?' },
    { name: 'berdiri', type: 'DATE', label: 'Tanggal berdiri' },
    { name: 'siswa', type: 'INTEGER', label: 'Jumlah siswa' },
    { name: 'luas', type: 'DECIMAL', label: 'Luas (m2)' },
  ]);
  const producer = await hub.official('produsen.dinkes');
  const { bytes } = await producer.download(pathOf(field));
  const day = (text: string) => new Date(`${text}T00:00:00Z`);
  const rows: Filled[][] = [
    ['0012', '35.14.01', 'SDN I', true, day('1974-01-31'), 120, 1250.5],
    ['0013', '35.14.02', 'Jumlah', false, day('2024-02-29'), 98, 0.125],
    ['0014', '35.14.24', 'Total', false, null, 218, 1250.625],
    ['2E5', '35.14.24', 'Sumber: MI Nurul', null, null, null, 1.693],
  ];
  const release = await load(hub, producer, field, await filledIn(bytes, rows));
  expect(release.rows).toBe(4);
  const got = await allRows(producer, field, 'kode sekolah negeri berdiri siswa luas wilayah { code name }');
  expect(got).toEqual([
    {
      kode: '0012',
      sekolah: 'SDN I',
      negeri: true,
      berdiri: '1974-01-31',
      siswa: 120,
      luas: '1250.5',
      wilayah: { code: '35.14.01', name: 'Purwodadi' },
    },
    expect.objectContaining({ kode: '0013', sekolah: 'Jumlah', negeri: false, berdiri: '2024-02-29' }),
    expect.objectContaining({ kode: '0014', sekolah: 'Total', siswa: 218, luas: '1250.625' }),
    expect.objectContaining({ kode: '2E5', sekolah: 'Sumber: MI Nurul', siswa: null, luas: '1.693' }),
  ]);
});
