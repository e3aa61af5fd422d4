import { byField, type MadeSupergraph, pick, rows } from './made.js';

const tags = rows('Tag', [
  { id: 'g1', name: 'merah', tone: 1 },
  { id: 'g2', name: 'biru', tone: 0 },
]);
const nodes = rows('Node', [
  { id: 'n1', name: 'akar', weight: 3, color: 'R', tags, parent: null },
  { id: 'n2', name: '', weight: 0, color: 'G', tags: [], parent: 0 },
  { id: 'n3', name: 'daun', weight: 1, color: 'B', tags: pick(tags, 1), parent: 1 },
]);

/** Hardly a field may be null, so that every fault takes much with it, in one subgraph or over several. */
export const strict: MadeSupergraph = {
  name: 'strict',
  subgraphs: {
    names: `
      type Query { node(id: ID!): Node! maybe(id: ID!): Node nodes: [Node!]! loose: [Node] }
      type Node @key(fields: "id") { id: ID! name: String! children: [Node!]! first: Node }
      type Tag @key(fields: "id") { id: ID! name: String! }`,
    weights: `
      type Query { heaviest: Node! pairs: [[Node!]!]! }
      type Node @key(fields: "id") { id: ID! weight: Int! tags: [Tag!]! parent: Node box: Box! }
      type Box { size: Int! inner: Box contents: [Node!] }
      type Tag @key(fields: "id") { id: ID! }`,
    colors: `
      enum Color { R G B }
      type Node @key(fields: "id") {
        id: ID! color: Color! weight: Int! @external dense: Float! @requires(fields: "weight") siblings: [[Node]!]!
      }
      type Tag @key(fields: "id") { id: ID! tone: Int! nodes: [Node!]! }`,
  },
  rows: { Node: nodes, Tag: tags },
  fields: {
    Query: {
      node: byField(nodes, 'id'),
      maybe: byField(nodes, 'id'),
      nodes: () => nodes,
      loose: () => pick(nodes, 1, 9, 0, 2),
      heaviest: () => nodes[0],
      pairs: () => [pick(nodes, 0, 1), [], pick(nodes, 2)],
    },
    Node: {
      children: ({ rank }) => nodes.filter(({ parent }) => parent === rank),
      first: ({ rank }) => nodes.find(({ parent }) => parent === rank) ?? null,
      parent: ({ parent }) => (parent === null ? null : nodes[Number(parent)]),
      box: (self) => ({
        __typename: 'Box',
        rank: 1,
        size: self.weight,
        inner: { __typename: 'Box', rank: 0, size: 7, inner: null, contents: null },
        contents: [nodes[Number(self.rank)]],
      }),
      dense: ({ weight }) => Number(weight) / 2,
      siblings: ({ rank }) => [pick(nodes, Number(rank) + 1, 0), []],
    },
    Tag: {
      nodes: ({ id }) => nodes.filter((node) => (node.tags as typeof tags).some((tag) => tag.id === id)),
    },
  },
  samples: { ID: ['n1', 'n2', 'n3', 'n9'] },
};
