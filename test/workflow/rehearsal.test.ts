import { afterAll, beforeAll, expect, test } from 'vitest';
import { column, KODE, structure } from '../sop/office.js';
import { bootHub, type Caller, type TestHub } from '../support/hub.js';
import { act, draft, readWhole, type Stage } from './case-over-http.js';

// What the evaluation desk rehearses has to be what callers then meet.

let hub: TestHub;
beforeAll(async () => {
  hub = await bootHub('demo');
});
afterAll(async () => {
  await hub[Symbol.asyncDispose]();
});

type Sights = Record<
  string,
  { standing: string; now: string; agreed: string; declined: string; deferred: string }[]
>;

async function sightsOf(caller: Caller, number: string): Promise<Sights> {
  const { data, errors } = await caller.query<{
    case: { dossier: { fields: { name: string; sights: Sights[string] }[] } };
  }>(
    `query ($number: ID!) {
      case(number: $number) { dossier { fields { name sights { standing now agreed declined deferred } } } }
    }`,
    { number },
  );
  expect(errors).toEqual([]);
  return Object.fromEntries(data?.case.dossier.fields.map(({ name, sights }) => [name, sights]) ?? []);
}

/** What a caller meets at a column: VALUES, the code by which it is withheld, or ABSENT. */
async function met(caller: Caller, name: string): Promise<string> {
  const { errors } = await caller.query(`{ dinkes_gizi { nodes { ${name} } } }`);
  if (errors[0]?.extensions.code === 'GRAPHQL_VALIDATION_FAILED') return 'ABSENT';
  const { data } = await caller.query<{ explainAccess: { code: string } }>(
    `{ explainAccess(coordinate: "Dinkes_Gizi.${name}") { code } }`,
  );
  const code = data?.explainAccess.code ?? '';
  // Nothing is loaded: who may read is told so.
  return code === 'NO_RELEASE' ? 'VALUES' : code;
}

test('what each standing is said to see of a column is what its callers meet, by each verdict', async () => {
  const producer = await hub.official('produsen.dinkes');
  const team = await hub.official('tim.teknis');
  const head = await hub.official('kepala.dinas');
  let stage: Stage = await draft(producer, 'Gizi');
  stage = await act(producer, 'submitCase', stage);
  stage = await act(head, 'issueDisposition', stage);
  const definition = structure(
    'gizi',
    KODE,
    column('terbuka', 'INTEGER'),
    column('terbatas', 'INTEGER', { accessClass: 'RESTRICTED' }),
    column('tertutup', 'INTEGER', { accessClass: 'CLOSED' }),
    column('ditunda', 'INTEGER'),
    column('ditolak', 'INTEGER'),
  );
  stage = await act(producer, 'handOver', stage, { definition });
  await hub.hub.settle();

  const said = await sightsOf(team, stage.number);
  const callers = { INSIDER: team, SIGNED_IN: await hub.official('pengguna'), ANONYMOUS: hub.anonymous };
  const standing = (name: string, of: string) => said[name]?.find((one) => one.standing === of);
  for (const name of ['terbuka', 'terbatas', 'tertutup'])
    for (const [of, caller] of Object.entries(callers))
      expect([name, of, standing(name, of)?.now]).toEqual([name, of, await met(caller, name)]);

  const verdicts = [
    ...['kode', 'terbuka', 'terbatas', 'tertutup'].map((one) => ({ column: one, verdict: 'AGREED' })),
    { column: 'ditunda', verdict: 'DEFERRED', reason: 'menunggu satuan' },
    { column: 'ditolak', verdict: 'DECLINED', reason: 'data pribadi' },
  ];
  stage = await act(team, 'judgeFields', stage, { verdicts });
  const { dossier } = await readWhole(team, stage.number);
  for (const signer of [team, producer])
    stage = await act(signer, 'signAgreement', stage, { contentHash: dossier.contentHash });
  await hub.hub.settle();
  const then = { ditunda: 'deferred', ditolak: 'declined' } as const;
  for (const [name, verdict] of Object.entries(then))
    for (const [of, caller] of Object.entries(callers))
      expect([name, of, standing(name, of)?.[verdict]]).toEqual([name, of, await met(caller, name)]);
  // Agreed on, not delivered: the column that a grant opens has to be delivered first.
  expect((await sightsOf(team, stage.number))['terbatas']?.map(({ now, agreed }) => [now, agreed])).toEqual([
    ['VALUES', 'VALUES'],
    ['FIELD_NOT_DELIVERED', 'VALUES'],
    ['FIELD_NOT_DELIVERED', 'FIELD_RESTRICTED'],
    ['ABSENT', 'ABSENT'],
  ]);
});

test('the team sees which clients use a column, in rows, filters and figures alike; a producer does not', async () => {
  const client = { 'apollographql-client-name': 'Dasbor Sekolah' };
  for (const query of [
    'query Baris { dispendik_sekolahDasar { nodes { sekolah } } }',
    'query Saringan { dispendik_sekolahDasar(where: { sekolah: { gt: 10 } }) { totalCount } }',
    'query Angka { dispendik_sekolahDasar { aggregate { sum { sekolah } } } }',
    'query Lain { dispendik_sekolahDasar { nodes { siswa } } }',
  ]) {
    const { errors } = await hub.key().query(query, {}, client);
    expect(errors).toEqual([]);
  }
  await hub.hub.noteUses();
  const asked = `{ operationsUsing(dataset: "dispendik_sekolahDasar", columns: ["sekolah"]) { client operation owner count } }`;
  const team = await hub.official('tim.teknis');
  const { data } = await team.query<{ operationsUsing: { operation: string; client: string }[] }>(asked);
  expect(
    data?.operationsUsing
      .filter((one) => one.client === 'Dasbor Sekolah')
      .map(({ operation }) => operation)
      .sort(),
  ).toEqual(['Angka', 'Baris', 'Saringan']);
  const producer = await hub.official('produsen.dispendik');
  expect((await producer.query(asked)).errors[0]?.extensions.code).toBe('FORBIDDEN');
});
