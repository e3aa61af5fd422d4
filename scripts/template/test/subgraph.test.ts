import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { readConfig } from '../src/config.js';
import { subgraph } from '../src/schema.js';
import { createServer } from '../src/server.js';

// Runs on the database of DATABASE_URL, which holds the table of contoh.sql; nothing is written to it.
const secret = 'rahasia untuk uji';
let app: FastifyInstance;
let url: string;
before(async () => {
  app = await createServer({ ...readConfig(), secret });
  url = await app.listen({ host: '127.0.0.1', port: 0 });
});
after(() => app.close());

async function ask(query: string, variables: object = {}, time = Date.now() / 1000, key = secret) {
  const body = JSON.stringify({ query, variables });
  const t = Math.floor(time);
  const v1 = createHmac('sha256', key).update(`${t}.${body}`).digest('hex');
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'satugraf-signature': `t=${t},v1=${v1}` },
    body,
  });
  return { status: response.status, ...((await response.json()) as { data?: unknown; errors?: unknown[] }) };
}

test('schema.graphql is what the code says; npm run schema writes it', async () => {
  const written = await readFile(new URL('../schema.graphql', import.meta.url), 'utf8');
  assert.equal(written, (await subgraph()).sdl);
});

test('a list goes page by page', async () => {
  const query =
    'query ($after: String!) { dinkes_puskesmas(first: 2, after: $after) { kodePuskesmas tempatTidur } }';
  const first = await ask(query, { after: '' });
  assert.deepEqual(first.data, {
    dinkes_puskesmas: [
      { kodePuskesmas: 'P3514010101', tempatTidur: 12 },
      { kodePuskesmas: 'P3514020101', tempatTidur: 10 },
    ],
  });
  const second = await ask(query, { after: 'P3514020101' });
  assert.deepEqual(second.data, { dinkes_puskesmas: [{ kodePuskesmas: 'P3514020102', tempatTidur: null }] });
});

test('one row is found by its key, with its region and period', async () => {
  const { data } = await ask(
    '{ dinkes_puskesmasByKey(kodePuskesmas: "P3514020102") { nama rawatInap wilayah { code } periode { id } } }',
  );
  assert.deepEqual(data, {
    dinkes_puskesmasByKey: {
      nama: 'Puskesmas Nongkojajar',
      rawatInap: false,
      wilayah: { code: '35.14.02' },
      periode: { id: '2025' },
    },
  });
});

test('regions of the hub are given their rows', async () => {
  const representations = ['35.14.01', '35.14.03'].map((code) => ({ __typename: 'Region', code }));
  const { data } = await ask(
    `query ($representations: [_Any!]!) {
      _entities(representations: $representations) { ... on Region { dinkes_puskesmas { nama } } }
    }`,
    { representations },
  );
  assert.deepEqual(data, {
    _entities: [{ dinkes_puskesmas: [{ nama: 'Puskesmas Purwodadi' }] }, { dinkes_puskesmas: [] }],
  });
});

test('only the hub is answered', async () => {
  const query = '{ dinkes_puskesmas { nama } }';
  assert.equal((await ask(query)).status, 200);
  assert.equal((await ask(query, {}, Date.now() / 1000, 'rahasia lain')).status, 401);
  assert.equal((await ask(query, {}, Date.now() / 1000 - 3600)).status, 401);
});
