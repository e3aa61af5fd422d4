import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CallerName, callerOf, each } from '../identity/callers.js';
import { dataOf, type HandedColumn, handOver, load } from '../intake/onboarding.js';
import { bootHub, type Caller, type TestHub } from '../support/hub.js';

const HUB_URL = 'https://data.example.go.id';
/** Stands in every word about a column that not everybody may know of. */
const MARKER = 'Tersembunyi7731';

const column = (name: string, more: Partial<HandedColumn> = {}): HandedColumn => ({
  name,
  type: 'TEXT',
  metadata: { concept: `Konsep ${name}`, classification: 'K', measure: 'Jumlah', unit: 'orang' },
  ...more,
});
const COLUMNS = [
  column('terbuka'),
  column('jumlah', { type: 'BIGINT' }),
  column('terbatas', { accessClass: 'RESTRICTED', metadata: { concept: `${MARKER} terbatas` } }),
  column('tertutup', { accessClass: 'CLOSED', metadata: { concept: `${MARKER} tertutup` } }),
];

let hub: TestHub;
let sql: Sql;
let field: string;
beforeAll(async () => {
  hub = await bootHub('demo', { HUB_URL: `${HUB_URL}/` });
  sql = postgres(hub.databaseUrl, { max: 1, onnotice: () => {} });
  ({ field } = await handOver(hub, 'katalogUji', COLUMNS));
  const producer = await hub.official('produsen.dinkes');
  await load(hub, producer, field, 'terbuka,jumlah,terbatas,tertutup\na,1,b,c\n');
  await producer.query(
    'mutation ($dataset: ID!, $facts: DatasetFactsInput!) { describeDataset(dataset: $dataset, facts: $facts) { name } }',
    {
      dataset: field,
      facts: {
        cadence: 'SEMESTERLY',
        coverage: 'Kabupaten Pasuruan',
        contact: 'Bidang Data',
        licence: 'CC BY 4.0',
      },
    },
  );
  await sql.begin(async (tx) => {
    await tx`update dataset_fields set status = 'CONFIRMED'
      where dataset_id = (select id from datasets where name = 'katalogUji')`;
    await tx`
      insert into publications (dataset_id, case_id, released, requested_by, requested_at)
      select datasets.id, datasets.case_id, true, accounts.id, now() from datasets, accounts
      where datasets.name = 'katalogUji' and accounts.username = 'produsen.dinkes'`;
    await tx`select pg_notify('satugraf_changes', '')`;
  });
  await hub.hub.settle();
});
afterAll(async () => {
  await sql.end();
  await hub[Symbol.asyncDispose]();
});

type Node = Record<string, unknown>;
interface DatasetNode extends Node {
  readonly 'dct:identifier': string;
  readonly 'sdi:kolom': readonly Node[];
  readonly 'dcat:distribution': readonly Node[];
}
interface CatalogueNode extends Node {
  readonly 'dcat:dataset': readonly DatasetNode[];
}
interface Package extends Node {
  readonly name: string;
  readonly resources: readonly Node[];
  readonly extras: readonly { readonly key: string; readonly value: string }[];
}
interface Enveloped<Result> {
  readonly help: string;
  readonly success: boolean;
  readonly result: Result;
  readonly error?: Node;
}

async function get<Body>(caller: Caller, path: string) {
  const { status, headers, bytes } = await caller.download(path);
  const text = new TextDecoder().decode(bytes);
  return { status, headers, text, body: JSON.parse(text) as Body };
}
const catalogue = (caller: Caller) => get<CatalogueNode>(caller, '/catalog.jsonld');
const action = <Result>(caller: Caller, path: string) =>
  get<Enveloped<Result>>(caller, `/api/3/action/${path}`);
const one = async (caller: Caller, name = field): Promise<DatasetNode> => {
  const { body } = await catalogue(caller);
  const found = body['dcat:dataset'].find((node) => node['dct:identifier'] === name);
  return found ?? expect.fail(`${name} is not in the catalogue`);
};
const names = (node: DatasetNode) => node['sdi:kolom'].map((kolom) => kolom['csvw:name']);

describe('the catalogue shows each caller', () => {
  test("what the graph's own catalogue shows it, in DCAT and in CKAN's form", async () => {
    const seen = await each(hub, async (caller) => {
      const graph = dataOf(
        await caller.query<{ datasets: { name: string; columns: { name: string }[] }[] }>(
          '{ datasets { name columns { name } } }',
        ),
      ).datasets.map(({ name, columns }) => [name, columns.map((one) => one.name)] as const);
      const { body } = await catalogue(caller);
      expect(body['dcat:dataset'].map((node) => [node['dct:identifier'], names(node)])).toEqual(graph);
      const own = graph.map(([name]) => name).sort();
      expect((await action(caller, 'package_list')).body.result).toEqual(own);
      const found = await action<{ count: number; results: Package[] }>(caller, 'package_search');
      expect([found.body.result.count, found.body.result.results.map(({ name }) => name)]).toEqual([
        own.length,
        own,
      ]);
      return own.length;
    });
    expect(seen.anonymous).toBeLessThan(seen['consumer key']);
    expect(seen.anonymous).toBeGreaterThan(0);
  });

  test('no column that is not its to know, in any word, and its case only to whoever is signed in', async () => {
    const paths = [
      '/catalog.jsonld',
      `/api/3/action/package_show?id=${field}`,
      '/api/3/action/package_search',
    ];
    const seen = await each(hub, async (caller) => {
      const texts = await Promise.all(paths.map(async (path) => (await get(caller, path)).text));
      return ['terbatas', 'tertutup', 'RESTRICTED", "', 'permohonan":"20', 'langkah":"'].map((word, at) =>
        at < 2
          ? texts.some((text) => text.includes(`${MARKER} ${word}`))
          : texts.some((text) => text.includes(word)),
      );
    });
    for (const [name, [restricted, closed, , mark]] of Object.entries(seen))
      expect([name, restricted, closed, mark]).toEqual([
        name,
        name !== 'anonymous',
        false,
        name !== 'anonymous',
      ]);
    const step = async (name: CallerName) => (await one(await callerOf(hub, name)))['sdi:langkah'];
    // The case withholds the restricted column from a consumer, who may then read where it stands.
    expect([
      await step('producer of dinkes'),
      await step('technical team'),
      await step('consumer key'),
    ]).toEqual(Array(3).fill('AGREE'));
    expect(await step('anonymous')).toBeUndefined();
    await sql`update dataset_fields set access_class = 'OPEN' where name = 'terbatas'`;
    await sql`select pg_notify('satugraf_changes', '')`;
    await hub.hub.settle();
    expect([await step('producer of dinkes'), await step('consumer key'), await step('admin')]).toEqual([
      'AGREE',
      undefined,
      'AGREE',
    ]);
    await sql`update dataset_fields set access_class = 'RESTRICTED' where name = 'terbatas'`;
    await sql`select pg_notify('satugraf_changes', '')`;
    await hub.hub.settle();
  });

  test('files that it gets, and no others', async () => {
    for (const name of ['anonymous', 'consumer key', 'producer of dinkes'] as const) {
      const caller = await callerOf(hub, name);
      const { body } = await catalogue(caller);
      let files = 0;
      for (const node of body['dcat:dataset']) {
        const urls = node['dcat:distribution'].flatMap(
          (way) => (way['dcat:downloadURL'] as Node)?.['@id'] ?? [],
        );
        const csv = await caller.download(`/exports/${node['dct:identifier']}.csv`);
        expect([node['dct:identifier'], csv.status === 200]).toEqual([
          node['dct:identifier'],
          urls.length === 3,
        ]);
        files += urls.length;
      }
      expect(files).toBeGreaterThan(0);
    }
  });
});

describe('DCAT', () => {
  test('has what DCAT-AP requires, every term of a known namespace', async () => {
    const { body, headers } = await catalogue(hub.anonymous);
    expect(headers.get('content-type')).toBe('application/ld+json; charset=utf-8');
    expect(body).toMatchObject({
      '@id': `${HUB_URL}/catalog.jsonld`,
      '@type': 'dcat:Catalog',
      'dct:title': [{ '@language': 'id' }, { '@language': 'en' }],
      'dct:description': [{ '@language': 'id' }, { '@language': 'en' }],
      'dct:publisher': { '@type': 'foaf:Agent', 'foaf:name': expect.stringMatching(/\w/) },
    });
    for (const node of body['dcat:dataset']) {
      expect(node).toMatchObject({
        '@type': 'dcat:Dataset',
        'dct:title': { '@language': 'id', '@value': expect.stringMatching(/\w/) },
        'dct:description': { '@value': expect.stringMatching(/\w/) },
        'dct:publisher': { 'foaf:name': expect.stringMatching(/^Dinas /) },
      });
      for (const way of node['dcat:distribution'])
        expect(way).toMatchObject({
          '@type': 'dcat:Distribution',
          'dcat:accessURL': { '@id': expect.stringMatching(`^${HUB_URL}/(graphql$|exports/)`) },
        });
    }
    const context = body['@context'] as Node;
    const ids = new Set<string>();
    const walk = (value: unknown): void => {
      if (Array.isArray(value)) for (const item of value) walk(item);
      else if (typeof value === 'object' && value !== null) {
        for (const [key, inner] of Object.entries(value)) {
          if (key === '@context') continue;
          if (!key.startsWith('@')) expect(context).toHaveProperty([key.split(':')[0] ?? '']);
          expect([key, inner === null || inner === undefined]).toEqual([key, false]);
          walk(inner);
        }
        const { '@id': id, '@type': type } = value as Node;
        if (id && type === 'dcat:Dataset') ids.add(String(id));
      }
    };
    walk(body);
    expect(ids.size).toBe(body['dcat:dataset'].length);
  });

  test('says of a dataset what its producer has said', async () => {
    expect(await one(hub.anonymous)).toMatchObject({
      'dct:accrualPeriodicity': {
        '@id': 'http://publications.europa.eu/resource/authority/frequency/ANNUAL_2',
      },
      'dct:spatial': { '@type': 'dct:Location', 'rdfs:label': { '@value': 'Kabupaten Pasuruan' } },
      'dcat:contactPoint': { '@type': 'vcard:Kind', 'vcard:fn': 'Bidang Data' },
      'dct:license': { '@id': 'https://creativecommons.org/licenses/by/4.0/', 'rdfs:label': 'CC BY 4.0' },
      'dct:issued': expect.stringMatching(/^\d{4}-/),
      'dct:modified': expect.stringMatching(/^\d{4}-/),
      'dct:accessRights': { '@id': 'http://publications.europa.eu/resource/authority/access-right/PUBLIC' },
      'sdi:kolom': [
        {
          '@type': ['sdi:Kolom', 'csvw:Column'],
          'csvw:name': 'terbuka',
          'csvw:datatype': 'string',
          'sdi:konsep': 'Konsep terbuka',
          'sdi:definisi': expect.stringMatching(/\w/),
          'sdi:klasifikasi': 'K',
          'sdi:ukuran': 'Jumlah',
          'sdi:satuan': 'orang',
        },
        { 'csvw:name': 'jumlah', 'csvw:datatype': 'integer' },
      ],
    });
    const own = await one(await hub.official('produsen.dinkes'));
    expect(
      own['sdi:kolom'].map((kolom) => [kolom['csvw:name'], kolom['sdi:kelasAkses'], kolom['sdi:status']]),
    ).toEqual([
      ['terbuka', 'OPEN', 'CONFIRMED'],
      ['jumlah', 'OPEN', 'CONFIRMED'],
      ['terbatas', 'RESTRICTED', 'CONFIRMED'],
    ]);
    expect((await one(hub.anonymous))['sdi:kolom'][0]).not.toHaveProperty('sdi:kelasAkses');
  });

  test('explains every term of its own', async () => {
    const used = new Set((await catalogue(await hub.official('tim.teknis'))).text.match(/"sdi:\w+"/g));
    const { body } = await get<{ '@graph': { '@id': string }[] }>(hub.anonymous, '/ns/sdi');
    const explained = new Set(body['@graph'].map((term) => `"${term['@id']}"`));
    expect([...used].filter((term) => !explained.has(term))).toEqual([]);
    expect(used.size).toBeGreaterThan(8);
  });

  test('is asked about again without being sent again, and kept by nobody for who is signed in', async () => {
    const first = await fetch(`${hub.url}/catalog.jsonld`);
    const etag = first.headers.get('etag') ?? '';
    expect([first.headers.get('cache-control'), first.headers.get('vary')]).toEqual([
      'public, no-cache',
      'authorization, accept, accept-encoding',
    ]);
    const ask = (headers: Record<string, string>) => fetch(`${hub.url}/catalog.jsonld`, { headers });
    expect((await ask({ 'if-none-match': etag })).status).toBe(304);
    expect((await ask({ 'if-none-match': '"lain"' })).status).toBe(200);
    const signedIn = await ask({ 'if-none-match': etag, authorization: `Bearer ${hub.key().token}` });
    expect([signedIn.status, signedIn.headers.get('etag'), signedIn.headers.get('cache-control')]).toEqual([
      200,
      null,
      'no-store',
    ]);
    expect((await ask({ authorization: 'Bearer salah' })).status).toBe(401);
  });
});

describe('CKAN', () => {
  test('shows a package with its resources', async () => {
    const { status, body } = await action<Package>(hub.anonymous, `package_show?id=${field}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      help: `${HUB_URL}/api/3/action/help_show?name=package_show`,
      success: true,
      result: {
        id: field,
        name: field,
        state: 'active',
        private: false,
        organization: { name: 'dinkes', title: 'Dinas Kesehatan' },
        license_id: 'cc-by',
        maintainer: 'Bidang Data',
        num_resources: 4,
      },
    });
    expect(body.result.resources.map(({ format, url }) => [format, url])).toEqual([
      ['GraphQL', `${HUB_URL}/graphql`],
      ['CSV', `${HUB_URL}/exports/${field}.csv`],
      ['XLSX', `${HUB_URL}/exports/${field}.xlsx`],
      ['JSON', `${HUB_URL}/exports/${field}.ndjson`],
    ]);
    expect(body.result.extras.map(({ key }) => key)).toEqual(['jadwal_pemutakhiran', 'cakupan', 'sdi_kolom']);
  });

  test('knows nothing of a dataset that the caller may not know of, word by word', async () => {
    const hidden = dataOf(
      await hub.key().query<{ datasets: { name: string }[] }>('{ datasets { name } }'),
    ).datasets.map(({ name }) => name);
    const shown = (await action<string[]>(hub.anonymous, 'package_list')).body.result;
    const secret = hidden.find((name) => !shown.includes(name)) ?? '';
    const answers = await Promise.all(
      [secret, 'dinkes_tidakAda', '__proto__'].map(async (id) => {
        const { status, text } = await action(hub.anonymous, `package_show?id=${id}`);
        return { status, text };
      }),
    );
    expect(answers[0]).toEqual({
      status: 404,
      text: JSON.stringify({
        help: `${HUB_URL}/api/3/action/help_show?name=package_show`,
        success: false,
        error: { __type: 'Not Found Error', message: 'Not found' },
      }),
    });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect((await action(hub.key(), `package_show?id=${secret}`)).status).toBe(200);
    const found = await action<{ count: number }>(hub.anonymous, `package_search?q=${secret}`);
    expect(found.body.result.count).toBe(0);
  });

  test('searches by words and pages, and refuses what it does not understand', async () => {
    const search = async (query: string) => {
      const { status, body } = await action<{ count: number; results: Package[] }>(
        hub.key(),
        `package_search?${query}`,
      );
      return body.success ? [body.result.count, body.result.results.map(({ name }) => name)] : status;
    };
    const [count, all] = (await search('q=*:*')) as [number, string[]];
    expect(count).toBe(all.length);
    expect(await search('rows=1&start=1')).toEqual([count, all.slice(1, 2)]);
    expect(await search('rows=0')).toEqual([count, []]);
    expect(await search('q=TERBUKA+katalog')).toEqual([1, [field]]);
    expect(await search('q=terbuka+tidakada')).toEqual([0, []]);
    for (const wrong of ['rows=x', 'rows=1001', 'start=-1', 'fq=organization:dinkes', 'q=a&q=b'])
      expect([wrong, await search(wrong)]).toEqual([wrong, 409]);
    expect((await action(hub.key(), 'package_show')).body.error).toEqual({
      __type: 'Validation Error',
      id: ['Missing value'],
    });
    expect((await action(hub.key(), 'package_list?limit=2&offset=1')).body.result).toEqual(all.slice(1, 3));
  });
});

test('without HUB_URL, addresses are those under which the hub was reached, never what a header smuggles in', async () => {
  await using bare = await bootHub('demo');
  const base = async (host?: string) => {
    const answer = await bare.hub.app.inject({
      url: '/catalog.jsonld',
      ...(host ? { headers: { host } } : {}),
    });
    return String((JSON.parse(answer.body) as Node)['@id']).replace('/catalog.jsonld', '');
  };
  expect(await base('data.go.id:8080')).toBe('http://data.go.id:8080');
  expect(await base('x"/><script>')).toBe('http://127.0.0.1:0');
});
