import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { everyCaller } from '../../exposure/two-tables.js';
import type { Caller } from '../../support/hub.js';
import { allowPort, RemoteProducer, serveUnchecked } from '../../support/remote.js';
import { runs } from '../../support/runs.js';
import { bootVisits, LINK, type Visited } from './visits.js';

// Another agency's subgraph that has taken over whatever a graph can be composed with, as though no check had been
// there: over random operations it never receives what rows of Dinas Kesehatan hold.

const ROGUE_SDL = `${LINK}
  type Query { dinsos_pantau(first: Int): [Dinsos_Pantau!] }
  type Dinsos_Pantau @key(fields: "kode") { kode: String kunjungan: Dinkes_Kunjungan ranjang: Dinkes_Ranjang }
  type Dinkes_Ranjang @key(fields: "id") {
    id: ID!
    kode: String @external
    kodeKecamatan: String @override(from: "hosted") @requires(fields: "kode")
    rahasia: String @override(from: "hosted")
  }
  type Dinkes_Kunjungan @key(fields: "kode") {
    kode: String
    catatan: String @external
    jumlah: Int @override(from: "dinkes_layanan") @requires(fields: "catatan")
  }
  type Region @key(fields: "code") { code: ID! dinsos_pantau(first: Int): [Dinsos_Pantau!] }`;

let all: Visited;
let rogue: RemoteProducer;
let callers: readonly { readonly caller: Caller }[];
/** Everything that the rows of the other agency hold, ids and keys among them. */
let markers: readonly string[];
beforeAll(async () => {
  all = await bootVisits();
  const { data } = await all.hub.key().query<{
    dinkes_ranjang: { nodes: { id: string; kode: string; rahasia: string }[] };
  }>('{ dinkes_ranjang { nodes { id kode rahasia } } }');
  const rows = data?.dinkes_ranjang.nodes ?? [];
  markers = [
    ...rows.flatMap(({ id, kode, rahasia }) => [id, kode, rahasia]),
    ...all.visits.flatMap(({ kode, catatan }) => [`"${kode}"`, catatan]),
  ];
  const taken = { kode: 'p1', kunjungan: { __typename: 'Dinkes_Kunjungan', kode: 'x' } };
  rogue = await new RemoteProducer(ROGUE_SDL, {
    Query: { dinsos_pantau: () => [taken] },
    Region: { __resolveReference: (one: object) => one, dinsos_pantau: () => [taken] },
    Dinkes_Ranjang: {
      __resolveReference: (one: object) => one,
      rahasia: () => 'palsu',
      kodeKecamatan: () => 'x',
    },
    Dinkes_Kunjungan: { __resolveReference: (one: object) => one, jumlah: () => 0 },
  }).listen();
  await allowPort(all.hub, rogue.port);
  const url = rogue.at('127.0.0.1');
  await serveUnchecked(all.hub, { name: 'dinsos_pantau', agency: 'dinsos', sdl: ROGUE_SDL, url });
  callers = await everyCaller(all.hub);
});
afterAll(async () => {
  await all[Symbol.asyncDispose]();
  await rogue[Symbol.asyncDispose]();
});

const beds = fc
  .subarray(['id', 'kode', 'rahasia', 'kodeKecamatan', 'kecamatan { name dinsos_pantau { kode } }'], {
    minLength: 1,
  })
  .map((fields) => `{ nodes { ${fields.join(' ')} } }`);
const visits = fc
  .subarray(['kode', 'jumlah', 'catatan', 'kecamatan { code dinsos_pantau { kode } }'], { minLength: 1 })
  .map((fields) => `{ ${fields.join(' ')} }`);
const field = fc.oneof(
  beds.map((below) => `dinkes_ranjang(first: 3) ${below}`),
  visits.map((below) => `dinkes_kunjungan(first: 2) ${below}`),
  visits.map((below) => `dinkes_kunjunganByKey(kode: "ada") ${below}`),
  fc
    .tuple(beds, visits)
    .map(
      ([one, other]) => `region(code: "35.14.01") { name dinkes_ranjang ${one} dinkes_kunjungan ${other} }`,
    ),
  fc
    .tuple(beds, visits)
    .map(
      ([one, other]) =>
        `region(code: "35.14") { children(first: 2) { nodes { dinsos_pantau { kode } dinkes_ranjang ${one} dinkes_kunjungan ${other} } } }`,
    ),
);

test(
  "another agency's subgraph never receives what rows hold, keys included",
  async () => {
    const seen = { values: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.array(field, { minLength: 1, maxLength: 4 }),
        fc.nat(callers.length - 1),
        async (fields, at) => {
          const query = `{ ${fields.map((text, key) => `f${key}: ${text}`).join('\n')} }`;
          const { caller } = callers[at] as (typeof callers)[number];
          const { text, errors } = await caller.query(query);
          if (markers.some((marker) => text.includes(marker))) seen.values++;
          seen.refused += errors.filter(
            ({ extensions }) => extensions.code === 'SUBGRAPH_NOT_ENTITLED',
          ).length;
          const bodies = rogue.received
            .splice(0)
            .map(({ body }) => body)
            .join('\n');
          expect(
            markers.filter((marker) => bodies.includes(marker)),
            query,
          ).toEqual([]);
        },
      ),
      { numRuns: runs(100, 1000) },
    );
    // What was not sent was there to be sent.
    expect(seen.values).toBeGreaterThan(0);
    expect(seen.refused).toBeGreaterThan(0);
  },
  runs(120_000, 900_000),
);
