import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectedVerdict, LINES } from '../exposure/table.js';
import { type AnyCaller, bootTwoTables, everyCaller, type TwoTables } from '../exposure/two-tables.js';
import type { Caller } from '../support/hub.js';

let tables: TwoTables;
let callers: readonly AnyCaller[];
beforeAll(async () => {
  tables = await bootTwoTables();
  callers = await everyCaller(tables.hub);
});
afterAll(() => tables[Symbol.asyncDispose]());

async function get(caller: Caller, path: string) {
  const { status, bytes } = await caller.download(path);
  const text = new TextDecoder().decode(bytes);
  const code = status === 200 ? 'VALUES' : (JSON.parse(text).errors[0].extensions.code as string);
  return { status, text, code };
}

const query = (parameters: Readonly<Record<string, unknown>>) =>
  new URLSearchParams(
    Object.entries(parameters).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  ).toString();

/** Places where an export can use a column; `stranger` is a name that was never there. */
const uses = (column: string) => [
  query({ columns: `tetap,${column}` }),
  query({ columns: 'tetap', where: { [column]: { startsWith: 'm' } } }),
  query({ columns: 'tetap', where: { or: [{ not: { [column]: { isNull: true } } }] } }),
  query({ columns: 'tetap', orderBy: [{ tetap: 'ASC' }, { [column]: 'DESC' }] }),
];

const COMPOSED = LINES.filter(({ status, accessClass }) => status !== 'DECLINED' && accessClass !== 'CLOSED');

test.each(
  COMPOSED.flatMap((line) => [false, true].map((released) => ({ ...line, released }))),
)('$status, $accessClass, released: $released: an export gives what the graph gives', async (line) => {
  const { released, status, accessClass } = line;
  await tables.become({ status, accessClass, released });
  const { field } = tables.satu;
  for (const { name, standing, caller } of callers) {
    // The flag is about the public alone.
    if (released && standing !== 'ANONYMOUS') continue;
    const verdict = expectedVerdict(line, standing, released);
    const whole = await get(caller, `/exports/${field}.ndjson`);
    const asked = await Promise.all(uses('isian').map((one) => get(caller, `/exports/${field}.csv?${one}`)));
    const found = { name, whole: whole.status, asked: asked.map(({ code }) => code) };
    const seen = tables.markers.satu.some((one) => whole.text.includes(one));
    if (standing === 'ANONYMOUS' && !released) {
      expect(found).toEqual({ name, whole: 404, asked: Array(4).fill('NOT_FOUND') });
      continue;
    }
    // A name that does not exist for the caller is answered letter by letter as one that was never there.
    const code = verdict === 'ABSENT' ? 'BAD_USER_INPUT' : verdict;
    expect({ ...found, seen }).toEqual({
      name,
      whole: 200,
      asked: Array(4).fill(code),
      seen: verdict === 'VALUES',
    });
    expect(asked.some(({ text }) => tables.markers.satu.some((one) => text.includes(one)))).toBe(
      verdict === 'VALUES',
    );
    if (verdict !== 'ABSENT') continue;
    const strangers = await Promise.all(
      uses('isiax').map((one) => get(caller, `/exports/${field}.csv?${one}`)),
    );
    expect(asked.map(({ text }) => text)).toEqual(
      strangers.map(({ text }) => text.replaceAll('isiax', 'isian')),
    );
  }
});

test('a dataset of which nothing may be read answers with its code, and to the public as any unknown path', async () => {
  await tables.become({ status: 'AGREED', accessClass: 'OPEN', released: true }, true);
  const consumer = tables.hub.key();
  const { field } = tables.satu;
  expect(await get(consumer, `/exports/${field}.csv`)).toMatchObject({
    status: 403,
    code: 'FIELD_NOT_DELIVERED',
  });
  const answers = await Promise.all(
    [`/exports/${field}.csv`, '/exports/dinkes_tidakAda.csv', '/exports/x.pdf', '/acak/dinkes_x.csv'].map(
      async (path) => {
        const { status, headers, bytes } = await tables.hub.anonymous.download(path);
        const names = [...headers.keys()].filter((name) => name !== 'x-request-id');
        return { status, names, text: new TextDecoder().decode(bytes).replaceAll(path, 'PATH') };
      },
    ),
  );
  expect(answers[0]).toMatchObject({ status: 404, text: expect.stringContaining('Not found: PATH.') });
  for (const answer of answers) expect(answer).toEqual(answers[0]);
});

test('a column that is in no graph is unknown to everybody', async () => {
  await tables.become({ status: 'CONFIRMED', accessClass: 'CLOSED', released: true });
  const { field } = tables.satu;
  for (const { caller } of callers) {
    const ask = async (name: string) =>
      Promise.all(uses(name).map((one) => get(caller, `/exports/${field}.csv?${one}`)));
    const [closed, strangers] = [await ask('isian'), await ask('isiax')];
    expect(closed.map(({ code }) => code)).toEqual(Array(4).fill('BAD_USER_INPUT'));
    expect(closed.map(({ text }) => text)).toEqual(
      strangers.map(({ text }) => text.replaceAll('isiax', 'isian')),
    );
  }
});
