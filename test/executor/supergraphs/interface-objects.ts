import { byField, type MadeSupergraph, pick, rows } from './made.js';

const books = rows('Book', [
  { id: 'k1', title: 'Satu', pages: 10, stars: 4, summary: 's1' },
  { id: 'k2', title: '', pages: null, stars: 0, summary: null },
]);
const films = rows('Film', [
  { id: 'l1', title: 'Dua', length: 90, stars: null, summary: 's3' },
  { id: 'l2', title: null, length: 0, stars: 2, summary: '' },
]);
const media = [...books, ...films];
const authors = rows('Author', [
  { id: 'a1', name: 'Sari', best: books[0], all: [...books, null, films[1]] },
  { id: 'a2', name: null, best: null, all: [films[0]] },
]);

/** An interface that one subgraph knows the types of, and others see as one type with a key. */
export const interfaceObjects: MadeSupergraph = {
  name: 'interface objects',
  subgraphs: {
    library: `
      type Query { media: [Media] medium(id: ID!): Media books: [Book!] }
      interface Media @key(fields: "id") { id: ID! title: String }
      type Book implements Media @key(fields: "id") { id: ID! title: String pages: Int }
      type Film implements Media @key(fields: "id") { id: ID! title: String length: Int }`,
    stars: `
      type Query { top: [Media] best: Media }
      type Media @interfaceObject @key(fields: "id") { id: ID! stars: Int reviews(first: Int = 1): [Review] }
      type Review { text: String! about: Media }`,
    texts: `
      type Query { authors: [Author] }
      type Media @interfaceObject @key(fields: "id") {
        id: ID! summary: String headline: String authors: [Author!]
      }
      type Author @key(fields: "id") { id: ID! name: String best: Media all: [Media] }`,
  },
  rows: { Media: media, Book: books, Film: films, Author: authors },
  fields: {
    Query: {
      media: () => [...media, null],
      medium: byField(media, 'id'),
      books: () => books,
      top: () => pick(media, 3, 0, 9, 1),
      best: () => media[2],
      authors: () => [null, ...authors],
    },
    Media: {
      reviews: ({ id, rank }, { first }) =>
        [0, 1, 2].slice(0, Math.max(0, Number(first ?? 1))).map((at) => ({
          __typename: 'Review',
          rank: at,
          text: `${id} ${at}`,
          about: media[(Number(rank) + at) % 5] ?? null,
        })),
      headline: ({ rank }) => (rank === 1 ? '' : `~${rank}`),
      authors: ({ id }) => authors.filter(({ all }) => (all as typeof media).some((one) => one?.id === id)),
    },
  },
  samples: { ID: ['k1', 'k2', 'l1', 'l2', 'k9'], Int: [1, 2, 0] },
};
