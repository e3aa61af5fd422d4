import postgres, { type Sql } from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createHub } from '../../gateway/hub.js';
import { verifySignature } from '../../schema/signature.js';
import { but, each } from '../identity/callers.js';
import { allowAddress, codeOf } from '../intake/connections/connecting.js';
import { dataOf, handOver } from '../intake/onboarding.js';
import { testConfig } from '../support/config.js';
import { bootHub, type Caller, type TestHub } from '../support/hub.js';
import { act, draft } from '../workflow/case-over-http.js';
import { Receiver } from './receiver.js';

let hub: TestHub;
let sql: Sql;
let receiver: Receiver;
/** How far the hub's clock is ahead. */
let ahead = 0;
beforeAll(async () => {
  hub = await bootHub('demo', {}, { now: () => new Date(Date.now() + ahead) });
  sql = postgres(hub.databaseUrl, { max: 1, onnotice: () => {} });
  receiver = await new Receiver().listen();
  await allowAddress(await hub.official('pengelola'), '127.0.0.1', receiver.port);
});
afterEach(async () => {
  ahead = 0;
  receiver.status = 204;
  await sql`update webhooks set ended_at = now() where ended_at is null`;
  await sql`update webhook_deliveries set next_at = null`;
});
afterAll(async () => {
  await sql.end();
  await hub[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

const CREATE = `mutation ($url: String!, $events: [WebhookEvent!]!) {
  createWebhook(url: $url, events: $events) { secret webhook { id agency url events createdBy endedAt } } }`;
interface Made {
  readonly secret: string;
  readonly webhook: { readonly id: string; readonly agency: string | null };
}
const ask = (caller: Caller, url: string, events = ['CASE_STEP']) =>
  caller.query<{ createWebhook: Made }>(CREATE, { url, events });
const create = async (user: string, path: string, ...events: string[]): Promise<Made> =>
  dataOf(await ask(await hub.official(user), receiver.url(path), events)).createWebhook;

interface Message extends Record<string, unknown> {
  readonly event: string;
}
/** The messages that have come to a path, each signed with the webhook's secret. */
const told = (path: string, { secret }: Made): Message[] =>
  receiver.take(path).map(({ headers, body }) => {
    const message = JSON.parse(body) as Message & { delivery: string };
    const signature = String(headers['satugraf-signature']);
    expect(verifySignature(secret, body, signature, new Date(Date.now() + ahead))).toBe('VALID');
    expect(verifySignature(secret, `${body} `, signature, new Date(Date.now() + ahead))).toBe('WRONG');
    expect([headers['satugraf-event'], headers['satugraf-delivery']]).toEqual([
      message.event,
      message.delivery,
    ]);
    const { delivery: _, at, ...rest } = message;
    expect(at).toMatch(/^\d{4}-\d\d-\d\dT/);
    return rest;
  });

interface Listed {
  readonly id: string;
  readonly agency: string | null;
  readonly deliveries: readonly { readonly event: string; readonly failure: string | null }[];
}
const list = async (caller: Caller): Promise<Listed[]> =>
  dataOf(
    await caller.query<{ webhooks: Listed[] }>(
      '{ webhooks { id agency deliveries(first: 5) { event failure attempts nextAt deliveredAt } } }',
    ),
  ).webhooks;

describe('a webhook', () => {
  test('is made by producers for their agency and by ADMIN for the hub, and by nobody else', async () => {
    const made = await each(hub, async (caller) => {
      const answer = await ask(caller, receiver.url());
      return answer.data?.createWebhook ? answer.data.createWebhook.webhook.agency : codeOf(answer);
    });
    expect(made).toEqual(
      but<string | null>('FORBIDDEN', {
        anonymous: 'GRAPHQL_VALIDATION_FAILED',
        'producer of dinkes': 'dinkes',
        'producer of dispendik': 'dispendik',
        admin: null,
      }),
    );
    const listed = await each(hub, async (caller) => {
      const answer = await caller.query<{ webhooks: Listed[] | null }>('{ webhooks { agency } }');
      return answer.data?.webhooks?.map(({ agency }) => agency) ?? codeOf(answer);
    });
    expect(listed).toEqual(
      but<unknown>('FORBIDDEN', {
        anonymous: 'GRAPHQL_VALIDATION_FAILED',
        'publish key of dinkes': ['dinkes'],
        'producer of dinkes': ['dinkes'],
        'producer of dispendik': ['dispendik'],
        admin: expect.arrayContaining([null, 'dinkes', 'dispendik']),
      }),
    );
  });

  test('is ended and tested by its own agency and ADMIN; to others it is not there', async () => {
    const { webhook } = await create('produsen.dinkes', '/uji', 'LAUNCH');
    const change = (caller: Caller, what: string) =>
      caller.query<Record<string, unknown>>(`mutation ($id: ID!) { ${what}Webhook(id: $id) { id } }`, {
        id: webhook.id,
      });
    for (const what of ['test', 'end']) {
      const codes = await each(hub, async (caller, name) =>
        ['producer of dinkes', 'admin'].includes(name) ? '' : codeOf(await change(caller, what)),
      );
      expect(codes).toEqual(
        but('FORBIDDEN', {
          anonymous: 'GRAPHQL_VALIDATION_FAILED',
          'producer of dispendik': 'NOT_FOUND',
          'producer of dinkes': '',
          admin: '',
        }),
      );
    }
    expect(receiver.take('/uji')).toEqual([]);
    const admin = await hub.official('pengelola');
    expect(codeOf(await change(admin, 'test'))).toBe('OK');
    expect(codeOf(await change(await hub.official('produsen.dinkes'), 'end'))).toBe('OK');
    expect(codeOf(await change(admin, 'test'))).toBe('NOT_FOUND');
    expect(receiver.take('/uji')).toHaveLength(1);
  });

  test('shows its secret once, and keeps it sealed', async () => {
    const { secret, webhook } = await create('produsen.dinkes', '/rahasia', 'LAUNCH');
    expect(secret).toMatch(/^whs_[\w-]{43}$/);
    const rows = await sql`select w::text as row from webhooks w`;
    expect(rows.some(({ row }) => String(row).includes(webhook.id))).toBe(true);
    for (const { row } of rows) expect(row).not.toContain(secret.slice(4));
    const type = await hub
      .key()
      .query<{ __type: { fields: { name: string }[] } }>('{ __type(name: "Webhook") { fields { name } } }');
    expect(dataOf(type).__type.fields.map(({ name }) => name)).not.toContain('secret');
  });

  test.each([
    ['no URL', 'kabar'],
    ['another protocol', 'ftp://data.go.id/x'],
    ['an account', 'https://a:b@data.go.id/x'],
    ['a fragment', 'https://data.go.id/x#y'],
    ['https without a name', 'https://10.1.2.3/x'],
    ['a host that is none', 'https://a_.-b/x'],
    ['a very long one', `https://data.go.id/${'x'.repeat(500)}`],
  ])('is refused with %s for its address', async (_, url) => {
    expect(codeOf(await ask(await hub.official('produsen.dinkes'), url))).toBe('BAD_USER_INPUT');
  });

  test('needs an event, and there are at most twenty of an agency', async () => {
    const producer = await hub.official('produsen.dinsos');
    expect(codeOf(await ask(producer, receiver.url(), []))).toBe('BAD_USER_INPUT');
    const codes = await Promise.all(
      Array.from({ length: 22 }, async () => codeOf(await ask(producer, receiver.url()))),
    );
    expect(codes.sort()).toEqual([...Array(2).fill('LIMIT_EXCEEDED'), ...Array(20).fill('OK')]);
  });
});

describe('what is told', () => {
  test('of a case: whole to its agency, number and steps to the hub, nothing to others; once, by two hubs', async () => {
    const own = await create('produsen.dinkes', '/dinkes', 'CASE_STEP');
    const others = await create('produsen.dispendik', '/dispendik', 'CASE_STEP');
    const all = await create('pengelola', '/hub', 'CASE_STEP');
    const unasked = await create('pengelola', '/lain', 'LAUNCH', 'DRIFT');
    const producer = await hub.official('produsen.dinkes');
    let stage = await draft(producer, 'Permohonan kabar');
    await hub.hub.deliver();
    expect(receiver.received).toEqual([]);
    stage = await act(producer, 'submitCase', stage);
    const other = await createHub(testConfig(hub.databaseUrl), hub.databaseUrl);
    await Promise.all([hub.hub.deliver(), other.deliver(), hub.hub.deliver(), other.deliver()]);
    await other[Symbol.asyncDispose]();
    const submitted = {
      event: 'CASE_STEP',
      case: stage.number,
      from: 'SUBMIT',
      to: 'SUBMIT',
      action: 'SUBMIT',
    };
    const whole = { title: 'Permohonan kabar', agency: 'dinkes' };
    expect([told('/dinkes', own), told('/hub', all)]).toEqual([[{ ...submitted, ...whole }], []]);
    const head = await hub.official('kepala.dinas');
    stage = await act(head, 'returnCase', stage, { reason: 'Rahasia-9481' });
    stage = await act(producer, 'submitCase', stage);
    await act(head, 'issueDisposition', stage, { disposition: 'Rahasia-9481' });
    await hub.hub.deliver();
    const actions = told('/dinkes', own).map(({ action, to }) => [action, to]);
    expect(actions).toEqual([
      ['RETURN', 'SUBMIT'],
      ['SUBMIT', 'SUBMIT'],
      ['ISSUE_DISPOSITION', 'HAND_OVER'],
    ]);
    const moved = { event: 'CASE_STEP', case: stage.number, from: 'SUBMIT', to: 'HAND_OVER' };
    expect(told('/hub', all)).toEqual([moved]);
    expect([told('/dispendik', others), told('/lain', unasked)]).toEqual([[], []]);
    const rows = await sql`select d::text as row from webhook_deliveries d`;
    for (const { row } of rows) expect(row).not.toContain('Rahasia-9481');
  });

  test('of a launch: to an agency what is its own, to the hub all of it, and never why one has failed', async () => {
    const own = await create('produsen.dinkes', '/dinkes', 'LAUNCH');
    const others = await create('produsen.dispendik', '/dispendik', 'LAUNCH');
    const all = await create('pengelola', '/hub', 'LAUNCH');
    const { field } = await handOver(hub, 'kabar', [{ name: 'nilai', type: 'TEXT' }]);
    await hub.hub.deliver();
    const live = {
      event: 'LAUNCH',
      outcome: 'LIVE',
      findings: 0,
      launch: expect.any(String),
      changed: [field],
    };
    expect(told('/dinkes', own)).toEqual([live]);
    expect(told('/hub', all)).toEqual([{ ...live, supergraph: expect.any(String) }]);
    await sql`
      insert into launches (supergraph_id, members, errors, findings)
      select null, members || jsonb_build_object(${field}::text, 99, 'dinsos_bantuanPangan', 98),
        '["Rahasia-5512"]', jsonb_build_array(jsonb_build_object('subgraph', ${field}::text),
          jsonb_build_object('subgraph', 'dinsos_bantuanPangan'))
      from launches order by id desc limit 1`;
    await hub.hub.deliver();
    const failed = { ...live, outcome: 'FAILED', findings: 1 };
    expect(told('/dinkes', own)).toEqual([failed]);
    const changed = [field, 'dinsos_bantuanPangan'];
    expect(told('/hub', all)).toEqual([{ ...failed, changed, findings: 2, supergraph: null }]);
    expect(told('/dispendik', others)).toEqual([]);
    await sql`delete from launches where errors::text like '%Rahasia-5512%'`;
  }, 90_000);

  test('of a drift: that it began and that it is over, to its agency and the hub', async () => {
    const own = await create('produsen.dinkes', '/dinkes', 'DRIFT');
    const others = await create('produsen.dispendik', '/dispendik', 'DRIFT');
    const all = await create('pengelola', '/hub', 'DRIFT');
    await sql`
      insert into subgraphs (name, kind, agency, quarantine, quarantined_at)
      values ('dinkes_jauh', 'REMOTE', 'dinkes', 'SDL lain.', now() + interval '1 second')`;
    await hub.hub.deliver();
    await hub.hub.deliver();
    const began = { event: 'DRIFT', subgraph: 'dinkes_jauh', state: 'QUARANTINED', reason: 'SDL lain.' };
    expect([told('/dinkes', own), told('/hub', all)]).toEqual([[began], [began]]);
    const late = await create('produsen.dinkes', '/terlambat', 'DRIFT');
    await sql`update subgraphs set quarantine = null, quarantined_at = null where name = 'dinkes_jauh'`;
    await hub.hub.deliver();
    await hub.hub.deliver();
    const over = { ...began, state: 'HEALED', reason: null, since: expect.any(String) };
    expect([told('/dinkes', own), told('/hub', all)]).toEqual([[over], [over]]);
    expect([told('/dispendik', others), told('/terlambat', late)]).toEqual([[], []]);
    await sql`delete from subgraphs where name = 'dinkes_jauh'`;
  });
});

describe('a delivery', () => {
  const last = async () => {
    const [row] = await sql<
      { attempts: number; failure: string | null; minutes: number | null; delivered: boolean }[]
    >`select attempts, failure, delivered_at is not null as delivered,
        round(extract(epoch from next_at - ${new Date(Date.now() + ahead)}) / 60)::int as minutes
      from webhook_deliveries order by id desc limit 1`;
    return row;
  };

  test('that fails is tried again after 1, 5, 30 minutes, 2 and 12 hours, then given up', async () => {
    const hook = await create('produsen.dinkes', '/gagal', 'CASE_STEP');
    const producer = await hub.official('produsen.dinkes');
    await act(producer, 'submitCase', await draft(producer, 'Gagal'));
    receiver.status = 500;
    for (const [attempts, minutes] of [
      [1, 1],
      [2, 5],
      [3, 30],
      [4, 120],
      [5, 720],
      [6, null],
    ] as const) {
      await hub.hub.deliver();
      expect(await last()).toEqual({ attempts, failure: 'HTTP_500', minutes, delivered: false });
      expect(told('/gagal', hook)).toHaveLength(1);
      await hub.hub.deliver();
      expect(receiver.take('/gagal')).toEqual([]);
      ahead += (minutes ?? 10_000) * 60_000 + 1000;
    }
  });

  test('succeeds at a later attempt, under the number that it had', async () => {
    await create('produsen.dinkes', '/nanti', 'CASE_STEP');
    const producer = await hub.official('produsen.dinkes');
    await act(producer, 'submitCase', await draft(producer, 'Nanti'));
    receiver.status = 302;
    await hub.hub.deliver();
    expect(await last()).toMatchObject({ failure: 'HTTP_302', minutes: 1 });
    receiver.status = 200;
    ahead += 61_000;
    await hub.hub.deliver();
    expect(await last()).toEqual({ attempts: 2, failure: null, minutes: null, delivered: true });
    const [first, second] = receiver.take('/nanti').map(({ headers }) => headers['satugraf-delivery']);
    expect(second).toBe(first);
    expect(receiver.received).toEqual([]);
  });

  test('waits for no other webhook that fails, and for one that has ended none is made', async () => {
    await using stranger = await new Receiver().listen();
    const producer = await hub.official('produsen.dinkes');
    const bad = dataOf(await ask(producer, stranger.url())).createWebhook.webhook;
    const good = await create('produsen.dinkes', '/baik', 'CASE_STEP');
    const titles = ['Satu', 'Dua', 'Tiga'];
    for (const title of titles) await act(producer, 'submitCase', await draft(producer, title));
    await hub.hub.deliver();
    expect(told('/baik', good).map(({ title }) => title)).toEqual(titles);
    const attempts = async () => {
      const rows = await sql<{ attempts: number; open: boolean }[]>`
        select attempts, next_at is not null as open from webhook_deliveries where webhook_id = ${bad.id} order by id`;
      return rows.map((row) => [row.attempts, row.open]);
    };
    expect(await attempts()).toEqual([
      [1, true],
      [0, true],
      [0, true],
    ]);
    await producer.query('mutation ($id: ID!) { endWebhook(id: $id) { id } }', { id: bad.id });
    ahead += 3_600_000;
    await hub.hub.deliver();
    expect(await attempts()).toEqual([
      [1, false],
      [0, false],
      [0, false],
    ]);
  });

  test('goes to no address that ADMIN has not allowed, and over TLS to none whose certificate nobody vouches for', async () => {
    await using stranger = await new Receiver().listen();
    await using selfSigned = await new Receiver(true).listen();
    await allowAddress(await hub.official('pengelola'), '127.0.0.1', selfSigned.port);
    await allowAddress(await hub.official('pengelola'), '::1', selfSigned.port);
    const producer = await hub.official('produsen.dinkes');
    for (const url of [stranger.url(), selfSigned.url(), hub.url]) {
      const { webhook } = dataOf(await ask(producer, url)).createWebhook;
      const answer = await producer.query<{ testWebhook: Record<string, unknown> }>(
        'mutation ($id: ID!) { testWebhook(id: $id) { event failure attempts nextAt deliveredAt } }',
        { id: webhook.id },
      );
      expect(dataOf(answer).testWebhook).toEqual({
        event: 'TEST',
        failure: 'OUTBOUND_FAILED',
        attempts: 1,
        nextAt: null,
        deliveredAt: null,
      });
    }
    expect([stranger.received, selfSigned.received]).toEqual([[], []]);
    const listed = await list(producer);
    expect(listed.filter(({ deliveries }) => deliveries[0]?.failure === 'OUTBOUND_FAILED')).toHaveLength(3);
  });
});
