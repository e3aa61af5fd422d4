import { byField, type MadeSupergraph, pick, rows } from './made.js';

const place = (city: string | null, zip: string) => ({ city, zip, __typename: 'Address', rank: zip.length });
const users = rows('User', [
  { id: 'a1', name: 'Sari', email: 'sari@x', level: 'GOLD', address: place('Kota', '1'), motto: 'maju' },
  { id: 'a2', name: null, email: null, level: 'IRON', address: place(null, '22'), motto: '' },
  { id: 'a3', name: 'Budi', email: 'budi@x', level: null, address: null, motto: null },
]);
const posts = rows('Post', [
  { id: 'b1', title: 'Satu', author: users[0], readers: pick(users, 1, 9, 2), views: 3 },
  { id: 'b2', title: '', author: users[1], readers: [], views: 0 },
  { id: 'b3', title: 'Tiga', author: null, readers: null, views: null },
]);

/** `@provides`, `@override`, and roots, types and fields that several subgraphs share. */
export const shared: MadeSupergraph = {
  name: 'shared',
  subgraphs: {
    people: `
      type Query { me: User @shareable users(level: Level): [User!] @shareable version: Int! @shareable }
      type User @key(fields: "id") { id: ID! name: String @shareable email: String @shareable level: Level motto: String @shareable }
      type Address @shareable { city: String zip: String! }
      enum Level { GOLD IRON }`,
    blog: `
      type Query { me: User @shareable version: Int! @shareable posts: [Post] post(id: ID!): Post
        featured: Post @provides(fields: "author { email motto }") }
      type Post @key(fields: "id") {
        id: ID! title: String!
        author: User @provides(fields: "name")
        readers: [User]
      }
      type User @key(fields: "id") {
        id: ID! name: String @external motto: String @external email: String @external
        posts: [Post!]! address: Address @shareable
      }
      type Address @shareable { city: String zip: String! }`,
    moved: `
      type Query { users(level: Level): [User!] @shareable addresses: [Address] }
      type User @key(fields: "id") {
        id: ID! level: Level @override(from: "people") address: Address @shareable friends: [User]
      }
      type Address @shareable { city: String zip: String! }
      type Post @key(fields: "id") { id: ID! views: Int audience: [[User]] }
      enum Level { GOLD IRON }`,
  },
  rows: { User: users, Post: posts },
  fields: {
    Query: {
      me: () => users[0],
      users: (_self, { level }) => (level ? users.filter((user) => user.level === level) : users),
      version: () => 7,
      posts: () => pick(posts, 0, 9, 1, 2),
      post: byField(posts, 'id'),
      featured: () => posts[1],
      addresses: () => [users[0]?.address, null, users[1]?.address],
    },
    User: {
      posts: ({ id }) => posts.filter(({ author }) => (author as { id: unknown } | null)?.id === id),
      friends: ({ id }) => [...users.filter((user) => user.id !== id), null],
    },
    Post: { audience: ({ readers }) => [readers ?? null, pick(users, 0, 9), []] },
  },
  samples: { ID: ['b1', 'b2', 'b3', 'b9'], Level: ['GOLD', 'IRON'] },
};
