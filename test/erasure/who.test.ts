import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { but, each } from '../identity/callers.js';
import { dataOf } from '../intake/onboarding.js';
import { bootHub, type Caller, type TestHub } from '../support/hub.js';
import { handedOver } from '../workflow/case-over-http.js';
import { cancel, column, csv, erasures, load, propose, proposed, sign } from './delivered.js';

let hub: TestHub;
let sql: Sql;
let producer: Caller;
let head: Caller;
const field = 'dinkes_siapa';
beforeAll(async () => {
  hub = await bootHub('demo');
  sql = postgres(hub.databaseUrl, { max: 1, onnotice: () => {} });
  producer = await hub.official('produsen.dinkes');
  head = await hub.official('kepala.bidang');
  const columns = [
    column('kode', 'TEXT', { key: true }),
    column('nama', 'TEXT'),
    column('jumlah', 'INTEGER'),
  ];
  await handedOver(hub, producer, { name: 'siapa', title: 'Siapa', description: 'Data uji.', columns });
  await load(hub, field, csv(['satu']));
});
afterAll(async () => {
  await sql.end();
  await hub[Symbol.asyncDispose]();
});

type Asked = { errors: readonly { extensions: { code: string } }[] };
const codeOf = ({ errors }: Asked) => errors[0]?.extensions.code ?? 'done';
const nobody = { anonymous: 'GRAPHQL_VALIDATION_FAILED' } as const;

test('the own producer proposes, in person', async () => {
  const codes = await each(hub, async (caller) => codeOf(await propose(caller, field, { release: 1 })));
  expect(codes).toEqual(but('FORBIDDEN', { ...nobody, 'producer of dinkes': 'done' }));
  // To whoever may not propose, there is no telling which datasets there are.
  const unknown = await each(hub, async (caller) =>
    codeOf(await propose(caller, 'dinkes_tiada', { release: 1 })),
  );
  expect(unknown).toEqual(
    but('FORBIDDEN', { ...nobody, 'producer of dinkes': 'NOT_FOUND', 'producer of dispendik': 'NOT_FOUND' }),
  );
});

test('the division head signs, and nobody else', async () => {
  const id = await proposed(hub, field, { release: 1 });
  const codes = await each(hub, async (caller, name) =>
    name === 'division head' ? 'left out' : codeOf(await sign(caller, id)),
  );
  expect(codes).toEqual(but('FORBIDDEN', { ...nobody, 'division head': 'left out' }));
  expect(codeOf(await sign(head, 'tiada'))).toBe('NOT_FOUND');
  expect(codeOf(await sign(head, '00000000-0000-4000-8000-000000000000'))).toBe('NOT_FOUND');
});

test('not the same person twice, whatever roles he has', async () => {
  const id = await proposed(hub, field, { release: 1 });
  await sql`
    insert into account_roles (account_id, role, confirmed_at)
    select id, 'DIVISION_HEAD', now() from accounts where username = 'produsen.dinkes'`;
  try {
    expect(codeOf(await sign(producer, id))).toBe('SAME_PERSON');
  } finally {
    await sql`delete from account_roles where role = 'DIVISION_HEAD' and account_id =
      (select id from accounts where username = 'produsen.dinkes')`;
  }
});

test('an acting division head signs as one', async () => {
  const id = await proposed(hub, field, { column: 'jumlah' });
  const day = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
  dataOf(
    await head.query(
      `mutation ($day: String!) { appointActing(official: "tim.teknis", role: DIVISION_HEAD, kind: PLH,
        replaced: "kepala.bidang", from: $day, to: $day, reason: "cuti") { id } }`,
      { day },
    ),
  );
  const team = await hub.official('tim.teknis');
  expect(dataOf(await sign(team, id)).signErasure).toMatchObject({
    status: 'ERASED',
    signedBy: 'Tim Teknis',
  });
  const [event] =
    await sql`select acting_kind from case_events where action = 'ERASE' order by id desc limit 1`;
  expect(event?.['acting_kind']).toBe('PLH');
  await sql`delete from acting_appointments`;
});

test('what is proposed is cancelled by either side, once', async () => {
  for (const canceller of [producer, head]) {
    const id = await proposed(hub, field, { release: 1 });
    const codes = await each(hub, async (caller, name) =>
      ['producer of dinkes', 'division head'].includes(name) ? 'left out' : codeOf(await cancel(caller, id)),
    );
    expect(codes).toEqual(
      but('FORBIDDEN', {
        ...nobody,
        'producer of dinkes': 'left out',
        'division head': 'left out',
        'producer of dispendik': 'NOT_FOUND',
      }),
    );
    expect(dataOf(await cancel(canceller, id)).cancelErasure).toMatchObject({
      status: 'CANCELLED',
      erased: [],
    });
    expect(codeOf(await cancel(canceller, id))).toBe('ERASURE_SETTLED');
    expect(codeOf(await sign(head, id))).toBe('ERASURE_SETTLED');
  }
});

test('those who see the releases of a dataset see its erasures', async () => {
  const codes = await each(hub, async (caller) => codeOf(await erasures(caller, field)));
  const seen = [
    'publish key of dinkes',
    'producer of dinkes',
    'technical team',
    'division head',
    'department head',
  ];
  expect(codes).toEqual(
    but('FORBIDDEN', { ...nobody, ...Object.fromEntries(seen.map((name) => [name, 'done'])) }),
  );
});

describe('what is proposed', () => {
  test.each([
    ['BAD_USER_INPUT', {}],
    ['BAD_USER_INPUT', { release: 1, column: 'nama' }],
    ['NOT_FOUND', { release: 99 }],
    ['NOT_FOUND', { release: -1 }],
    ['UNKNOWN_COLUMN', { column: 'tiada' }],
  ])('%s: %o', async (code, target) => {
    expect(codeOf(await propose(producer, field, target))).toBe(code);
  });

  test('has a reason', async () => {
    expect(codeOf(await propose(producer, field, { release: 1 }, '  '))).toBe('REASON_REQUIRED');
    expect(codeOf(await propose(producer, field, { release: 1 }, 'x'.repeat(2001)))).toBe('LIMIT_EXCEEDED');
    expect(codeOf(await propose(producer, field, { release: 1 }, 'a\u0000b'))).toBe('BAD_USER_INPUT');
  });
});
