import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { but, each } from '../identity/callers.js';
import { type Answer, bootHub, type Caller, type TestHub } from '../support/hub.js';
import {
  askAnswer,
  askImport,
  FIRST,
  type Given,
  IMPORT,
  type Imported,
  Importing,
  ids,
  type Override,
  upload,
} from './importing.js';
import { dataOf } from './onboarding.js';

let hub: TestHub;
let dinkes: Caller;
let producer: Importing;
beforeAll(async () => {
  hub = await bootHub('demo');
  dinkes = await hub.official('produsen.dinkes');
  producer = new Importing(hub, dinkes);
});
afterAll(() => hub[Symbol.asyncDispose]());

describe('who may', () => {
  const WHO = { 'publish key of dinkes': 'OK', 'producer of dinkes': 'OK' };
  const codeOf = ({ errors }: Answer): string => errors[0]?.extensions.code ?? 'OK';

  test('only the producer of the agency imports, and sees what it has imported', async () => {
    const id = await upload(dinkes, FIRST);
    const { id: imported } = dataOf(await askImport(dinkes, id)).importFile;
    expect(await each(hub, async (caller) => codeOf(await askImport(caller, id)))).toEqual(
      but('FORBIDDEN', {
        ...WHO,
        'producer of dispendik': 'NOT_FOUND',
        anonymous: 'GRAPHQL_VALIDATION_FAILED',
      }),
    );
    expect(await each(hub, async (caller) => codeOf(await askAnswer(caller, imported, {})))).toEqual(
      but('FORBIDDEN', {
        ...WHO,
        'producer of dispendik': 'NOT_FOUND',
        anonymous: 'GRAPHQL_VALIDATION_FAILED',
      }),
    );
    const one = 'query ($id: ID!) { import(id: $id) { id } }';
    expect(await each(hub, async (caller) => codeOf(await caller.query(one, { id: imported })))).toEqual(
      but('FORBIDDEN', {
        ...WHO,
        'producer of dispendik': 'NOT_FOUND',
        anonymous: 'GRAPHQL_VALIDATION_FAILED',
      }),
    );
    const listed = await each(hub, async (caller) => {
      const all = await caller.query<{ imports: { id: string }[] }>('{ imports { id } }');
      return all.data?.imports?.some((each) => each.id === imported) ?? codeOf(all);
    });
    expect(listed).toEqual(
      but('FORBIDDEN', {
        'publish key of dinkes': true,
        'producer of dinkes': true,
        'producer of dispendik': false,
        anonymous: 'GRAPHQL_VALIDATION_FAILED',
      } as never),
    );
  });

  test("another agency's dataset cannot be imported into, nor another's import loaded", async () => {
    const dispendik = await hub.official('produsen.dispendik');
    const own = await upload(dispendik, FIRST);
    expect(codeOf(await askImport(dispendik, own, 'dinkes_tenagaKesehatan'))).toBe('FORBIDDEN');
    expect(codeOf(await askImport(dispendik, own, 'dinkes_tiada'))).toBe('NOT_FOUND');
    const { id } = dataOf(await askImport(dispendik, own)).importFile;
    expect(codeOf(await producer.askLoad('dinkes_tenagaKesehatan', { import: id }))).toBe('NOT_FOUND');
    expect(codeOf(await producer.askLoad('dinkes_tenagaKesehatan', { upload: own }))).toBe('NOT_FOUND');
  });
});

describe('bad input', () => {
  const codeOf = ({ status, errors, text }: Answer): string =>
    status >= 500 ? text : (errors[0]?.extensions.code ?? 'OK');

  test('unknown uploads, imports, questions, options and columns are refused in words', async () => {
    const uuid = '00000000-0000-4000-8000-000000000000';
    for (const id of ['', 'x', uuid, "'; drop table imports; --", '\0', 'x'.repeat(100_000)]) {
      expect(codeOf(await askImport(dinkes, id))).toBe('NOT_FOUND');
      expect(codeOf(await askAnswer(dinkes, id, {}))).toBe('NOT_FOUND');
    }
    const { id } = await producer.importOf(FIRST);
    const bad: [Given, Override[]][] = [
      [{ 'REGION:WITHIN': 'somewhere' }, []],
      [{ 'REGION:WITHIN': '' }, []],
      [{ nobody: 'asked' }, []],
      [{ constructor: 'x' }, []],
      [{ ['x'.repeat(500_000)]: 'x' }, []],
      [{}, [{ column: 'tiada', omit: true }]],
      [{}, [{ column: 'jumlah', type: 'DECIMAL', decimal: ';' }]],
      [{}, [{ column: 'jumlah', type: 'DECIMAL', decimal: ',', thousands: ',' }]],
      [{}, [{ column: 'catatan', type: 'BOOLEAN', yes: 'baik', no: 'BAIK ' }]],
      [{}, [{ column: 'jumlah', type: 'DECIMAL', missing: Array(101).fill('-') }]],
      [{}, [{ column: 'jumlah', type: 'DECIMAL', missing: ['-'.repeat(3000)] }]],
    ];
    for (const [answers, overrides] of bad) {
      const refused = await askAnswer(dinkes, id, answers, overrides);
      expect([codeOf(refused), Object.keys(answers)[0]?.slice(0, 20), overrides]).toEqual([
        'BAD_USER_INPUT',
        Object.keys(answers)[0]?.slice(0, 20),
        overrides,
      ]);
      expect(refused.errors[0]?.message.length).toBeLessThan(1000);
    }
    const many = Object.fromEntries(Array.from({ length: 2100 }, (_, at) => [`q${at}`, 'x']));
    expect(codeOf(await askAnswer(dinkes, id, many))).toMatch(/BAD_USER_INPUT|QUERY_TOO/);
    const after = dataOf(
      await dinkes.query<{ import: Imported }>(`query ($id: ID!) { import(id: $id) ${IMPORT} }`, { id }),
    ).import;
    expect(ids(after)).toEqual(ids(await producer.importOf(FIRST)));
  });

  test.each([
    [
      'headers that a JavaScript object has',
      '__proto__,constructor,toString,jumlah\na,b,c,1\nd,e,f,2\n',
      'x.csv',
    ],
    ['twice the same header', 'nilai,nama,nilai\n1,a,2\n3,b,4\n', 'x.csv'],
    ['tabs and lines in headers', '"na\tma","ni\nlai"\na,1\nb,2\n', 'x.csv'],
    ['signs alone', '%,#,"("\na,1,x\nb,2,y\n', 'x.csv'],
    [
      'a NUL and half a pair of surrogates',
      '[{"na\\u0000ma":"a\\u0000b","ke\\ud800":1},{"na\\u0000ma":"c","ke\\ud800":2}]',
      'x.json',
    ],
    [
      'a name of a region with both',
      '[{"kecamatan":"Purwo\\u0000\\ud800dadi","n":1},{"kecamatan":"Tutur","n":2}]',
      'x.json',
    ],
    [
      'a long header and a long cell',
      `[{"${'kolom'.repeat(1000)}":"${'isi '.repeat(20_000)}","kecamatan":"${'Tosari '.repeat(5_000)}"},{"kecamatan":"Tutur"}]`,
      'x.json',
    ],
    ['a header of 200 bytes with dots and quotes', `"${'a.""b""'.repeat(20)}",b\n1,2\n3,4\n`, 'x.csv'],
  ])('%s: is understood, stored, shown and handed over', async (_name, file, filename) => {
    let seen = await producer.importOf(file, undefined, filename);
    for (let round = 0; round < 5 && !seen.ready; round++) {
      const answers = Object.fromEntries(
        seen.questions.map(({ id, proposed, options }) => [id, proposed ?? options[0]?.value ?? '']),
      );
      const answered = await askAnswer(dinkes, seen.id, answers);
      seen = dataOf(answered).answerImport;
    }
    expect(ids(seen)).toEqual([]);
    expect(seen.graph).not.toBeNull();
    expect(JSON.stringify(seen).length).toBeLessThan(200_000);
    const labels = seen.proposal?.columns.map(({ label }) => label) ?? [];
    expect(labels.length).toBeGreaterThanOrEqual(seen.columns.length);
    const field = await producer.handedOver(seen);
    const loaded = await producer.askLoad(field, { import: seen.id });
    // A broken character is no value that could be stored.
    expect(codeOf(loaded)).toBe(/\\u0000[^"]*"[,}]/.test(file) ? 'LOAD_REFUSED' : 'OK');
  });
});
