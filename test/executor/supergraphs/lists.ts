import { byField, type MadeSupergraph, pick, rows } from './made.js';

const cells = rows('Cell', [
  { id: 'c1', value: 1, marks: ['a', null, 'b'], note: 'x' },
  { id: 'c2', value: 0, marks: [], note: null },
  { id: 'c3', value: null, marks: null, note: '' },
  { id: 'c4', value: 4, marks: [null], note: 'y' },
]);
const sheets = rows('Sheet', [
  {
    id: 't1',
    grid: [pick(cells, 0, 9), null, [], pick(cells, 1, 2)],
    cube: [[pick(cells, 0)], [null, pick(cells, 9, 3)]],
    row: pick(cells, 3, 0),
    flags: [[true, null], null, []],
  },
  { id: 't2', grid: null, cube: [], row: [], flags: null },
  { id: 't3', grid: [[]], cube: [null, [[]]], row: pick(cells, 2, 9), flags: [[false]] },
]);

/** Lists in lists, with nulls in every place, of things that other subgraphs know more of. */
export const lists: MadeSupergraph = {
  name: 'lists',
  subgraphs: {
    sheets: `
      type Query { sheets: [Sheet] sheet(id: ID!): Sheet matrix: [[Sheet]] }
      type Sheet @key(fields: "id") { id: ID! grid: [[Cell]] row: [Cell] flags: [[Boolean]] }
      type Cell @key(fields: "id") { id: ID! }`,
    cells: `
      type Query { cell(id: ID!): Cell pairs: [[Cell!]!] }
      type Cell @key(fields: "id") { id: ID! value: Int marks: [String] near: [[Cell]!] }`,
    cubes: `
      type Sheet @key(fields: "id") {
        id: ID! cube: [[[Cell]]] row: [Cell] @external
        count: Int! @requires(fields: "row { id }")
      }
      type Cell @key(fields: "id") { id: ID! note: String sheets: [Sheet!]! strict: [[Sheet!]!]! }`,
  },
  rows: { Cell: cells, Sheet: sheets },
  fields: {
    Query: {
      sheets: () => pick(sheets, 0, 9, 1, 2),
      sheet: byField(sheets, 'id'),
      matrix: () => [pick(sheets, 0, 9), null, pick(sheets, 2)],
      cell: byField(cells, 'id'),
      pairs: () => [pick(cells, 0, 1), [], pick(cells, 3)],
    },
    Sheet: {
      count: ({ row }) => (Array.isArray(row) ? row.filter((one) => one !== null).length : -1),
    },
    Cell: {
      near: ({ rank }) => [pick(cells, Number(rank) + 1), [], pick(cells, 0, 9)],
      sheets: ({ rank }) => pick(sheets, Number(rank) % 3),
      strict: ({ rank }) => [pick(sheets, Number(rank) % 3), [], pick(sheets, 0, 1)],
    },
  },
  samples: { ID: ['t1', 't2', 't3', 'c1', 'c3', 'c4', 'z'] },
};
