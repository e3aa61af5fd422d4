import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { load, makeDataset, type OwnColumn } from './dataset.js';
import { bootServices, SERVICE_ROWS, SERVICES, type Services } from './services.js';

let services: Services;
beforeAll(async () => {
  services = await bootServices();
});
afterAll(() => services[Symbol.asyncDispose]());

const ALL = SERVICE_ROWS.map(({ kode }) => kode);

describe('one row by its key', () => {
  test('all columns of the key find the row, and its region', async () => {
    const { data, errors } = await services.caller.query(
      `{ row: ${services.made.field}ByKey(kode: "A", tahun: 2025) {
        kode tahun teks besar desimal benar tanggal wilayah { code name }
      } }`,
    );
    expect(errors).toEqual([]);
    expect(data?.['row']).toEqual({
      kode: 'A',
      tahun: 2025,
      teks: 'seratus%',
      besar: '9223372036854775807',
      desimal: '1.50',
      benar: null,
      tanggal: null,
      wilayah: { code: '35.14.01', name: 'Purwodadi' },
    });
  });

  test.each([
    '(kode: "A", tahun: 2024)',
    '(kode: "a", tahun: 2025)',
    '(kode: "", tahun: 0)',
  ])('a key that no row has gives null without an error: %s', async (key) => {
    const { status, data, errors } = await services.caller.query(
      `{ row: ${services.made.field}ByKey${key} { kode } }`,
    );
    expect({ status, data, errors }).toEqual({ status: 200, data: { row: null }, errors: [] });
  });

  test('the id is the same in every release, and a row of the list has the same one', async () => {
    const ask = () =>
      services.caller.query<{ row: { id: string }; list: { nodes: { id: string }[] } }>(
        `{ row: ${services.made.field}ByKey(kode: "B", tahun: 2025) { id }
           list: ${services.made.field}(where: { kode: { eq: "B" } }) { nodes { id } } }`,
      );
    const before = await ask();
    await services.reload();
    const after = await ask();
    expect(before.data?.row.id).toMatch(/^[\w-]{22}$/);
    expect(before.data?.list.nodes).toEqual([before.data?.row]);
    expect(after.data).toEqual(before.data);
  });
});

describe('through a region', () => {
  test('each region gets its own first rows and its own total', async () => {
    const { data, errors } = await services.caller.query<{
      region: { children: { nodes: Record<string, unknown>[] } };
    }>(
      `{ region(code: "35.14") { children(first: 3) { nodes {
        code
        list: ${services.made.field}(first: 2, orderBy: [{ kode: DESC }]) {
          totalCount nodes { kode wilayah { code } } pageInfo { hasNextPage }
        }
      } } } }`,
    );
    expect(errors).toEqual([]);
    const list = (totalCount: number, hasNextPage: boolean, code: string, ...kodes: string[]) => ({
      code,
      list: {
        totalCount,
        nodes: kodes.map((kode) => ({ kode, wilayah: { code } })),
        pageInfo: { hasNextPage },
      },
    });
    expect(data?.region.children.nodes).toEqual([
      list(5, true, '35.14.01', 'E', 'D'),
      list(2, false, '35.14.02', 'G', 'F'),
      list(0, false, '35.14.03'),
    ]);
  });

  test('a filter narrows each region, and a cursor goes on in one of them', async () => {
    const page = (after: string) =>
      services.caller.query<{
        region: { list: { totalCount: number; nodes: { kode: string }[]; pageInfo: { endCursor: string } } };
      }>(
        `query ($after: String) { region(code: "35.14.01") {
          list: ${services.made.field}(first: 2, after: $after, where: { teks: { isNull: false } }) {
            totalCount nodes { kode } pageInfo { endCursor }
          }
        } }`,
        after ? { after } : {},
      );
    const first = (await page('')).data?.region.list;
    const second = (await page(first?.pageInfo.endCursor ?? '')).data?.region.list;
    expect([first, second].map((list) => list?.nodes.map(({ kode }) => kode))).toEqual([
      ['A', 'B'],
      ['C', 'D'],
    ]);
    expect([first?.totalCount, second?.totalCount]).toEqual([4, 4]);
  });
});

describe('where', () => {
  test.each<[string, readonly unknown[]]>([
    ['wilayah: { code: "35.14.01" }', ['A', 'B', 'C', 'D', 'E']],
    ['wilayah: { codes: ["35.15", "35.14.02"] }', ['F', 'G', 'I']],
    ['wilayah: { codes: [] }', []],
    ['wilayah: { within: "35.14.01" }', ['A', 'B', 'C', 'D', 'E', 'H']],
    ['wilayah: { within: "35.1" }', []],
    ['wilayah: { within: "35.14", code: "35.14.02" }', ['F', 'G']],
    ['not: { wilayah: { within: "35" } }', ['J']],
    ['wilayah: { within: "%" }', []],
    ['kode: { in: [] }', []],
    ['tanggal: { in: [] }', []],
    ['not: { kode: { in: [] } }', ALL],
    ['or: []', []],
    ['and: []', ALL],
    ['teks: { contains: "%" }', ['A']],
    ['teks: { contains: "_" }', ['B']],
    ['teks: { contains: "\\\\" }', ['D']],
    ['teks: { contains: "SERATUS" }', ['A', 'B', 'C']],
    ['teks: { contains: "dua é" }', ['D']],
    ['teks: { startsWith: "seratus_" }', ['B']],
    ['teks: { startsWith: "Seratus" }', []],
    ['teks: { isNull: true }', ['E', 'G', 'H', 'I', 'J']],
    ['teks: { isNull: false, contains: "x" }', ['C']],
    ['not: { teks: { contains: "seratus" } }', ['D', 'E', 'F', 'G', 'H', 'I', 'J']],
    ['teks: { ne: "seratus%" }', ['B', 'C', 'D', 'F']],
    ['besar: { gte: "9007199254740993" }', ['A', 'C']],
    ['besar: { eq: "-9223372036854775808" }', ['B']],
    ['besar: { in: ["9007199254740993"] }', ['C']],
    ['desimal: { eq: "1.5" }', ['A']],
    ['desimal: { in: ["0.10", "7"] }', ['B']],
    ['desimal: { lt: 0.2 }', ['B']],
    ['tanggal: { gt: "2024-02-29" }', ['E']],
    ['tanggal: { in: ["2024-02-29"] }', ['D']],
    ['benar: { eq: true }', ['C']],
    ['not: { benar: { eq: true } }', ALL.filter((kode) => kode !== 'C')],
    [
      'or: [{ kode: { eq: "A" } }, { and: [{ kode: { gt: "H" } }, { not: { kode: { eq: "I" } } }] }]',
      ['A', 'J'],
    ],
    ['kode: null, teks: { eq: "seratus_" }', ['B']],
  ])('%s', async (where, expected) => {
    expect(await services.codes(`(where: { ${where} })`)).toEqual(expected);
  });

  test('conditions nest deeply, written out or in a variable', async () => {
    const nested = (levels: number): string =>
      levels === 0 ? '"kode": { "eq": "C" }' : `"and": [{ "or": [{ "not": { ${nested(levels - 1)} } }] }]`;
    const written = (levels: number) => `{ ${nested(levels).replace(/"(\w+)":/g, '$1:')} }`;
    const others = ALL.filter((kode) => kode !== 'C');
    expect(await services.codes(`(where: ${written(4)})`)).toEqual(['C']);
    expect(await services.codes(`(where: ${written(3)})`)).toEqual(others);
    for (const [levels, expected] of [
      [30, ['C']],
      [31, others],
    ] as const) {
      const { data } = await services.caller.query<{ list: { nodes: { kode: string }[] } }>(
        `query ($where: ${services.made.type}Where) { list: ${services.made.field}(where: $where) { nodes { kode } } }`,
        { where: JSON.parse(`{ ${nested(levels)} }`) },
      );
      expect(data?.list.nodes.map(({ kode }) => kode)).toEqual(expected);
    }
  });
});

test('without arguments a list gives its first hundred rows, and says so', async () => {
  const wide: readonly OwnColumn[] = [{ name: 'nomor', type: 'INTEGER' }];
  const rows = Array.from({ length: 1005 }, (_, at) => ({ nomor: String(at) }));
  const { field } = await makeDataset(services.hub, { name: 'panjang', columns: wide }, rows);
  const { data } = await services.caller.query<Record<string, { nodes: { nomor: number }[] }>>(
    `{ plain: ${field} { totalCount nodes { nomor } pageInfo { hasNextPage } }
       most: ${field}(first: 1000) { totalCount nodes { nomor } pageInfo { hasNextPage } }
       none: ${field}(first: 0) { totalCount nodes { nomor } pageInfo { hasNextPage } } }`,
  );
  expect(data).toMatchObject({
    plain: { totalCount: 1005, pageInfo: { hasNextPage: true } },
    most: { totalCount: 1005, pageInfo: { hasNextPage: true } },
    none: { totalCount: 1005, pageInfo: { hasNextPage: true }, nodes: [] },
  });
  expect(data?.['plain']?.nodes.map(({ nomor }) => nomor)).toEqual(rows.slice(0, 100).map((_, at) => at));
  expect(data?.['most']?.nodes.map(({ nomor }) => nomor)).toEqual(rows.slice(0, 1000).map((_, at) => at));
});

test('a dataset of more than a hundred columns is sorted by the column that is named', async () => {
  const columns = Array.from(
    { length: 110 },
    (_, at): OwnColumn => ({ name: `k${at + 1}`, type: 'INTEGER' }),
  );
  // Column by column the rows stand in another order.
  const rows = [0, 1, 2].map((row) =>
    Object.fromEntries(columns.map(({ name }, at) => [name, String((row + at) % 3)])),
  );
  const { field } = await makeDataset(services.hub, { name: 'lebar', columns }, rows);
  for (const [at, { name }] of columns.entries()) {
    if (at < 96) continue;
    const { data } = await services.caller.query<{ list: { nodes: Record<string, number>[] } }>(
      `{ list: ${field}(orderBy: [{ ${name}: ASC }]) { nodes { ${columns.map((one) => one.name).join(' ')} } } }`,
    );
    expect(data?.list.nodes.map((row) => row[name])).toEqual([0, 1, 2]);
  }
});

describe('what leaves the hub', () => {
  test('neither ids nor cursors hold the values they stand for', async () => {
    // Asked for differently, since the same question may get the same answer.
    const ask = (first: number) =>
      services.caller.query<{ list: { edges: { cursor: string; node: { id: string } }[] } }>(
        `{ list: ${services.made.field}(first: ${first}, orderBy: [{ teks: ASC }, { kode: ASC }], where: { kode: { eq: "F" } }) {
          edges { cursor node { id } }
        } }`,
      );
    const [[one], [again]] = [await ask(1), await ask(2)].map(({ data }) => data?.list.edges ?? []) as [
      { cursor: string; node: { id: string } }[],
      { cursor: string; node: { id: string } }[],
    ];
    for (const sealed of [one?.cursor ?? '', one?.node.id ?? '']) {
      expect(sealed.length).toBeGreaterThan(20);
      const opened = ['base64url', 'latin1'].map((encoding) =>
        Buffer.from(sealed, encoding as BufferEncoding).toString('latin1'),
      );
      for (const word of ['rahasia', 'cukup', 'panjang', '2025', '35.14', 'teks', 'layanan'])
        for (const text of [sealed, ...opened]) expect(text).not.toContain(word);
    }
    // Encrypted anew each time: equal places cannot be told from outside.
    expect(again?.node.id).toBe(one?.node.id);
    expect(again?.cursor).not.toBe(one?.cursor);
  });

  test('a release that was switched between two pages ends the list that was begun', async () => {
    const ask = (after: string) =>
      services.caller.query<{ list: { pageInfo: { endCursor: string } } }>(
        `query ($after: String) { list: ${services.made.field}(first: 3, after: $after) { nodes { kode } pageInfo { endCursor } } }`,
        after ? { after } : {},
      );
    const begun = (await ask('')).data?.list.pageInfo.endCursor ?? '';
    expect((await ask(begun)).errors).toEqual([]);
    await load(services.hub, services.made.field, SERVICES, SERVICE_ROWS);
    const after = await ask(begun);
    expect(after.status).toBe(400);
    expect(after.errors.map(({ extensions }) => extensions.code)).toEqual(['BAD_CURSOR']);
  });
});
