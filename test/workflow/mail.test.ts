import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bootHub, type TestHub } from '../support/hub.js';
import { act, draft, lookInto, type Stage } from './case-over-http.js';

interface Received {
  readonly to: string;
  readonly subject: string;
}

// A Monday; the disposition is due at the end of Tuesday.
let at = new Date('2026-02-02T03:00:00Z');
let refusing = false;
const received: Received[] = [];
const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onRcptTo: (_address, _session, done) => done(refusing ? new Error('kotak surat penuh') : null),
  onData(stream, session, done) {
    let text = '';
    stream.on('data', (part: Buffer) => {
      text += part.toString();
    });
    stream.on('end', () => {
      const subject = /^Subject: (.*)$/m.exec(text)?.[1]?.trim() ?? '';
      for (const { address } of session.envelope.rcptTo) received.push({ to: address, subject });
      done();
    });
  },
});

let hub: TestHub;
let stage: Stage;

beforeAll(async () => {
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
  const { port } = smtp.server.address() as { port: number };
  hub = await bootHub(
    'demo',
    { HUB_SMTP_URL: `smtp://127.0.0.1:${port}`, HUB_MAIL_FROM: 'satugraf@contoh.id' },
    { now: () => at },
  );
  // The demo's own cases are of another day: they are over for this test.
  await lookInto(hub, async (sql) => {
    await sql`update case_steps set completed_at = opened_at where completed_at is null`;
    await sql`update accounts set email = username || '@contoh.id'`;
  });
});
afterAll(async () => {
  await hub[Symbol.asyncDispose]();
  await new Promise<void>((resolve) => smtp.close(() => resolve()));
});

/** Looks after deadlines, and gives the letters that this has sent. */
async function letters(): Promise<string[]> {
  received.length = 0;
  await hub.hub.oversee();
  return received.map(({ to, subject }) => `${to}: ${subject}`).sort();
}

test('whoever a step waits on is told once', async () => {
  const producer = await hub.official('produsen.dinkes');
  stage = await act(producer, 'submitCase', await draft(producer, 'Permohonan dengan surat'));
  expect(await letters()).toEqual([
    `kepala.dinas@contoh.id: [SatuGraf] Permohonan ${stage.number} menunggu Anda`,
    // One working day before the due date is today.
    `kepala.dinas@contoh.id: [SatuGraf] Permohonan ${stage.number} segera jatuh tempo`,
  ]);
  expect(await letters()).toEqual([]);
});

test('past its due date the step is brought to the superior too', async () => {
  at = new Date('2026-02-03T16:59:00Z');
  expect(await letters()).toEqual([]);
  at = new Date('2026-02-03T17:01:00Z');
  expect(await letters()).toEqual([
    `kepala.dinas@contoh.id: [SatuGraf] Permohonan ${stage.number} melewati tenggat`,
  ]);
});

test('a mail that fails fails no transition, and is tried again', async () => {
  refusing = true;
  stage = await act(await hub.official('kepala.dinas'), 'issueDisposition', stage);
  expect(await letters()).toEqual([]);
  const failed = () =>
    lookInto(
      hub,
      (sql) => sql`select tries, error, sent_at from mails where step = 'HAND_OVER' and kind = 'OPENED'`,
    );
  expect(await failed()).toMatchObject([{ tries: 1, sent_at: null }]);
  expect(String((await failed())[0]?.['error'])).toMatch(/kotak surat penuh/);
  refusing = false;
  // Not at once: the server is given a while.
  expect(await letters()).toEqual([]);
  at = new Date(at.getTime() + 120_000);
  expect(await letters()).toContain(
    `produsen.dinkes@contoh.id: [SatuGraf] Permohonan ${stage.number} menunggu Anda`,
  );
});

test('without a mail server nothing is queued', async () => {
  await using other = await bootHub('demo', {}, { now: () => at });
  await other.hub.oversee();
  expect(await lookInto(other, (sql) => sql`select count(*)::int as n from mails`)).toEqual([{ n: 0 }]);
});
