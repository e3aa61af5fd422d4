import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHub } from '../../gateway/hub.js';
import { allowAddress } from '../intake/connections/connecting.js';
import { testConfig } from '../support/config.js';
import { Receiver } from '../webhooks/receiver.js';
import { bootOffice, cancel, decide, type Office, outcome, request, withdraw } from './granting.js';

let office: Office;
let receiver: Receiver;
beforeAll(async () => {
  office = await bootOffice();
  receiver = await new Receiver().listen();
  await allowAddress(await office.hub.official('pengelola'), '127.0.0.1', receiver.port);
});
afterAll(async () => {
  await office[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

const hook = async (user: string, path: string, event = 'GRANT') => {
  const { errors } = await (await office.hub.official(user)).query(
    'mutation ($url: String!, $events: [WebhookEvent!]!) { createWebhook(url: $url, events: $events) { secret } }',
    { url: receiver.url(path), events: [event] },
  );
  expect(errors).toEqual([]);
};
const told = (path: string) =>
  receiver.take(path).map(({ body }) => {
    const { delivery: _, at: __, ...rest } = JSON.parse(body);
    return rest;
  });

test('what becomes of a grant is told to the producer of the dataset, to the agency whose key reads, and to the hub', async () => {
  const { hub, one, day, sql } = office;
  await hook('produsen.dinkes', '/pemilik');
  await hook('produsen.dispendik', '/pembaca');
  await hook('produsen.dinsos', '/lain');
  await hook('pengelola', '/hub');
  await hook('produsen.dinkes', '/tak-diminta', 'CASE_STEP');
  const [reader, owner] = [await hub.official('produsen.dispendik'), await hub.official('produsen.dinkes')];
  const key = await office.newKey('Aplikasi sekolah', 'dispendik', ['read']);
  const second = await createHub(testConfig(hub.databaseUrl), hub.databaseUrl);
  const deliver = () => Promise.all([hub.hub.deliver(), second.deliver(), hub.hub.deliver()]);
  const asked = {
    dataset: one.field,
    until: day(9),
    columns: ['rahasia'],
    key: key.id,
    purpose: 'Maksud-7781 kami',
  };
  const id = (await request(reader, asked)).data?.done?.id ?? '';
  await deliver();
  await deliver();
  const about = (state: string, until = day(9), grant = id) => ({
    event: 'GRANT',
    grant,
    dataset: one.field,
    state,
    until,
  });
  const whole = { columns: ['rahasia'], reader: 'Aplikasi sekolah' };
  const heard = (...states: object[]) => {
    const full = states.map((state) => ({ ...state, ...whole }));
    expect([told('/pemilik'), told('/pembaca'), told('/hub')]).toEqual([full, full, states]);
  };
  heard(about('REQUESTED'));
  expect(outcome(await decide(owner, id, true, { reason: 'Maksud-7781', until: day(5) }))).toBe('OK');
  await deliver();
  heard(about('GRANTED', day(5)));
  expect(outcome(await withdraw(owner, id, 'Maksud-7781'))).toBe('OK');
  const other = (await request(reader, asked)).data?.done?.id ?? '';
  expect(outcome(await cancel(reader, other))).toBe('OK');
  await deliver();
  await deliver();
  heard(about('WITHDRAWN', day(5)), about('REQUESTED', day(9), other), about('CANCELLED', day(9), other));
  const third = (await request(reader, asked)).data?.done?.id ?? '';
  expect(outcome(await decide(owner, third, false, { reason: 'Maksud-7781' }))).toBe('OK');
  await deliver();
  heard(about('REQUESTED', day(9), third), about('REFUSED', day(9), third));
  // An official reads for himself: his agency is not told.
  const own = (await request(reader, { dataset: one.field, until: day(9) })).data?.done?.id ?? '';
  await deliver();
  expect([told('/pembaca'), told('/pemilik').map(({ grant }) => grant)]).toEqual([[], [own]]);
  expect([told('/lain'), told('/tak-diminta')]).toEqual([[], []]);
  for (const { row } of await sql`select d::text as row from webhook_deliveries d`)
    expect(row).not.toContain('Maksud-7781');
  // Deliveries are dropped in time; what they told is not told again.
  await sql`update grants set requested_at = requested_at - interval '31 days', decided_at = decided_at - interval '31 days',
    ended_at = ended_at - interval '31 days'`;
  await sql`update webhooks set created_at = created_at - interval '60 days'`;
  await sql`update settings set value = (value::jsonb || jsonb_build_object('grant',
    (select max(greatest(requested_at, decided_at, ended_at)) from grants)))::text where key = 'webhooks_seen'`;
  await sql`delete from webhook_deliveries`;
  receiver.take('/hub');
  await deliver();
  expect([told('/pemilik'), told('/pembaca'), told('/hub')]).toEqual([[], [], []]);
  await second[Symbol.asyncDispose]();
});
