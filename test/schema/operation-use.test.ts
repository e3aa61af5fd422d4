import { buildSchema, getOperationAST, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { operationUse, variableCoordinates } from '../../schema/operation-use.js';

const SCHEMA = buildSchema(`
  scalar Bebas
  enum Jenis { A B }
  input Saring { jenis: [Jenis!], teks: String, lain: Saring, bebas: Bebas, ya: Boolean }
  type Query { daftar(saring: Saring, bebas: Bebas, angka: [Float]): [Baris] }
  type Baris { nama: String, anak(jenis: Jenis = A): [Baris] }
`);

function use(text: string, name?: string) {
  const document = parse(text);
  expect(validate(SCHEMA, document)).toEqual([]);
  const operation = getOperationAST(document, name);
  if (!operation) return expect.fail('no operation');
  const { hash, ...rest } = operationUse(SCHEMA, document, operation);
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  return { ...rest, text: rest.text.replace(/\s+/g, ' ') };
}

test('a free form is emptied, keys and all; what the schema names stays', () => {
  expect(
    use(`{ daftar(
      bebas: { rahasia: 1, dalam: [{ x: KATA }] }, angka: [1.5, -2, null, 3e9]
      saring: { jenis: [A, B, A], ya: true, bebas: [KATA, { b: "c" }], lain: { teks: """blok""" , bebas: KATA } }
    ) { nama } }`),
  ).toEqual({
    name: null,
    text:
      '{ daftar( bebas: {} angka: [0, null] ' +
      'saring: {jenis: [A, B], ya: false, bebas: [], lain: {teks: "", bebas: ""}} ) { nama } }',
    coordinates: [
      'Baris.nama',
      'Jenis.A',
      'Jenis.B',
      'Query.daftar',
      'Query.daftar.angka',
      'Query.daftar.bebas',
      'Query.daftar.saring',
      'Saring.bebas',
      'Saring.jenis',
      'Saring.lain',
      'Saring.teks',
      'Saring.ya',
    ],
  });
});

test('of a document only the operation and the fragments that it reaches count', () => {
  const text = `
    query Satu { daftar { ...Luar } }
    query Dua($s: Saring = { teks: "awal", jenis: B }) { daftar(saring: $s) { nama @skip(if: true) ... on Baris { __typename } } }
    fragment Luar on Baris { x: nama anak { ...Dalam } }
    fragment Dalam on Baris { anak(jenis: B) { nama } }`;
  expect(use(text, 'Satu')).toEqual({
    name: 'Satu',
    text:
      'query Satu { daftar { ...Luar } } fragment Luar on Baris { _1: nama anak { ...Dalam } } ' +
      'fragment Dalam on Baris { anak(jenis: B) { nama } }',
    coordinates: ['Baris.anak', 'Baris.anak.jenis', 'Baris.nama', 'Jenis.B', 'Query.daftar'],
  });
  expect(use(text, 'Dua')).toEqual({
    name: 'Dua',
    text: 'query Dua($s: Saring = {teks: "", jenis: B}) { daftar(saring: $s) { nama @skip(if: false) ... on Baris { __typename } } }',
    coordinates: [
      'Baris.nama',
      'Jenis.B',
      'Query.daftar',
      'Query.daftar.saring',
      'Saring.jenis',
      'Saring.teks',
    ],
  });
});

test('variables name what the schema has, never what only they have', () => {
  const operation = getOperationAST(
    parse('query ($s: Saring, $b: Bebas) { daftar(saring: $s, bebas: $b) { nama } }'),
  );
  const values = {
    s: { jenis: 'A', teks: 'B', lain: { bebas: { teks: 'A', kunci: 1 }, asing: 'A' } },
    b: { jenis: 'A' },
    lain: { ya: true },
  };
  expect(variableCoordinates(SCHEMA, operation?.variableDefinitions ?? [], values)).toEqual([
    'Saring.jenis',
    'Jenis.A',
    'Saring.teks',
    'Saring.lain',
    'Saring.bebas',
  ]);
});
