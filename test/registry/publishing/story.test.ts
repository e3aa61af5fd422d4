import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createHub, type Hub } from '../../../gateway/hub.js';
import { testConfig } from '../../support/config.js';
import { bootHub, type Caller, eventually, type TestHub } from '../../support/hub.js';
import type { RemoteProducer } from '../../support/remote.js';
import { cover, type Publication, publish, review, sdlOf, started } from './producer.js';

// A producer's own subgraph, from its first attempt to a rollback, on two hubs over one database.

const NAME = 'dinkes_layanan';
const QUERY = '{ dinkes_kunjungan { kode catatan } }';
const SERVED = { dinkes_kunjungan: [{ kode: 'kunjungan 1', catatan: 'catatan kunjungan' }] };

let hub: TestHub;
let other: Hub;
let otherUrl: string;
let service: RemoteProducer;
let producer: Caller;
let team: Caller;
let first: Publication;
let waiting: Publication;

beforeAll(async () => {
  hub = await bootHub('demo');
  other = await createHub(testConfig(hub.databaseUrl), hub.databaseUrl);
  otherUrl = await other.listen();
  await cover(hub, 'kunjungan');
  service = await started(hub, ['kunjungan'], sdlOf('kunjungan'));
  producer = hub.key('Sistem Dinas Kesehatan');
  team = await hub.official('tim.teknis');
});
afterAll(async () => {
  await other[Symbol.asyncDispose]();
  await hub[Symbol.asyncDispose]();
  await service[Symbol.asyncDispose]();
});

/** What both hubs answer, as soon as they agree. */
async function everywhere(query: string): Promise<{ data?: unknown; errors?: { message: string }[] }> {
  const here = await hub.key().query(query);
  const there = await eventually(async () => {
    const response = await fetch(`${otherUrl}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${hub.key().token}` },
      body: JSON.stringify({ query }),
    });
    const body = await response.json();
    return JSON.stringify(body.data) === JSON.stringify(here.data) ? body : undefined;
  }, 20_000);
  return there;
}

const subgraph = (sdl: string) => [{ name: NAME, url: service.at('127.0.0.1'), sdl }];
const WITHOUT = sdlOf('kunjungan', ['jumlah: Int']);

describe('a subgraph that its agency runs itself', () => {
  test('is refused in plain words, with the place in the text, and nothing is stored', async () => {
    const wrong = sdlOf('kunjungan', ['jumlah: Int!', 'catatan: String']);
    const { outcome, check } = await publish(producer, subgraph(wrong));
    expect(outcome).toBe('REFUSED');
    const [finding] = check.findings.filter(({ severity }) => severity === 'ERROR');
    expect(finding).toMatchObject({
      coordinate: 'Dinkes_Kunjungan.jumlah',
      next: 'PRODUCER',
      line: wrong.split('\n').findIndex((line) => line.includes('jumlah: Int!')) + 1,
      words: { id: expect.stringContaining('jumlah'), en: expect.stringContaining('jumlah') },
    });
    const known = await team.query<{ subgraphs: { name: string }[] }>('{ subgraphs { name } }');
    expect(known.data?.subgraphs.map(({ name }) => name)).not.toContain(NAME);
  });

  test('goes live on both hubs once it is right, and a second publish of it changes nothing', async () => {
    first = await publish(producer, subgraph(sdlOf('kunjungan')));
    expect(first).toMatchObject({ outcome: 'PUBLISHED', supergraph: expect.any(String) });
    expect(await everywhere(QUERY)).toMatchObject({ data: SERVED });
    expect(await publish(producer, subgraph(sdlOf('kunjungan')))).toMatchObject({ outcome: 'UNCHANGED' });
  });

  test('waits for the technical team where a dashboard would break, and the dashboard is named', async () => {
    const dashboard = await hub
      .key()
      .query(`query Kunjungan ${QUERY}`, {}, { 'apollographql-client-name': 'Dasbor Sehat' });
    expect(dashboard.errors).toEqual([]);
    await hub.hub.noteUses();
    waiting = await publish(producer, subgraph(WITHOUT));
    expect(waiting).toMatchObject({ outcome: 'WAITING', proposal: { status: 'WAITING' } });
    const breaking = waiting.check.findings.filter(({ severity }) => severity === 'BREAKING');
    expect(breaking.map(({ coordinate }) => coordinate)).toContain('Dinkes_Kunjungan.catatan');
    expect(breaking[0]?.affected).toContainEqual(
      expect.objectContaining({ client: 'Dasbor Sehat', operation: 'Kunjungan' }),
    );
    expect(await everywhere(QUERY)).toMatchObject({ data: SERVED });
  });

  test('is not reviewed by its own agency, by others, without a reason, or as it was before an edit', async () => {
    const { proposal } = waiting;
    if (!proposal) throw new Error('nothing waits');
    const codes = async (caller: Caller, reason = 'Sudah disepakati.', hash = proposal.hash) =>
      (await review(caller, { ...proposal, hash }, 'APPROVE', reason)).errors.map(
        ({ extensions }) => extensions.code,
      );
    expect(await codes(producer)).toEqual(['FORBIDDEN']);
    expect(await codes(await hub.official('produsen.dinkes'))).toEqual(['FORBIDDEN']);
    expect(await codes(await hub.official('kepala.bidang'))).toEqual(['FORBIDDEN']);
    expect(await codes(team, ' ')).toEqual(['REASON_REQUIRED']);
    expect(await codes(team, 'Sudah disepakati.', '0'.repeat(64))).toEqual(['CONTENT_CHANGED']);
    const hidden = await (await hub.official('produsen.dinsos')).query('{ proposals { id } }');
    expect(hidden.data).toEqual({ proposals: [] });
  });

  test('can be returned, and an edit of it asks for a new approval', async () => {
    const { proposal } = waiting;
    if (!proposal) throw new Error('nothing waits');
    const returned = await review(team, proposal, 'RETURN', 'Tulis dahulu sebagai usang.');
    expect(returned.data?.reviewProposal).toMatchObject({ status: 'RETURNED' });
    const edited = await publish(producer, subgraph(sdlOf('kunjungan', ['jumlah: Int'], 'Tanpa catatan.')));
    expect(edited.proposal).toMatchObject({ id: proposal.id, status: 'WAITING' });
    expect(edited.proposal?.hash).not.toBe(proposal.hash);
    const old = await review(team, proposal, 'APPROVE', 'Setuju.');
    expect(old.errors.map(({ extensions }) => extensions.code)).toEqual(['CONTENT_CHANGED']);
    waiting = edited;
  });

  test('goes live with an approval and its reason, and the approval is remembered', async () => {
    const { proposal } = waiting;
    if (!proposal) throw new Error('nothing waits');
    const approved = await review(team, proposal, 'APPROVE', 'Dasbor sudah disesuaikan.');
    expect(approved.errors).toEqual([]);
    expect(approved.data?.reviewProposal.status).toBe('PUBLISHED');
    const { errors } = await everywhere(QUERY);
    expect(errors?.[0]?.message).toContain('catatan');
    const launches = await team.query<{
      launches: { by: string; reason: string; findings: { rule: string }[] }[];
    }>('{ launches(first: 1) { by reason findings { rule } } }');
    expect(launches.data?.launches[0]).toMatchObject({
      by: 'Sistem Dinas Kesehatan',
      reason: 'Dasbor sudah disesuaikan.',
      findings: expect.arrayContaining([expect.anything()]),
    });
  });

  test('is rolled back to an earlier supergraph by its id, by the team alone, with a reason', async () => {
    const rollback = (caller: Caller, id: string | null, reason: string) =>
      caller.query<{ rollback: { supergraph: string } }>(
        'mutation ($id: ID!, $reason: String!) { rollback(supergraph: $id, reason: $reason) { supergraph by reason } }',
        { id, reason },
      );
    const codesOf = async (answer: ReturnType<typeof rollback>) =>
      (await answer).errors.map(({ extensions }) => extensions.code);
    expect(await codesOf(rollback(producer, first.supergraph, 'x'))).toEqual(['FORBIDDEN']);
    expect(await codesOf(rollback(team, first.supergraph, ' '))).toEqual(['REASON_REQUIRED']);
    expect(await codesOf(rollback(team, '999999', 'x'))).toEqual(['NOT_FOUND']);
    const back = await rollback(team, first.supergraph, 'Dasbor bupati kosong.');
    expect(back.errors).toEqual([]);
    expect(await everywhere(QUERY)).toMatchObject({ data: SERVED });
    const { data } = await team.query<{
      supergraph: { hash: string; rollbackOf: string };
      then: { hash: string };
    }>('query ($id: ID!) { supergraph { hash rollbackOf } then: supergraph(id: $id) { hash } }', {
      id: first.supergraph,
    });
    expect(data?.supergraph).toEqual({ hash: data?.then.hash, rollbackOf: first.supergraph });
  });

  test('leaves with all others that are not named, where the whole set is replaced', async () => {
    await cover(hub, 'rujukan');
    const both = [
      ...subgraph(sdlOf('kunjungan')),
      { ...subgraph(sdlOf('rujukan'))[0], name: 'dinkes_rujukanSendiri' },
    ];
    const stored = await publish(producer, both as never);
    expect(stored.outcome).toBe('PUBLISHED');
    const left = await publish(producer, subgraph(sdlOf('kunjungan')), true);
    expect(left.outcome).toBe('PUBLISHED');
    const { data } = await team.query<{ subgraphs: { name: string; currentVersion: number | null }[] }>(
      '{ subgraphs { name currentVersion } }',
    );
    expect(data?.subgraphs.find(({ name }) => name === 'dinkes_rujukanSendiri')).toMatchObject({
      currentVersion: null,
    });
  });

  test('is asked for its SDL where none is given, and says nothing of why it does not answer', async () => {
    const asked = await publish(producer, [{ name: NAME, url: service.at('127.0.0.1') }]);
    expect(asked.check.findings.filter(({ severity }) => severity === 'ERROR')).toEqual([]);
    expect(asked.outcome).toBe('PUBLISHED');
    expect(await everywhere(QUERY)).toMatchObject({ data: SERVED });
    const again = await publish(producer, [{ name: NAME, url: service.at('127.0.0.1') }]);
    expect(again.outcome).toBe('UNCHANGED');
    const silent = await producer.query(
      'mutation ($subgraphs: [SubgraphInput!]!) { publishSubgraphs(subgraphs: $subgraphs) { outcome } }',
      { subgraphs: [{ name: NAME, url: 'https://tidak-ada.invalid/graphql' }] },
    );
    expect(silent.errors.map(({ extensions }) => extensions.code)).toEqual(['SUBGRAPH_FAILED']);
    expect(silent.text).not.toContain('tidak-ada');
  });

  test('refuses a version that was made on another one, names of others and addresses that are not allowed', async () => {
    const code = async (input: object) => {
      const answer = await producer.query(
        'mutation ($subgraphs: [SubgraphInput!]!) { publishSubgraphs(subgraphs: $subgraphs) { outcome } }',
        { subgraphs: [{ ...subgraph(sdlOf('kunjungan', undefined, 'Lagi.'))[0], ...input }] },
      );
      return answer.errors.map(({ extensions }) => extensions.code);
    };
    expect(await code({ base: 99 })).toEqual(['STALE_VERSION']);
    expect(await code({ name: 'dinsos_layanan' })).toEqual(['SUBGRAPH_REFUSED']);
    expect(await code({ url: 'http://127.0.0.1:1/graphql' })).toEqual(['SUBGRAPH_REFUSED']);
    expect(await code({ url: 'ftp://data.example.go.id' })).toEqual(['SUBGRAPH_REFUSED']);
    expect(await code({ url: 'https://a:b@data.example.go.id' })).toEqual(['SUBGRAPH_REFUSED']);
  });
});
