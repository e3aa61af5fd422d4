import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEMO_QUERY } from '../scripts/demo/datasets.js';
import { bootHub, type TestHub } from './support/hub.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await bootHub('demo');
});
afterAll(() => hub[Symbol.asyncDispose]());

interface Joined {
  region: {
    name: string;
    children: {
      nodes: {
        code: string;
        dinkes_tenagaKesehatan: { nodes: { dokter: number }[] };
        dispendik_sekolahDasar: {
          nodes: { siswa: number; rasioSiswaGuru: string; siswaPenerimaPip: null }[];
        };
      }[];
    };
  };
}

test('one request joins two agencies per kecamatan; the restricted column is null and says why', async () => {
  const answer = await hub.key().query<Joined>(DEMO_QUERY);
  expect(answer.status).toBe(200);
  const districts = answer.data?.region.children.nodes ?? [];
  expect(districts).toHaveLength(24);
  for (const district of districts) {
    expect(district.dinkes_tenagaKesehatan.nodes).toHaveLength(1);
    expect(district.dispendik_sekolahDasar.nodes[0]?.siswa).toBeGreaterThan(0);
    expect(district.dispendik_sekolahDasar.nodes[0]?.siswaPenerimaPip).toBeNull();
  }
  expect(answer.errors).toHaveLength(1);
  expect(answer.errors[0]?.extensions).toMatchObject({
    code: 'FIELD_RESTRICTED',
    dataset: 'dispendik_sekolahDasar',
    case: expect.stringMatching(/^\d{4}-0002$/),
    coordinate: 'Dispendik_SekolahDasar.siswaPenerimaPip',
  });
});

test('the schema documents units and classes', async () => {
  const answer = await hub
    .key()
    .query<{ __type: { fields: { name: string; description: string }[] } }>(
      '{ __type(name: "Dispendik_SekolahDasar") { fields { name description } } }',
    );
  const field = answer.data?.__type.fields.find(({ name }) => name === 'rasioSiswaGuru');
  expect(field?.description).toContain('Satuan: siswa/guru.');
  expect(field?.description).toContain('Kelas akses: OPEN.');
});
