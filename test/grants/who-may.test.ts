import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { but, each } from '../identity/callers.js';
import type { Caller } from '../support/hub.js';
import {
  bootOffice,
  cancel,
  decide,
  delegate,
  type GrantValues,
  list,
  type Office,
  outcome,
  request,
  withdraw,
} from './granting.js';

let office: Office;
beforeAll(async () => {
  office = await bootOffice();
});
afterEach(async () => {
  await office.sql`delete from grants`;
  await office.sql`delete from grant_delegations`;
});
afterAll(() => office[Symbol.asyncDispose]());

const UNKNOWN = 'GRAPHQL_VALIDATION_FAILED';
/** Keys act for nobody, and the public knows of none of it. */
const NO_OFFICIAL = {
  anonymous: UNKNOWN,
  'consumer key': 'FORBIDDEN',
  'publish key of dinkes': 'FORBIDDEN',
};

const ofEach = (act: (caller: Caller) => Promise<Parameters<typeof outcome>[0]>) =>
  each(office.hub, async (caller) => outcome(await act(caller)));

describe('access is asked for', () => {
  test('by any official for himself, who does not read the dataset anyway', async () => {
    const { one, day } = office;
    const codes = await ofEach((caller) => request(caller, { dataset: one.field, until: day(7) }));
    expect(codes).toEqual(
      but('GRANT_REFUSED', { ...NO_OFFICIAL, 'producer of dispendik': 'OK', admin: 'OK', consumer: 'OK' }),
    );
  });

  test('for a key by whoever answers for it', async () => {
    const { one, day, keyId } = office;
    const codes = await ofEach((caller) =>
      request(caller, { dataset: one.field, until: day(7), key: keyId }),
    );
    expect(codes).toEqual(but('NOT_FOUND', { ...NO_OFFICIAL, consumer: 'OK' }));
  });

  test("for an agency's key by its producer, unless it stands for that producer", async () => {
    const { one, day, hub } = office;
    const reading = await office.newKey('Aplikasi dinkes', 'dinkes', ['read']);
    const publishing = await office.newKey('Penerbit dinkes', 'dinkes', ['publish']);
    const ask = (dataset: string, key: string) =>
      ofEach((caller) => request(caller, { dataset, until: day(7), key }));
    const own = but('NOT_FOUND', { ...NO_OFFICIAL, 'producer of dinkes': 'OK' });
    expect(await ask(one.field, reading.id)).toEqual(own);
    expect(await ask(one.field, publishing.id)).toEqual({ ...own, 'producer of dinkes': 'GRANT_REFUSED' });
    expect(await ask('dispendik_sekolahDasar', publishing.id)).toEqual(own);
    const producer = await hub.official('produsen.dinkes');
    await office.sql`update service_keys set revoked_at = now() where id = ${reading.id}`;
    const revoked = { dataset: one.field, until: day(7), key: reading.id, columns: ['rahasia'] };
    expect(outcome(await request(producer, revoked))).toBe('NOT_FOUND');
    expect(outcome(await request(producer, { ...revoked, key: 'tidakAda' }))).toBe('NOT_FOUND');
  });

  const bad: readonly [string, Record<string, unknown>, string][] = [
    ['a dataset that is not there', { dataset: 'dinkes_tidakAda' }, 'NOT_FOUND'],
    ['a column that is not there', { columns: ['rahasia', 'tidakAda'] }, 'BAD_USER_INPUT'],
    ['an open column', { columns: ['tetap'] }, 'GRANT_REFUSED'],
    ['a dataset without restricted columns', { dataset: 'dinkes_tenagaKesehatan' }, 'GRANT_REFUSED'],
    [
      'a column that is in no graph',
      { dataset: 'dinsos_bantuanPangan', columns: ['catatanPetugas'] },
      'BAD_USER_INPUT',
    ],
    ['no column', { columns: [] }, 'BAD_USER_INPUT'],
    ['a purpose that says nothing', { purpose: `  ${'x'.repeat(9)}  ` }, 'BAD_USER_INPUT'],
    ['a purpose without end', { purpose: 'x'.repeat(1001) }, 'BAD_USER_INPUT'],
    [
      'a purpose that cannot be stored',
      { purpose: `Dasbor kecamatan${String.fromCharCode(0)}` },
      'BAD_USER_INPUT',
    ],
    ['a last day that is none', { until: '2027-02-30' }, 'DATE_REFUSED'],
  ];
  test.each(bad)('for %s not at all', async (_, asked, code) => {
    const consumer = await office.hub.official('pengguna');
    const { one, day } = office;
    expect(outcome(await request(consumer, { dataset: one.field, until: day(7), ...asked }))).toBe(code);
  });

  test('from tomorrow to a year from now', async () => {
    const consumer = await office.hub.official('pengguna');
    const { one, day } = office;
    const codes: string[] = [];
    for (const days of [-1, 0, 1, 365, 367]) {
      await office.sql`delete from grants`;
      codes.push(outcome(await request(consumer, { dataset: one.field, until: day(days) })));
    }
    expect(codes).toEqual(['DATE_REFUSED', 'DATE_REFUSED', 'OK', 'OK', 'DATE_REFUSED']);
  });

  test('once at a time for the same, whatever order and however many at once; twenty in all', async () => {
    const consumer = await office.hub.official('pengguna');
    const { one, day, keyId } = office;
    const ask = (...columns: string[]) =>
      request(consumer, { dataset: one.field, until: day(7), ...(columns.length > 0 ? { columns } : {}) });
    const both = await Promise.all([
      ask('rahasia', 'besaran'),
      ask('besaran', 'rahasia', 'besaran'),
      ask('rahasia', 'besaran'),
    ]);
    expect(both.map(outcome).sort()).toEqual(['GRANT_REFUSED', 'GRANT_REFUSED', 'OK']);
    expect([outcome(await ask()), outcome(await ask('rahasia'))]).toEqual(['OK', 'OK']);
    const forKey = { dataset: one.field, until: day(7), key: keyId };
    expect(outcome(await request(consumer, forKey))).toBe('OK');
    for (let count = 3; count < 20; count++)
      await office.granted({ status: 'REQUESTED', columns: [`k${count}`] });
    expect(outcome(await ask('besaran'))).toBe('LIMIT_EXCEEDED');
  });
});

/** What may be done about a request or grant of `pengguna` for himself, by each caller. */
interface Line {
  readonly what: string;
  readonly values: GrantValues;
  readonly delegated?: boolean;
  readonly act: (caller: Caller, id: string) => Promise<Parameters<typeof outcome>[0]>;
  readonly expected: Record<string, string>;
}

const STRANGERS = { ...NO_OFFICIAL, 'producer of dispendik': 'NOT_FOUND' };
const HEADS = { 'division head': 'OK', 'department head': 'OK' };

const LINES: readonly Line[] = [
  {
    what: 'a request is granted by the own producer',
    values: { status: 'REQUESTED' },
    act: (caller, id) => decide(caller, id, true),
    expected: but('FORBIDDEN', { ...STRANGERS, 'producer of dinkes': 'OK' }),
  },
  {
    what: 'where it is delegated, by the technical team, too',
    values: { status: 'REQUESTED' },
    delegated: true,
    act: (caller, id) => decide(caller, id, true),
    expected: but('FORBIDDEN', { ...STRANGERS, 'producer of dinkes': 'OK', 'technical team': 'OK' }),
  },
  {
    what: 'and refused by the same, with a reason',
    values: { status: 'REQUESTED' },
    delegated: true,
    act: (caller, id) => decide(caller, id, false, { reason: 'Tujuan belum jelas.' }),
    expected: but('FORBIDDEN', { ...STRANGERS, 'producer of dinkes': 'OK', 'technical team': 'OK' }),
  },
  {
    what: 'without a reason by nobody',
    values: { status: 'REQUESTED' },
    act: (caller, id) => decide(caller, id, false, { reason: '  ' }),
    expected: but('FORBIDDEN', { ...STRANGERS, 'producer of dinkes': 'REASON_REQUIRED' }),
  },
  {
    what: 'it is taken back by whoever asked',
    values: { status: 'REQUESTED' },
    act: cancel,
    expected: but('FORBIDDEN', { ...STRANGERS, consumer: 'OK' }),
  },
  {
    what: 'a grant is withdrawn by the own producer and the heads, and given back by who reads',
    values: {},
    act: (caller, id) => withdraw(caller, id),
    expected: but('FORBIDDEN', { ...STRANGERS, ...HEADS, 'producer of dinkes': 'OK', consumer: 'OK' }),
  },
  {
    what: 'where it is delegated, by the technical team, too; a reason needs not who gives back',
    values: {},
    delegated: true,
    act: (caller, id) => withdraw(caller, id, null),
    expected: but('FORBIDDEN', {
      ...STRANGERS,
      'producer of dinkes': 'REASON_REQUIRED',
      'technical team': 'REASON_REQUIRED',
      'division head': 'REASON_REQUIRED',
      'department head': 'REASON_REQUIRED',
      consumer: 'OK',
    }),
  },
  ...(['REFUSED', 'CANCELLED', 'WITHDRAWN', 'GRANTED'] as const).map((status) => ({
    what: `what is ${status} is decided about no more`,
    values: { status },
    act: (caller: Caller, id: string) => decide(caller, id, true),
    expected: but('FORBIDDEN', { ...STRANGERS, 'producer of dinkes': 'GRANT_SETTLED' }),
  })),
  ...(['REFUSED', 'CANCELLED', 'WITHDRAWN', 'REQUESTED'] as const).map((status) => ({
    what: `what is ${status} is not withdrawn`,
    values: { status },
    act: (caller: Caller, id: string) => withdraw(caller, id),
    expected: but('FORBIDDEN', {
      ...STRANGERS,
      'producer of dinkes': 'GRANT_SETTLED',
      'division head': 'GRANT_SETTLED',
      'department head': 'GRANT_SETTLED',
      consumer: 'GRANT_SETTLED',
    }),
  })),
];

describe('a request and a grant', () => {
  test.each(LINES)('$what', async ({ values, delegated, act, expected }) => {
    if (delegated)
      await office.sql`
        insert into grant_delegations select datasets.id, accounts.id, now() from datasets, accounts
        where datasets.name = 'terbatas' and accounts.username = 'produsen.dinkes'`;
    const found = await ofEach(async (caller) => act(caller, await office.granted(values)));
    expect(found).toEqual(expected);
  });

  test('nobody decides about his own: not who asked, nor who answers for the key that is to read', async () => {
    const { hub, one, day } = office;
    const reading = await office.newKey('Aplikasi kedua dinkes', 'dinkes', ['read'], 'produsen.dinkes');
    const producer = await hub.official('produsen.dinkes');
    const colleague = await office.newcomer('rekan.dinkes', 'dinkes', 'PRODUCER');
    const asked = { dataset: one.field, until: day(7), key: reading.id };
    const mine = (await request(producer, asked)).data?.done?.id ?? '';
    expect(outcome(await decide(producer, mine, true))).toBe('GRANT_REFUSED');
    expect(outcome(await decide(colleague, mine, true))).toBe('OK');
    const theirs = (await request(colleague, { ...asked, columns: ['rahasia'] })).data?.done?.id ?? '';
    // He asked, the producer answers for the key: somebody else has to decide.
    expect(outcome(await decide(colleague, theirs, true))).toBe('GRANT_REFUSED');
    expect(outcome(await decide(producer, theirs, true))).toBe('GRANT_REFUSED');
    expect(outcome(await delegate(producer, one.field, true))).toBe('OK');
    expect(outcome(await decide(await hub.official('tim.teknis'), theirs, true))).toBe('OK');
  });

  test('whoever decides may bring the last day forward, to today at the earliest', async () => {
    const producer = await office.hub.official('produsen.dinkes');
    const codes: unknown[] = [];
    for (const days of [31, 30, 3, 0, -1]) {
      const id = await office.granted({ status: 'REQUESTED', until: office.day(30) });
      const answer = await decide(producer, id, true, { until: office.day(days) });
      codes.push(answer.data?.done?.until ?? outcome(answer));
    }
    const { day } = office;
    expect(codes).toEqual(['DATE_REFUSED', day(30), day(3), day(0), 'DATE_REFUSED']);
  });

  test('of two who decide at once one does, and the other hears of it', async () => {
    const producer = await office.hub.official('produsen.dinkes');
    const id = await office.granted({ status: 'REQUESTED' });
    const both = await Promise.all([
      decide(producer, id, true),
      decide(producer, id, false, { reason: 'Tidak.' }),
      cancel(await office.hub.official('pengguna'), id),
    ]);
    expect(both.map(outcome).sort()).toEqual(['GRANT_SETTLED', 'GRANT_SETTLED', 'OK']);
  });

  test('that is not there is not found, however it is called', async () => {
    const producer = await office.hub.official('produsen.dinkes');
    for (const id of ['', 'x', '00000000-0000-4000-8000-000000000000'])
      for (const answer of [
        await decide(producer, id, true),
        await cancel(producer, id),
        await withdraw(producer, id),
      ])
        expect(outcome(answer)).toBe('NOT_FOUND');
  });

  test('a dataset is delegated, and taken back, by its own producer alone', async () => {
    const { one } = office;
    for (const toTeam of [true, false])
      expect(await ofEach((caller) => delegate(caller, one.field, toTeam))).toEqual(
        but('FORBIDDEN', { anonymous: UNKNOWN, 'producer of dinkes': 'OK' }),
      );
    const producer = await office.hub.official('produsen.dinkes');
    expect(outcome(await delegate(producer, 'dinkes_tidakAda', true))).toBe('NOT_FOUND');
  });
});

describe('requests are listed', () => {
  test('to whoever they concern, to ADMIN without purposes and reasons', async () => {
    const { keyId } = office;
    const ids = {
      own: await office.granted({ purpose: 'Maksud-1' }),
      key: await office.granted({ key: keyId, status: 'REQUESTED', purpose: 'Maksud-2' }),
      admin: await office.granted({ reader: 'pengelola', by: 'pengelola', purpose: 'Maksud-3' }),
    };
    await office.sql`update grants set reason = 'Maksud-4', end_reason = 'Maksud-5'`;
    const nameOf = (id: string) => Object.entries(ids).find(([, one]) => one === id)?.[0];
    const seen = await each(office.hub, async (caller, name) => {
      if (name === 'anonymous') return null;
      const { nodes } = await list(caller);
      return nodes.map(
        ({ id, purpose, reason, endReason }) =>
          `${nameOf(id)} ${[purpose, reason, endReason].filter(Boolean).length}`,
      );
    });
    const all = ['admin 3', 'key 3', 'own 3'];
    expect(
      Object.fromEntries(Object.entries(seen).map(([name, found]) => [name, found?.sort() ?? null])),
    ).toEqual(
      but<unknown>(all, {
        anonymous: null,
        'consumer key': ['key 3'],
        'producer of dispendik': [],
        admin: ['admin 3', 'key 0', 'own 0'],
        consumer: ['key 3', 'own 3'],
      }),
    );
  });

  test('page by page, by dataset and status; a cursor of something else is refused', async () => {
    const consumer = await office.hub.official('pengguna');
    const made: string[] = [];
    for (let at = 0; at < 5; at++)
      made.unshift(await office.granted({ dataset: at % 2 ? 'terbatasLain' : 'terbatas' }));
    await office.sql`update grants set requested_at = '2026-01-01T00:00:00Z'`;
    const first = await list(consumer, { first: 2 });
    const second = await list(consumer, { first: 2, after: first.pageInfo.endCursor ?? '' });
    const third = await list(consumer, { first: 2, after: second.pageInfo.endCursor ?? '' });
    const ids = [first, second, third].flatMap(({ nodes }) => nodes.map(({ id }) => id));
    expect(ids).toEqual([...made].sort().reverse());
    expect([first, second, third].map(({ pageInfo }) => pageInfo.hasNextPage)).toEqual([true, true, false]);
    expect((await list(consumer, { dataset: office.other.field })).nodes).toHaveLength(2);
    await expect(list(consumer, { after: 'x' })).rejects.toThrow('BAD_CURSOR');
    await expect(list(consumer, { dataset: 'dinkes_tidakAda' })).rejects.toThrow('NOT_FOUND');
    await office.granted({ status: 'REQUESTED', until: office.day(-1) });
    await office.granted({ until: office.day(-1) });
    await office.granted({ status: 'REFUSED', until: office.day(-1) });
    const counts = await Promise.all(
      ['REQUESTED', 'GRANTED', 'REFUSED', 'EXPIRED', 'WITHDRAWN'].map(
        async (status) => (await list(consumer, { status })).nodes.length,
      ),
    );
    expect(counts).toEqual([0, 5, 1, 2, 0]);
  });

  test('what waits on a decider, and on nobody else', async () => {
    const { hub, keyId, one } = office;
    await office.granted({ status: 'REQUESTED', key: keyId });
    await office.granted({ status: 'REQUESTED', reader: 'produsen.dispendik', by: 'produsen.dispendik' });
    await office.granted({ status: 'REQUESTED', until: office.day(-1) });
    await office.granted();
    const waiting = () =>
      each(hub, async (caller, name) =>
        name === 'anonymous' ? 0 : (await list(caller, { waitingOnMe: true })).nodes.length,
      );
    expect(await waiting()).toEqual(but(0, { 'producer of dinkes': 2 }));
    const producer = await hub.official('produsen.dinkes');
    await delegate(producer, one.field, true);
    expect(await waiting()).toEqual(but(0, { 'producer of dinkes': 2, 'technical team': 2 }));
    const [shown] = (await list(producer, { waitingOnMe: true })).nodes;
    expect(shown?.waitsOn).toBe('TECHNICAL_TEAM');
    await office.sql`update service_keys set owner_id = (select id from accounts where username = 'produsen.dinkes')
      where id = ${keyId}`;
    expect(await waiting()).toEqual(but(0, { 'producer of dinkes': 1, 'technical team': 2 }));
    await office.sql`update service_keys set owner_id = (select id from accounts where username = 'pengguna')
      where id = ${keyId}`;
  });
});
