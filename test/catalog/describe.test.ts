import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHANGES } from '../../subgraphs/changes.js';
import { but, each } from '../identity/callers.js';
import { dataOf, handOver } from '../intake/onboarding.js';
import { bootHub, type Caller, eventually, type TestHub } from '../support/hub.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await bootHub('demo');
});
afterAll(() => hub[Symbol.asyncDispose]());

const HEALTH = 'dinkes_tenagaKesehatan';
const SCHOOLS = 'dispendik_sekolahDasar';
const FACTS = 'cadence coverage contact licence';

const describeDataset = (caller: Caller, dataset: string, facts: Record<string, unknown>) =>
  caller.query<{ describeDataset: Record<string, unknown> }>(
    `mutation ($dataset: ID!, $facts: DatasetFactsInput!) {
      describeDataset(dataset: $dataset, facts: $facts) { ${FACTS} }
    }`,
    { dataset, facts },
  );
const entry = async (caller: Caller, fields: string, dataset = HEALTH) => {
  const answer = await caller.query<{ dataset: Record<string, unknown> | null }>(
    `{ dataset(name: "${dataset}") { ${fields} } }`,
  );
  return answer.status === 200 && answer.errors.length === 0
    ? dataOf(answer).dataset
    : (answer.errors[0]?.extensions.code ?? answer.status);
};
const codeOf = ({
  status,
  errors,
}: {
  status: number;
  errors: readonly { extensions: { code: string } }[];
}) => (errors[0] ? `${status} ${errors[0].extensions.code}` : `${status}`);

test('the own producer alone describes its dataset, an official or its system', async () => {
  const facts = { cadence: 'YEARLY', coverage: 'Kabupaten Pasuruan, 24 kecamatan, 2024' };
  const asked = await each(hub, async (caller) => codeOf(await describeDataset(caller, HEALTH, facts)));
  expect(asked).toEqual(
    but('403 FORBIDDEN', {
      anonymous: '400 GRAPHQL_VALIDATION_FAILED',
      'producer of dinkes': '200',
      'publish key of dinkes': '200',
    }),
  );
  const producer = await hub.official('produsen.dinkes');
  expect(codeOf(await describeDataset(producer, 'dinkes_tiada', facts))).toBe('404 NOT_FOUND');
});

test('what a change leaves out stays, null takes a fact away, and the catalogue follows', async () => {
  const producer = await hub.official('produsen.dinkes');
  await describeDataset(producer, HEALTH, { coverage: 'Kabupaten Pasuruan' });
  const { describeDataset: kept } = dataOf(
    await describeDataset(producer, HEALTH, {
      cadence: 'MONTHLY',
      contact: '  Bidang SDK\n0343-000000 ',
      licence: 'CC BY 4.0',
    }),
  );
  const all = {
    cadence: 'MONTHLY',
    coverage: 'Kabupaten Pasuruan',
    contact: 'Bidang SDK 0343-000000',
    licence: 'CC BY 4.0',
  };
  expect(kept).toEqual(all);
  await hub.hub.settle();
  expect(await each(hub, (caller) => entry(caller, FACTS))).toEqual(but<unknown>(all, {}));
  // What is not released answers as what never was.
  expect(await entry(hub.anonymous, FACTS, SCHOOLS)).toBeNull();
  await describeDataset(producer, HEALTH, { licence: null });
  await hub.hub.settle();
  expect(await entry(hub.anonymous, FACTS)).toEqual({ ...all, licence: null });

  const long = await describeDataset(producer, HEALTH, { contact: 'x'.repeat(301), licence: 'CC BY 4.0' });
  expect(codeOf(long)).toBe('400 BAD_USER_INPUT');
  const unknown = await describeDataset(producer, HEALTH, { cadence: 'SOMETIMES' });
  expect(unknown.status).toBe(400);
  await hub.hub.settle();
  expect(await entry(hub.anonymous, FACTS)).toEqual({ ...all, licence: null });
});

test('every hub is told of a change, and of none that is refused', async () => {
  const producer = await hub.official('produsen.dinkes');
  const sql = postgres(hub.databaseUrl, { max: 1 });
  const heard: string[] = [];
  try {
    await sql.listen(CHANGES, (payload) => heard.push(payload));
    await describeDataset(producer, HEALTH, { licence: 'x'.repeat(201) });
    await describeDataset(producer, HEALTH, { licence: 'CC0' });
    await eventually(async () => (heard.length > 0 ? true : undefined));
    expect(heard).toEqual(['facts']);
  } finally {
    await sql.end();
  }
});

test('two changes at once both count', async () => {
  const producer = await hub.official('produsen.dinkes');
  const key = hub.key('Sistem Dinas Kesehatan');
  await Promise.all([
    describeDataset(producer, HEALTH, { coverage: 'satu' }),
    describeDataset(key, HEALTH, { contact: 'dua' }),
    describeDataset(producer, HEALTH, { licence: 'tiga' }),
  ]);
  await hub.hub.settle();
  expect(await entry(producer, 'coverage contact licence')).toEqual({
    coverage: 'satu',
    contact: 'dua',
    licence: 'tiga',
  });
});

test('the schema that is served says the facts, whatever signs they hold', async () => {
  const producer = await hub.official('produsen.dinkes');
  const contact = 'Bidang "SDK" \\ """ } type Query { x: Int } \u{1F600}';
  await describeDataset(producer, HEALTH, { cadence: 'QUARTERLY', contact, licence: 'ujung \\' });
  await hub.hub.settle();
  const { __type, __schema } = dataOf(
    await hub.anonymous.query<{
      __type: { description: string };
      __schema: { queryType: { fields: { name: string; description: string }[] } };
    }>(
      '{ __type(name: "Dinkes_TenagaKesehatan") { description } __schema { queryType { fields { name description } } } }',
    ),
  );
  const root = __schema.queryType.fields.find(({ name }) => name === HEALTH)?.description;
  for (const text of [__type.description, root]) {
    expect(text).toContain('Jadwal pemutakhiran: triwulanan.');
    expect(text).toContain(`Narahubung: ${contact}`);
    expect(text).toContain('Lisensi: ujung \\');
  }
  const { launches } = dataOf(
    await (await hub.official('tim.teknis')).query<{ launches: { errors: string[] }[] }>(
      '{ launches { errors } }',
    ),
  );
  expect(launches.flatMap(({ errors }) => errors)).toEqual([]);
  expect(dataOf(await hub.anonymous.query(`{ ${HEALTH} { totalCount } }`))).toEqual({
    [HEALTH]: { totalCount: 24 },
  });
});

test('a column shows its standar data to whoever may know of it', async () => {
  const columns =
    'columns { name concept classification measure unit referenceTime validationRule values key reference { entity field } }';
  const shown = (await entry(hub.anonymous, columns)) as { columns: { name: string; key: boolean }[] };
  expect(shown.columns.find(({ name }) => name === 'kodeKecamatan')).toMatchObject({
    key: true,
    reference: { entity: 'Region', field: 'region' },
  });
  expect(shown.columns.find(({ name }) => name === 'dokter')).toMatchObject({ key: false, reference: null });
});

test('what MS-Var says of a column reaches the catalogue and the schema', async () => {
  const { field } = await handOver(hub, 'msvar', [
    {
      name: 'jenis',
      type: 'TEXT',
      metadata: {
        referenceTime: ' 31 Desember ',
        validationRule: 'wajib',
        values: ['negeri', ' swasta', 'negeri'],
      },
    },
  ]);
  expect(await entry(hub.key(), 'columns { referenceTime validationRule values }', field)).toEqual({
    columns: [{ referenceTime: '31 Desember', validationRule: 'wajib', values: ['negeri', 'swasta'] }],
  });
  const { __type } = dataOf(
    await hub
      .key()
      .query<{ __type: { fields: { description: string }[] } }>(
        '{ __type(name: "Dinkes_Msvar") { fields { name description } } }',
      ),
  );
  expect(__type.fields[1]?.description).toContain('Klasifikasi isian: negeri; swasta.');
});

test('completeness: the score for everybody who signs in, what is missing for those who can act on it', async () => {
  const field = `completeness { score missing { column attribute id en } }`;
  const shown = await each(hub, async (caller) => {
    const found = (await entry(caller, field, SCHOOLS)) as
      | { completeness?: { score: number; missing: unknown } }
      | string;
    if (typeof found === 'string') return found;
    const { score, missing } = found.completeness ?? { score: -1, missing: undefined };
    return `${score > 0 && score < 100 ? 'score' : score} ${Array.isArray(missing) ? 'missing' : missing}`;
  });
  expect(shown).toEqual(
    but('score null', {
      anonymous: 'GRAPHQL_VALIDATION_FAILED',
      'producer of dispendik': 'score missing',
      'technical team': 'score missing',
      'division head': 'score missing',
      'department head': 'score missing',
    }),
  );
  const producer = await hub.official('produsen.dispendik');
  const lacks = async () => {
    const { completeness } = (await entry(producer, field, SCHOOLS)) as {
      completeness: { score: number; missing: { column: string | null; attribute: string; id: string }[] };
    };
    return { score: completeness.score, facts: completeness.missing.filter(({ column }) => column === null) };
  };
  const before = await lacks();
  expect(before.facts.map(({ attribute }) => attribute)).toEqual([
    'cadence',
    'coverage',
    'contact',
    'licence',
  ]);
  expect(before.facts[0]?.id).toMatch(/belum memiliki jadwal pemutakhiran\.$/);
  await describeDataset(producer, SCHOOLS, { cadence: 'YEARLY', licence: 'CC BY 4.0' });
  await hub.hub.settle();
  const after = await lacks();
  expect(after.facts.map(({ attribute }) => attribute)).toEqual(['coverage', 'contact']);
  expect(after.score - before.score).toBe(15);
});

test('a promise that is not kept is seen by everybody, and waits on the producer', async () => {
  const producer = await hub.official('produsen.dinkes');
  const freshness = 'freshness { promised dueOn lateDays state }';
  const inbox = async (caller: Caller) =>
    dataOf(await caller.query<{ inbox: { kind: string; dataset: string }[] }>('{ inbox { kind dataset } }'))
      .inbox.filter(({ kind }) => kind === 'LATE_RELEASE')
      .map(({ dataset }) => dataset);
  const late = async (caller: Caller, args = '') => {
    const answer = await caller.query<{ lateDatasets: { name: string }[] }>(
      `{ lateDatasets${args} { name } }`,
    );
    return answer.errors.length > 0 ? codeOf(answer) : dataOf(answer).lateDatasets.map(({ name }) => name);
  };
  await describeDataset(producer, HEALTH, { cadence: 'IRREGULAR' });
  await hub.hub.settle();
  expect(await entry(hub.anonymous, freshness)).toEqual({
    freshness: { promised: 'IRREGULAR', dueOn: null, lateDays: 0, state: 'UNKNOWN' },
  });
  await describeDataset(producer, HEALTH, { cadence: 'DAILY' });
  await hub.hub.settle();
  const { freshness: now } = (await entry(hub.anonymous, freshness)) as { freshness: { dueOn: string } };
  expect(now).toMatchObject({ promised: 'DAILY', lateDays: 0 });
  expect([await late(producer), await inbox(producer)]).toEqual([[], []]);

  // As nine days go by without another release.
  const sql = postgres(hub.databaseUrl, { max: 1 });
  await sql`update releases set loaded_at = loaded_at - interval '9 days'`;
  await sql.end();
  await hub.hub.settle();
  expect(await entry(hub.anonymous, freshness)).toMatchObject({
    freshness: { promised: 'DAILY', lateDays: 8, state: 'LATE' },
  });
  expect(await inbox(producer)).toEqual([HEALTH]);
  expect(await inbox(await hub.official('produsen.dispendik'))).toEqual([]);
  expect(await late(await hub.official('kepala.bidang'))).toEqual([HEALTH]);
  expect(await late(await hub.official('kepala.bidang'), '(agency: "dispendik")')).toEqual([]);
  expect(await late(hub.key())).toBe('403 FORBIDDEN');
  expect(await late(hub.anonymous)).toBe('400 GRAPHQL_VALIDATION_FAILED');
});
