import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bootHub, type TestHub } from '../support/hub.js';
import { type Machine, machine } from './running.js';

// Each command is a process that loads what it needs; composition takes seconds on a busy machine.
const SLOW = { timeout: 300_000 };

let hub: TestHub;
let office: Machine;
const as = (token: string | undefined) => ({ SATUGRAF_TOKEN: token ?? '' });
beforeAll(async () => {
  hub = await bootHub('demo');
  office = await machine({ SATUGRAF_URL: hub.url });
});
afterAll(async () => {
  await office[Symbol.asyncDispose]();
  await hub[Symbol.asyncDispose]();
});

describe('fetch', SLOW, () => {
  test('gives the graph as this caller sees it, to the terminal or to a new file', async () => {
    const [visitor, member] = await Promise.all([
      office.satugraf(['fetch']),
      office.satugraf(['fetch', '-o', 'graf.graphql'], as(hub.key().token)),
    ]);
    expect([visitor.code, member.code, visitor.err]).toEqual([0, 0, '']);
    const { bytes } = await hub.anonymous.download('/schema.graphql');
    expect(visitor.out).toBe(new TextDecoder().decode(bytes));
    const own = await readFile(office.path('graf.graphql'), 'utf8');
    expect(own).toContain('dinsos_bantuanPangan');
    expect(visitor.out).not.toContain('dinsos_bantuanPangan');
    const again = await office.satugraf(['fetch', '-o', 'graf.graphql']);
    expect(again).toMatchObject({ code: 2, err: expect.stringContaining('sudah ada') });
  });

  test('gives the hub as one subgraph to anybody, the supergraph to operators alone', async () => {
    const admin = await hub.official('pengelola');
    const [subgraph, supergraph, refused, both] = await Promise.all([
      office.satugraf(['fetch', '--as-subgraph', '--json']),
      office.satugraf(['fetch', '--supergraph'], as(admin.token)),
      office.satugraf(['fetch', '--supergraph'], as(hub.key().token)),
      office.satugraf(['fetch', '--supergraph', '--as-subgraph']),
    ]);
    expect((JSON.parse(subgraph.out) as { sdl: string }).sdl).toContain('specs.apollo.dev/federation/v2');
    expect(supergraph).toMatchObject({ code: 0, out: expect.stringContaining('join__Graph') });
    expect([refused.code, both.code]).toEqual([2, 2]);
  });

  test('gives a registered subgraph’s own SDL', async () => {
    const producer = await hub.official('produsen.dinkes');
    const [own, none] = await Promise.all([
      office.satugraf(['fetch', '--subgraph', 'dinkes_tenagaKesehatan'], as(producer.token)),
      office.satugraf(['fetch', '--subgraph', 'dinkes_tidakAda'], as(producer.token)),
    ]);
    expect(own).toMatchObject({ code: 0, out: expect.stringContaining('type Dinkes_TenagaKesehatan') });
    expect(none).toMatchObject({ code: 2, err: expect.stringContaining('tidak terdaftar') });
  });
});

describe('diff', SLOW, () => {
  test('tells what a file adds, takes away and changes, and fails where it breaks something', async () => {
    const dinkes = as((await hub.official('produsen.dinkes')).token);
    const name = 'dinkes_tenagaKesehatan';
    const live = await office.satugraf(['fetch', '--subgraph', name, '-o', 'berlaku.graphql'], dinkes);
    expect(live.code).toBe(0);
    const sdl = await readFile(office.path('berlaku.graphql'), 'utf8');
    await writeFile(
      office.path('ubah.graphql'),
      sdl.replace(/^ {2}tahun: Int/m, '  year: Int').replace(/^ {2}kecamatan: String/m, '  kecamatan: Int'),
    );
    await writeFile(office.path('tambah.graphql'), `${sdl}\nextend type Query { dinkes_baru: String }\n`);
    const [same, broken, added, fresh] = await Promise.all([
      office.satugraf(['diff', 'berlaku.graphql', '--name', name], dinkes),
      office.satugraf(['diff', 'ubah.graphql', '--name', name], dinkes),
      office.satugraf(['diff', 'tambah.graphql', '--name', name, '--json'], dinkes),
      office.satugraf(['diff', 'ubah.graphql', '--name', 'dinkes_lain'], dinkes),
    ]);
    expect(same).toMatchObject({ code: 0, out: expect.stringMatching(/versi \/ version \d+; sama/) });
    expect(broken.code).toBe(1);
    const type = 'Dinkes_TenagaKesehatan';
    expect(broken.out).toMatch(new RegExp(`^ {2}BREAKING {2}dihapus / removed: ${type}\\.tahun `, 'm'));
    expect(broken.out).toMatch(new RegExp(`^ {2}BREAKING {2}berubah / changed: .*${type}\\.kecamatan `, 'm'));
    expect(broken.out).toMatch(new RegExp(`^ {2}SAFE {6}baru / added: ${type}\\.year `, 'm'));
    expect(added.code).toBe(0);
    expect(JSON.parse(added.out)).toMatchObject([
      { subgraph: name, changes: [{ kind: 'ADDED', severity: 'SAFE', coordinate: 'Query.dinkes_baru' }] },
    ]);
    expect(fresh).toMatchObject({ code: 0, out: expect.stringContaining('belum terbit') });
  });
});

describe('a case and an upload', SLOW, () => {
  test('a case says where it stands, whose turn it is and until when', async () => {
    const team = await hub.official('tim.teknis');
    const { data } = await team.query<{ cases: { number: string; nextActor: string | null }[] }>(
      '{ cases { number nextActor } }',
    );
    const open = data?.cases.find(({ nextActor }) => nextActor !== null);
    const [text, json, none] = await Promise.all([
      office.satugraf(['status', open?.number ?? ''], as(team.token)),
      office.satugraf(['status', open?.number ?? '', '--json'], as(team.token)),
      office.satugraf(['status', 'P-0000-0000'], as(team.token)),
    ]);
    expect([text.code, text.err]).toEqual([0, '']);
    expect(text.out).toContain(`giliran / next: ${open?.nextActor}`);
    expect(text.out).toMatch(/^batas waktu \/ due: \d{4}-\d\d-\d\d/m);
    expect(JSON.parse(json.out)).toMatchObject({ number: open?.number, nextActor: open?.nextActor });
    expect(none).toMatchObject({ code: 2, err: expect.stringContaining('P-0000-0000') });
  });

  test('a file is uploaded, and its id is all that is printed', async () => {
    const producer = await hub.official('produsen.dinkes');
    await writeFile(office.path('data.csv'), 'a;b\n1;2\n');
    const ran = await office.satugraf(['upload', 'data.csv'], as(producer.token));
    expect(ran).toMatchObject({ code: 0, out: expect.stringMatching(/^[0-9a-f-]{36}\n$/), err: '' });
    const read = 'mutation ($id: ID!) { importFile(upload: $id) { rows } }';
    expect((await producer.query(read, { id: ran.out.trim() })).data).toMatchObject({
      importFile: { rows: 1 },
    });
  });
});
