import { readFileSync } from 'node:fs';
import { Supergraph } from '@apollo/federation-internals';
import fc from 'fast-check';
import { type GraphQLSchema, lexicographicSortSchema, parse, print, printSchema } from 'graphql';
import { afterAll, expect, test } from 'vitest';
import { clientDefinitions, schemaOf } from '../../schema/clients.js';
import { compose, composeWhole, type SubgraphSource } from '../../schema/compose.js';
import { COLUMN_TYPES, type ColumnType } from '../../schema/definition.js';
import { type ComposedColumn, hostedSdl } from '../../schema/hosted.js';
import { createComposer } from '../../subgraphs/registry/composer.js';
import { runs } from '../support/runs.js';

const composer = createComposer();
afterAll(() => composer[Symbol.asyncDispose]());

const LOCALS: readonly SubgraphSource[] = ['catalog', 'reference'].map((name) => ({
  name,
  kind: 'LOCAL',
  sdl: readFileSync(new URL(`../../schema/subgraphs/${name}.graphql`, import.meta.url), 'utf8'),
}));

const REFERENCES = [
  null,
  { entity: 'Region', field: 'wilayah' },
  { entity: 'Period', field: 'periode' },
  { entity: 'Agency', field: 'instansi' },
  { entity: 'BusinessClass', edition: '2020', field: 'kelas' },
] as const;
const WORDS = ['Jumlah', 'di "kecamatan"', 'baris\nkedua', 'sampai """ ini \\', ''] as const;

const column = (at: number): fc.Arbitrary<ComposedColumn> =>
  fc.record({
    name: fc.constant(`kolom${at}`),
    label: fc.constant(`kolom ${at}`),
    title: fc.constantFrom(...WORDS),
    description: fc.constantFrom(...WORDS),
    type: fc.constantFrom(...(Object.keys(COLUMN_TYPES) as ColumnType[])),
    unit: fc.constantFrom(null, 'jiwa'),
    accessClass: fc.constantFrom('OPEN', 'RESTRICTED'),
    key: fc.boolean(),
    reference: at === 0 ? fc.constantFrom(...REFERENCES) : fc.constant(null),
    ...(at === 1 ? { leaves: fc.constant({ on: '2025-01-31', replacedBy: null }) } : {}),
  });

const columns = fc
  .integer({ min: 1, max: 4 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, at) => column(at))));

/** Datasets of a few agencies, each with one to four columns. */
const datasets: fc.Arbitrary<SubgraphSource[]> = fc
  .array(fc.tuple(fc.constantFrom('dinkes', 'dinsos'), columns), { maxLength: 12 })
  .map((all) =>
    all.map(([agency, made], at) => ({
      name: `${agency}_data${at}`,
      kind: 'HOSTED',
      sdl: hostedSdl({ agency, name: `data${at}`, title: `Data ${at}`, description: '', columns: made }),
    })),
  );

/** A supergraph's text without the order in which it says things. */
const unordered = (sdl: string): string => print(parse(sdl)).split('\n').sort().join('\n');
const ordered = (schema: GraphQLSchema): string => printSchema(lexicographicSortSchema(schema));

test('composing in a thread, of a sample with the others grafted on, gives what composing the whole gives', async () => {
  await fc.assert(
    fc.asyncProperty(datasets, async (hosted) => {
      const sources = [...LOCALS, ...hosted];
      const [direct, whole] = [compose(sources), composeWhole(sources)];
      expect(await composer.compose(sources)).toEqual(direct);
      if (!direct.ok || !whole.ok) throw new Error(JSON.stringify([direct, whole]));
      expect(unordered(direct.supergraphSdl)).toBe(unordered(whole.supergraphSdl));

      const document = parse(direct.supergraphSdl);
      const apollos = Supergraph.build(direct.supergraphSdl).apiSchema().toGraphQLJSSchema();
      expect(ordered(schemaOf(clientDefinitions(document)))).toBe(ordered(apollos));
    }),
    { numRuns: runs(6, 100) },
  );
});

const made = (name: string, more: (sdl: string) => string = (sdl) => sdl): SubgraphSource => ({
  name: `dinkes_${name}`,
  kind: 'HOSTED',
  sdl: more(
    hostedSdl({
      agency: 'dinkes',
      name,
      title: name,
      description: '',
      columns: [
        {
          name: 'nilai',
          label: 'nilai',
          title: 'Nilai',
          description: '',
          type: 'INTEGER',
          unit: null,
          accessClass: 'OPEN',
          key: false,
          reference: null,
        },
      ],
    }),
  ),
});
const good = ['satu', 'dua', 'tiga'].map((name) => made(name));

test.each([
  ['a type that nobody defines', (sdl: string) => sdl.replace('nilai: Int', 'nilai: Tiada')],
  ['a key that is no field', (sdl: string) => sdl.replace('fields: "id"', 'fields: "tiada"')],
  ['an interface', (sdl: string) => `${sdl}\ninterface Dinkes_Muka { id: ID! }`],
  ['the name of a type of the hub', (sdl: string) => `${sdl}\ntype Dataset { asing: Int }`],
  ['a field that the hub has', (sdl: string) => sdl.replace('dinkes_zzz(', 'regions: Int\n  dinkes_zzz(')],
  ['a root field of another dataset', (sdl: string) => sdl.replace('dinkes_zzz(', 'dinkes_satu(')],
])('a dataset with %s fares as it does where the whole is composed', (_, more) => {
  const sources = [...LOCALS, ...good, made('zzz', more)];
  const [direct, whole] = [compose(sources), composeWhole(sources)];
  if (direct.ok && whole.ok) expect(unordered(direct.supergraphSdl)).toBe(unordered(whole.supergraphSdl));
  else expect(direct).toEqual(whole);
});

test('a text that is no schema is an error that names its subgraph', async () => {
  const broken = { name: 'dinkes_rusak', kind: 'HOSTED', sdl: 'type {' } as const;
  const composition = await composer.compose([...LOCALS, ...good, broken]);
  expect(composition).toEqual({
    ok: false,
    errors: [expect.stringMatching(/^\[dinkes_rusak\] Syntax Error/)],
  });
});

test.each([
  [{ taskMs: 1 }, /stopped: it took longer than 1 ms/],
  [{ heapMb: 8 }, /stopped: it took more than 8 MB/],
])('a composition beyond its limits %j is an error, and the next one has a thread of its own', async (limit, words) => {
  await using limited = createComposer({ heapMb: 512, taskMs: 30_000, warmMs: 1000, ...limit });
  for (let time = 0; time < 2; time++)
    expect(await limited.compose(LOCALS)).toEqual({ ok: false, errors: [expect.stringMatching(words)] });
});
