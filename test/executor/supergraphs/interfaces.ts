import { byField, type MadeSupergraph, pick, type Row, rows } from './made.js';

const people = rows('Person', [
  { id: 'h1', name: 'Sari', born: 1990 },
  { id: 'h2', name: null, born: 0 },
]);
const firms = rows('Firm', [{ id: 'f1', title: 'Maju', name: 'CV Maju', staff: 4 }]);
const books = rows('Book', [
  { id: 'k1', title: 'Satu', edition: 'e1', pages: 10, maker: people[0], price: 5, rank2: 1 },
  { id: 'k2', title: '', edition: null, pages: null, maker: firms[0], price: 0, rank2: null },
]);
const films = rows('Film', [
  { id: 'l1', title: 'Dua', edition: 'e3', length: 90, maker: people[1], price: null, rank2: 2 },
  { id: 'l2', title: null, edition: 'e4', length: 0, maker: null, price: 7, rank2: 0 },
]);
const notes = rows('Note', [{ text: 'catatan' }, { text: null }]);
const works = [...books, ...films];
const makerOf = ({ maker }: Row): unknown => maker;

/** Interfaces of entities and of other types, in some subgraphs with fewer members, and unions. */
export const interfaces: MadeSupergraph = {
  name: 'interfaces',
  subgraphs: {
    works: `
      type Query { works(first: Int): [Work] work(id: ID!): Work found: [Found] makers: [Maker!] }
      interface Work { id: ID! title: String maker: Maker }
      type Book implements Work @key(fields: "id") { id: ID! title: String maker: Maker pages: Int edition: String }
      type Film implements Work @key(fields: "id") { id: ID! title: String maker: Maker length: Int! edition: String! @shareable }
      union Maker = Person | Firm
      type Person @key(fields: "id") { id: ID! }
      type Firm @key(fields: "id") { id: ID! title: String }
      type Note { text: String }
      union Found = Book | Film | Note | Person`,
    prices: `
      type Query { cheapest: Priced priced: [Priced] }
      interface Priced { price: Int }
      interface Named { name: String }
      type Book implements Priced @key(fields: "id") { id: ID! price: Int rank2: Int sequels: [Book] }
      type Film implements Priced @key(fields: "id") { id: ID! price: Int rank2: Int! edition: String @shareable remakes: [Film!] }
      type Person implements Named @key(fields: "id") { id: ID! name: String @shareable born: Int works: [Priced] }
      type Firm implements Named @key(fields: "id") { id: ID! name: String @shareable staff: Int }`,
    circles: `
      type Query { named: [Named] }
      interface Named { name: String known: [Named] }
      type Person implements Named @key(fields: "id") { id: ID! name: String @shareable known: [Named] best: Best }
      type Firm implements Named @key(fields: "id") { id: ID! name: String @shareable known: [Named] }
      union Best = Book | Firm
      type Book @key(fields: "id", resolvable: false) { id: ID! }`,
  },
  rows: { Person: people, Firm: firms, Book: books, Film: films },
  fields: {
    Query: {
      works: (_self, { first }) => [null, ...works].slice(0, first == null ? 5 : Math.max(0, Number(first))),
      work: byField(works, 'id'),
      found: () => [notes[0], books[0], null, people[1], films[1], notes[1]],
      makers: () => works.map(makerOf).filter((maker) => maker !== null),
      cheapest: () => books[1],
      priced: () => pick(works, 2, 0, 9, 3),
      named: () => [firms[0], ...people, null],
    },
    Book: { sequels: () => pick(books, 1, 9, 0) },
    Film: { remakes: ({ rank }) => (rank === 0 ? [films[1]] : null) },
    Person: {
      works: ({ id }) => [null, ...works.filter((work) => (makerOf(work) as Row | null)?.id === id)],
      known: () => [firms[0], null, people[1]],
      best: ({ rank }) => (rank === 0 ? books[0] : firms[0]),
    },
    Firm: { known: () => [people[0]] },
  },
  samples: { ID: ['k1', 'l1', 'l2', 'k9'], Int: [1, 3, 0] },
};
