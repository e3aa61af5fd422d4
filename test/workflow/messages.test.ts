import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { but, each } from '../identity/callers.js';
import { dataOf } from '../intake/onboarding.js';
import { type Answer, bootHub, type Caller, type TestHub } from '../support/hub.js';
import { act, caseOf, draft, lookInto, type Stage, send, stored } from './case-over-http.js';

// A Tuesday, 23:30 in Jakarta.
let at = new Date('2026-02-03T16:30:00Z');
let hub: TestHub;
let producer: Caller;
let team: Caller;
let head: Caller;
let topHead: Caller;
beforeAll(async () => {
  hub = await bootHub('demo', {}, { now: () => at });
  producer = await hub.official('produsen.dinkes');
  team = await hub.official('tim.teknis');
  head = await hub.official('kepala.bidang');
  topHead = await hub.official('kepala.dinas');
});
afterAll(() => hub[Symbol.asyncDispose]());

interface Message {
  readonly id: string;
  readonly author: string;
  readonly role: string;
  readonly actingKind: string | null;
  readonly onBehalfOf: string | null;
  readonly at: string;
  readonly text: string;
  readonly own: boolean;
  readonly unread: boolean;
}
interface Conversation {
  readonly unreadMessages: number | null;
  readonly messages: {
    readonly nodes: readonly Message[];
    readonly totalCount: number;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

const MESSAGE = 'id author role actingKind onBehalfOf at text own unread';

const say = (caller: Caller, number: string, text: string) =>
  caller.query<{ sendCaseMessage: Message }>(
    `mutation ($number: ID!, $text: String!) { sendCaseMessage(number: $number, text: $text) { ${MESSAGE} } }`,
    { number, text },
  );

const hear = (caller: Caller, number: string, page: { first?: number; after?: string | null } = {}) =>
  caller.query<{ case: { dossier: Conversation | null } | null }>(
    `query ($number: ID!, $first: Int, $after: String) { case(number: $number) { dossier {
      unreadMessages
      messages(first: $first, after: $after) { nodes { ${MESSAGE} } totalCount pageInfo { hasNextPage endCursor } }
    } } }`,
    { number, ...page },
  );

const mark = (caller: Caller, number: string, upTo: string) =>
  caller.query<{ markCaseMessagesRead: number }>(
    'mutation ($number: ID!, $upTo: ID!) { markCaseMessagesRead(number: $number, upTo: $upTo) }',
    { number, upTo },
  );

async function heard(caller: Caller, number: string): Promise<Conversation> {
  const { dossier } = dataOf(await hear(caller, number)).case ?? {};
  if (!dossier) throw new Error(`${number} was not read`);
  return dossier;
}

const codeOf = ({ errors }: Pick<Answer, 'errors'>): string => errors[0]?.extensions.code ?? 'done';
const texts = ({ messages }: Conversation): string[] => messages.nodes.map(({ text }) => text);

const submitted = async (title: string): Promise<Stage> =>
  act(producer, 'submitCase', await draft(producer, title));

/** Messages that are there already, past the hub. */
const fill = (number: string, username: string, count: number, on: Date) =>
  lookInto(
    hub,
    (sql) => sql`
      insert into case_messages (case_id, author_id, author_role, text, at)
      select cases.id, accounts.id, 'PRODUCER', 'isi ' || n, ${on}
      from cases, accounts, generate_series(1, ${count}::int) n
      where cases.number = ${number} and accounts.username = ${username}`,
  );

describe('a conversation', () => {
  test('is among those who read the dossier, in person', async () => {
    const { number } = await submitted('Siapa berbicara');
    const nobody = { anonymous: 'GRAPHQL_VALIDATION_FAILED', 'publish key of dinkes': 'FORBIDDEN' } as const;
    const insiders = {
      'producer of dinkes': 'done',
      'technical team': 'done',
      'division head': 'done',
      'department head': 'done',
    } as const;
    const said = await each(hub, async (caller, name) => codeOf(await say(caller, number, `dari ${name}`)));
    expect(said).toEqual(but('CASE_NOT_FOUND', { ...nobody, ...insiders, admin: 'FORBIDDEN' }));
    const read = await each(hub, async (caller) => codeOf(await hear(caller, number)));
    const readers = { ...insiders, 'publish key of dinkes': 'done', admin: 'FORBIDDEN' } as const;
    expect(read).toEqual(but('CASE_NOT_FOUND', { ...nobody, ...readers }));

    const { id } = (await heard(team, number)).messages.nodes[0] ?? { id: '' };
    const marked = await each(hub, async (caller) => codeOf(await mark(caller, number, id)));
    expect(marked).toEqual(but('CASE_NOT_FOUND', { ...nobody, ...insiders, admin: 'FORBIDDEN' }));
    // A key reads, and has read nothing.
    const key = await heard(hub.key('Sistem Dinas Kesehatan'), number);
    expect(key.unreadMessages).toBeNull();
    expect(key.messages.nodes.map(({ own, unread }) => [own, unread])).toEqual(Array(4).fill([false, false]));
  });

  test('is in order, and each message says who, as what, and when', async () => {
    const { number } = await submitted('Urutan');
    const first = dataOf(
      await say(producer, number, '  Satuan kolom jumlah\r\napakah orang?  '),
    ).sendCaseMessage;
    expect(first).toEqual({
      id: expect.stringMatching(/^\d+$/),
      author: 'Produsen Dinas Kesehatan',
      role: 'PRODUCER',
      actingKind: null,
      onBehalfOf: null,
      at: at.toISOString(),
      text: 'Satuan kolom jumlah\napakah orang?',
      own: true,
      unread: false,
    });
    await say(team, number, 'Ya, orang.');
    await say(head, number, '<b>Silakan</b> lanjut.');
    const { messages } = await heard(producer, number);
    expect(messages.nodes.map(({ role, text, own }) => [role, text, own])).toEqual([
      ['PRODUCER', 'Satuan kolom jumlah\napakah orang?', true],
      ['TECHNICAL_TEAM', 'Ya, orang.', false],
      ['DIVISION_HEAD', '<b>Silakan</b> lanjut.', false],
    ]);
    expect(messages.totalCount).toBe(3);

    const page = dataOf(await hear(team, number, { first: 2 })).case?.dossier?.messages;
    expect([page?.nodes.length, page?.totalCount, page?.pageInfo.hasNextPage]).toEqual([2, 3, true]);
    const after = page?.pageInfo.endCursor ?? '';
    const rest = dataOf(await hear(team, number, { after })).case?.dossier?.messages;
    expect(rest?.nodes.map(({ text }) => text)).toEqual(['<b>Silakan</b> lanjut.']);
    expect(rest?.pageInfo.hasNextPage).toBe(false);
    // A cursor is of its own case, and a page has its bounds.
    const other = await submitted('Urutan lain');
    expect(codeOf(await hear(team, other.number, { after }))).toBe('BAD_CURSOR');
    const strange = await hear(team, number, { after: 'x' });
    expect(codeOf(strange)).toBe('BAD_CURSOR');
    // The rest of the dossier is answered all the same.
    expect(strange.data?.case?.dossier).toEqual({ unreadMessages: 2, messages: null });
    expect(codeOf(await hear(team, number, { first: 1001 }))).toBe('LIMIT_EXCEEDED');
  });

  test('counts for each what others have said and he has not marked as read', async () => {
    const { number } = await submitted('Belum dibaca');
    const unread = async (caller: Caller) => (await heard(caller, number)).unreadMessages;
    const ids: string[] = [];
    for (const [caller, text] of [
      [producer, 'satu'],
      [team, 'dua'],
      [producer, 'tiga'],
    ] as const)
      ids.push(dataOf(await say(caller, number, text)).sendCaseMessage.id);
    expect([await unread(producer), await unread(team), await unread(head)]).toEqual([1, 2, 3]);
    expect((await heard(team, number)).messages.nodes.map((one) => one.unread)).toEqual([true, false, true]);
    const [one = '', , three = ''] = ids;
    expect(dataOf(await mark(team, number, one)).markCaseMessagesRead).toBe(1);
    expect(dataOf(await mark(team, number, three)).markCaseMessagesRead).toBe(0);
    // What was read stays read.
    expect(dataOf(await mark(team, number, one)).markCaseMessagesRead).toBe(0);
    expect([await unread(producer), await unread(team), await unread(head)]).toEqual([1, 0, 3]);

    const listed = await team.query<{ cases: { number: string; dossier: Conversation }[] }>(
      '{ cases { number dossier { unreadMessages } } }',
    );
    const counts = new Map(dataOf(listed).cases.map((one) => [one.number, one.dossier.unreadMessages]));
    expect(counts.get(number)).toBe(0);
    await say(producer, number, 'empat');
    expect(await unread(team)).toBe(1);

    // No message is marked that is not of this case.
    const other = await submitted('Lain');
    const strange = dataOf(await say(team, other.number, 'di sana')).sendCaseMessage.id;
    for (const upTo of [strange, '0', '-1', '1e3', 'x', '9'.repeat(30)])
      expect([upTo, codeOf(await mark(team, number, upTo))]).toEqual([upTo, 'NOT_FOUND']);
  });

  test('of a draft is read by the other side once it is submitted', async () => {
    const stage = await draft(producer, 'Draf');
    await say(producer, stage.number, 'catatan kami');
    expect(codeOf(await say(team, stage.number, 'x'))).toBe('CASE_NOT_FOUND');
    const sent = await act(producer, 'submitCase', stage);
    expect(texts(await heard(team, stage.number))).toEqual(['catatan kami']);
    await say(topHead, stage.number, 'Mohon dilengkapi.');
    await act(topHead, 'returnCase', sent);
    expect(codeOf(await hear(topHead, stage.number))).toBe('CASE_NOT_FOUND');
    await say(producer, stage.number, 'Akan kami lengkapi.');
    expect(texts(await heard(producer, stage.number))).toHaveLength(3);
  });

  test('moves nothing of the case, and the audit has it without its words', async () => {
    const { number } = await submitted('Tanpa akibat');
    const before = await stored(hub, number);
    await say(team, number, 'rahasia-percakapan');
    await say(producer, number, 'rahasia-percakapan');
    expect(await stored(hub, number)).toBe(before);
    const audited = await lookInto(
      hub,
      (sql) => sql`select subject, outcome, facts::text from audit_entries
        where action = 'Mutation.sendCaseMessage' and subject = ${number}`,
    );
    expect(audited.map(({ outcome }) => outcome)).toEqual(['OK', 'OK']);
    expect(JSON.stringify(audited)).not.toContain('rahasia');
    const held = await lookInto(
      hub,
      (sql) => sql`select from audit_entries where audit_entries::text like '%rahasia-percakapan%'`,
    );
    expect(held).toHaveLength(0);
  });
});

test('an official who acts for another speaks for him where he has no own role in it', async () => {
  const { number } = await submitted('Pelaksana harian');
  const appoint = (acting: string) =>
    lookInto(
      hub,
      (sql) => sql`
        insert into acting_appointments
          (kind, role, replaced_id, acting_id, from_date, to_date, reason, appointed_by, appointed_at)
        select 'PLH', 'DIVISION_HEAD', replaced.id, acting.id, '2026-02-01', '2026-02-28', 'cuti', replaced.id, ${at}
        from accounts replaced, accounts acting
        where replaced.username = 'kepala.bidang' and acting.username = ${acting}`,
    );
  await appoint('pengelola');
  await appoint('tim.teknis');
  const acting = dataOf(await say(await hub.official('pengelola'), number, 'Atas nama.')).sendCaseMessage;
  expect(acting).toMatchObject({
    author: 'Pengelola',
    role: 'DIVISION_HEAD',
    actingKind: 'PLH',
    onBehalfOf: 'Kepala Bidang E-Government',
  });
  const own = dataOf(await say(team, number, 'Sendiri.')).sendCaseMessage;
  expect(own).toMatchObject({ role: 'TECHNICAL_TEAM', actingKind: null, onBehalfOf: null });
  expect(
    (await heard(producer, number)).messages.nodes.map(({ role, onBehalfOf }) => [role, onBehalfOf]),
  ).toEqual([
    ['DIVISION_HEAD', 'Kepala Bidang E-Government'],
    ['TECHNICAL_TEAM', null],
  ]);
  await lookInto(hub, (sql) => sql`delete from acting_appointments`);
});

describe('there is room for', () => {
  test.each([
    ['nothing', 'BAD_USER_INPUT', ''],
    ['blanks alone', 'BAD_USER_INPUT', ' \n\t '],
    ['2,001 characters', 'BAD_USER_INPUT', 'x'.repeat(2001)],
    ['2,000 characters and blanks around them', 'done', ` ${'x'.repeat(2000)} `],
    ['a NUL', 'BAD_USER_INPUT', 'a\0b'],
    ['half a surrogate pair', 'BAD_USER_INPUT', 'a\ud800b'],
    ['signs of all kinds', 'done', '👍 ﷽ \u202eabc'],
  ])('%s: %s', async (_, code, text) => {
    const { number } = await caseOf(hub, 'dispendik_sekolahDasar');
    expect(codeOf(await say(team, number, text))).toBe(code);
  });

  test('a hundred messages of one author on one day', async () => {
    const { number } = await submitted('Sehari');
    await fill(number, 'produsen.dinkes', 99, at);
    expect(codeOf(await say(producer, number, 'yang keseratus'))).toBe('done');
    const refused = await say(producer, number, 'satu lagi');
    expect(refused.errors[0]?.extensions).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      limit: 'caseMessagesToday',
      max: 100,
      nextActor: 'CALLER',
    });
    expect(codeOf(await say(team, number, 'kami masih dapat'))).toBe('done');
    // The day in Jakarta ends at 17:00 UTC.
    at = new Date('2026-02-03T17:00:00Z');
    expect(codeOf(await say(producer, number, 'hari berikutnya'))).toBe('done');
  });

  test('a thousand on one case, however many are sent at once', async () => {
    const { number } = await submitted('Seribu');
    await fill(number, 'produsen.dinkes', 998, new Date('2026-01-05T03:00:00Z'));
    const sent = await Promise.all(Array.from({ length: 8 }, (_, n) => say(team, number, `sekaligus ${n}`)));
    expect(sent.map(codeOf).sort()).toEqual([...Array(6).fill('LIMIT_EXCEEDED'), 'done', 'done']);
    const whole = dataOf(await hear(team, number, { first: 1000 })).case?.dossier?.messages;
    expect([whole?.nodes.length, whole?.totalCount, whole?.pageInfo.hasNextPage]).toEqual([
      1000,
      1000,
      false,
    ]);
  });
});

test('a case that has ended is read, and not added to', async () => {
  const cancelled = await submitted('Dibatalkan');
  await say(team, cancelled.number, 'Apakah dilanjutkan?');
  await act(producer, 'cancelCase', cancelled);
  const refusedCase = await submitted('Ditolak');
  await send(topHead, 'refuseCase', refusedCase);
  const { number: closed } = await caseOf(hub, 'dinkes_tenagaKesehatan');
  for (const number of [cancelled.number, refusedCase.number, closed])
    for (const caller of [producer, team]) {
      const { status, errors } = await say(caller, number, 'masih ada');
      expect([number, status, errors[0]?.extensions]).toEqual([
        number,
        409,
        expect.objectContaining({
          code: 'CASE_ENDED',
          nextActor: 'PRODUCER',
          messages: {
            id: expect.stringContaining('sudah berakhir'),
            en: expect.stringContaining('has ended'),
          },
        }),
      ]);
    }
  const { messages, unreadMessages } = await heard(producer, cancelled.number);
  expect([messages.totalCount, unreadMessages]).toEqual([1, 1]);
  expect(
    dataOf(await mark(producer, cancelled.number, messages.nodes[0]?.id ?? '')).markCaseMessagesRead,
  ).toBe(0);
});
