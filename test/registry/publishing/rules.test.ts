import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeKey } from '../../identity/making-keys.js';
import { bootHub, type Caller, type TestHub } from '../../support/hub.js';
import type { RemoteProducer } from '../../support/remote.js';
import { cover, type Publication, publish, review, sdlOf, started } from './producer.js';

let hub: TestHub;
let service: RemoteProducer;
let key: Caller;
let team: Caller;
let admin: Caller;
beforeAll(async () => {
  hub = await bootHub('demo');
  for (const name of ['imunisasi', 'apotek']) await cover(hub, name);
  service = await started(hub, ['imunisasi'], sdlOf('imunisasi'));
  key = hub.key('Sistem Dinas Kesehatan');
  team = await hub.official('tim.teknis');
  admin = await hub.official('pengelola');
});
afterAll(async () => {
  await hub[Symbol.asyncDispose]();
  await service[Symbol.asyncDispose]();
});

const subgraph = (name: string, sdl: string) => ({
  name: `dinkes_${name}Sendiri`,
  url: service.at('127.0.0.1'),
  sdl,
});

/** Publishes a subgraph whole, has a dashboard ask it, and takes the field away that was asked. */
async function breaking(name: string, field = 'catatan'): Promise<Publication> {
  const whole = await publish(key, [subgraph(name, sdlOf(name))]);
  expect(['PUBLISHED', 'UNCHANGED']).toContain(whole.outcome);
  await hub.key().query(`query Dipakai { dinkes_${name} { ${field} } }`);
  await hub.hub.noteUses();
  const rest = ['jumlah: Int', 'catatan: String'].filter((one) => !one.startsWith(field));
  return publish(key, [subgraph(name, sdlOf(name, rest))]);
}

const change = (caller: Caller, rules: object) =>
  caller.query<{ changeRegistryRules: object }>(
    'mutation ($rules: RegistryRulesInput!) { changeRegistryRules(rules: $rules) { approvals openProposals graceDays } }',
    { rules },
  );

test('the rules are changed by ADMIN alone, within bounds, and read by whoever reviews', async () => {
  const codes = async (caller: Caller, rules: object) =>
    (await change(caller, rules)).errors.map(({ extensions }) => extensions.code);
  expect(await codes(team, { approvals: 2 })).toEqual(['FORBIDDEN']);
  expect(await codes(admin, { approvals: 0 })).toEqual(['BAD_USER_INPUT']);
  expect(await codes(admin, { usageDays: 5000 })).toEqual(['BAD_USER_INPUT']);
  const changed = await change(admin, { approvals: 2 });
  expect(changed.data).toEqual({ changeRegistryRules: { approvals: 2, openProposals: 10, graceDays: 30 } });
  const read = await team.query('{ registryRules { approvals } }');
  expect(read.data).toEqual({ registryRules: { approvals: 2 } });
  const hidden = await hub.key().query('{ registryRules { approvals } }');
  expect(hidden.errors.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
});

test('a change waits for as many reviewers as the rules say, and shows beforehand what it would be', async () => {
  await change(admin, { approvals: 2 });
  const { outcome, proposal } = await breaking('imunisasi');
  expect(outcome).toBe('WAITING');
  if (!proposal) throw new Error('nothing waits');
  const rehearsed = await team.query<{
    proposal: {
      rehearsal: {
        changedSdl: string;
        sights: { standing: string; seen: { coordinate: string; verdict: string }[] }[];
        operations: { operation: string; outcome: string }[];
      };
    };
  }>(
    `query ($id: ID!) { proposal(id: $id) { rehearsal {
      changedSdl sights { standing seen { coordinate verdict } } operations { operation outcome } } } }`,
    { id: proposal.id },
  );
  const { changedSdl, sights, operations } = rehearsed.data?.proposal.rehearsal ?? {
    changedSdl: '',
    sights: [],
    operations: [],
  };
  expect(changedSdl).toContain('type Dinkes_Imunisasi');
  expect(changedSdl).not.toContain('catatan:');
  expect(operations).toContainEqual({ operation: 'Dipakai', outcome: 'INVALID' });
  const seen = Object.fromEntries(sights.map(({ standing, seen }) => [standing, seen]));
  const jumlah = (verdict: string) => ({ coordinate: 'Dinkes_Imunisasi.jumlah', verdict });
  expect(seen['INSIDER']).toContainEqual(jumlah('VALUES'));
  expect(seen['SIGNED_IN']).toContainEqual(jumlah('VALUES'));
  expect(seen['ANONYMOUS']).toContainEqual(jumlah('ABSENT'));

  const first = await review(team, proposal, 'APPROVE', 'Dasbor disesuaikan.');
  expect(first.data?.reviewProposal.status).toBe('WAITING');
  const again = await review(team, proposal, 'APPROVE', 'Sekali lagi.');
  expect(again.data?.reviewProposal.status).toBe('WAITING');
  const second = await review(admin, proposal, 'APPROVE', 'Setuju.');
  expect(second.data?.reviewProposal.status).toBe('PUBLISHED');
  const late = await review(team, proposal, 'RETURN', 'Terlambat.');
  expect(late.errors.map(({ extensions }) => extensions.code)).toEqual(['PROPOSAL_CLOSED']);
});

test('whoever answers for a key does not review what it has published', async () => {
  await change(admin, { approvals: 1 });
  const agency = { scopes: ['read', 'publish'], agency: 'dinkes' };
  const own = hub.caller((await makeKey(team, agency)).key);
  await publish(key, [subgraph('apotek', sdlOf('apotek'))]);
  await hub.key().query('query Dipakai { dinkes_apotek { catatan } }');
  await hub.hub.noteUses();
  const { outcome, proposal } = await publish(own, [subgraph('apotek', sdlOf('apotek', ['jumlah: Int']))]);
  expect(outcome).toBe('WAITING');
  if (!proposal) throw new Error('nothing waits');
  const refused = await review(team, proposal, 'APPROVE', 'Punya sendiri.');
  expect(refused.errors.map(({ extensions }) => extensions.code)).toEqual(['OWN_PROPOSAL']);
  const returned = await review(admin, proposal, 'RETURN', 'Masih dipakai.');
  expect(returned.data?.reviewProposal.status).toBe('RETURNED');
  await hub
    .key('Sistem Dinas Kesehatan')
    .query('mutation ($id: ID!) { withdrawProposal(id: $id) { status } }', { id: proposal.id });
});

test('an agency has no more proposals open than the rules say, and takes one back itself', async () => {
  await change(admin, { approvals: 1, openProposals: 1 });
  const { proposal } = await breaking('apotek');
  if (!proposal) throw new Error('nothing waits');
  await publish(key, [subgraph('imunisasi', sdlOf('imunisasi'))]);
  const full = await breaking('imunisasi', 'jumlah').catch((error: Error) => error.message);
  expect(String(full)).toContain('PROPOSALS_FULL');
  const withdraw = (caller: Caller) =>
    caller.query('mutation ($id: ID!) { withdrawProposal(id: $id) { status } }', { id: proposal.id });
  const stranger = await withdraw(await hub.official('produsen.dinsos'));
  expect(stranger.errors.map(({ extensions }) => extensions.code)).toEqual(['NOT_FOUND']);
  expect((await withdraw(key)).data).toEqual({ withdrawProposal: { status: 'WITHDRAWN' } });
});

test('an owner’s consent lets another agency contribute to what it names, and the team still looks', async () => {
  const type = 'Dinsos_BantuanPangan';
  const planted = `${sdlOf('apotek')}
extend type ${type} @key(fields: "id") {
  id: ID! @external
  "Apotek terdekat. Konsep: apotek. Definisi: nama. Klasifikasi: tidak ada. Ukuran: nama. Satuan: tidak ada."
  dinkes_apotek: String
}`;
  const before = await publish(key, [subgraph('apotek', planted)]);
  expect(before.outcome).toBe('REFUSED');
  expect(before.check.findings.some(({ words }) => words.en.includes('dinsos'))).toBe(true);
  const owner = await hub.official('produsen.dinsos');
  const consent = await owner.query(
    `mutation { consentToSubgraph(subgraph: "dinkes_apotekSendiri", coordinates: ["${type}", "${type}.dinkes_apotek", "${type}.id"], reason: "Kerja sama.") }`,
  );
  expect(consent.errors).toEqual([]);
  const after = await publish(key, [subgraph('apotek', planted)]);
  expect(after.check.findings.filter(({ severity }) => severity === 'ERROR')).toEqual([]);
  const severities = after.check.findings.map(({ severity }) => severity);
  expect([after.outcome, severities.includes('FOREIGN')]).toEqual(['WAITING', true]);
  const given = await owner.query<{ ownershipConsents: { id: string }[] }>('{ ownershipConsents { id } }');
  const id = given.data?.ownershipConsents[0]?.id;
  await owner.query('mutation ($id: ID!) { withdrawOwnershipConsent(id: $id) }', { id });
  expect((await publish(key, [subgraph('apotek', planted)])).outcome).toBe('REFUSED');
});

test('a dataset that a subgraph only refers to stays hosted', async () => {
  const rows = async () => {
    await hub.hub.settle();
    return (await hub.key().query('{ dinkes_tenagaKesehatan { totalCount } }')).data;
  };
  const before = await rows();
  expect(before).toEqual({ dinkes_tenagaKesehatan: { totalCount: expect.any(Number) } });
  const referring = `${sdlOf('apotek', ['jumlah: Int', 'catatan: String', 'tenaga: Dinkes_TenagaKesehatan'])}
"Tenaga."
type Dinkes_TenagaKesehatan @key(fields: "id", resolvable: false) {
  id: ID!
}`;
  const { outcome, check } = await publish(key, [subgraph('apotek', referring)]);
  expect(check.findings.filter(({ severity }) => severity === 'ERROR')).toEqual([]);
  expect(outcome).toBe('PUBLISHED');
  expect(await rows()).toEqual(before);
});

test('a notice of maintenance is shown with answers until it is over, and is the own producer’s', async () => {
  await publish(key, [subgraph('imunisasi', sdlOf('imunisasi'))]);
  const notice = (caller: Caller, text: string | null) =>
    caller.query(
      'mutation ($text: String) { noticeMaintenance(subgraph: "dinkes_imunisasiSendiri", notice: $text) }',
      { text },
    );
  const stranger = await notice(await hub.official('produsen.dinsos'), 'Sore ini.');
  expect(stranger.errors.map(({ extensions }) => extensions.code)).toEqual(['SUBGRAPH_UNKNOWN']);
  const asked = async () => {
    await hub.hub.settle();
    return (await hub.key().query('{ dinkes_imunisasi { kode } }')).text;
  };
  await notice(key, 'Pemeliharaan sampai pukul 15.');
  expect(await asked()).toContain('Pemeliharaan sampai pukul 15.');
  await notice(key, null);
  expect(await asked()).not.toContain('Pemeliharaan');
});
