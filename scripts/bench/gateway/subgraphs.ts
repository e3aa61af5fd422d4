import { createServer } from 'node:http';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, parse } from 'graphql';

// Four subgraphs of a small shop, as other gateways' benches have them. Run by itself, this file serves them on ports of
// their own and tells its parent which; what was answered once is answered again from memory, so that they take little
// of their core. Told to change, they end each answer in other blanks than the one before: as long, and to the reader a new one.
const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@external", "@requires", "@provides", "@shareable"])';

export const SDLS: Readonly<Record<string, string>> = {
  accounts: `${LINK}
    type Query { me: User user(id: ID!): User users: [User] }
    type User @key(fields: "id") { id: ID! name: String username: String @shareable birthday: Int }`,
  inventory: `${LINK}
    type Product @key(fields: "upc") {
      upc: String! weight: Int @external price: Int @external inStock: Boolean
      shippingEstimate: Int @requires(fields: "price weight")
    }`,
  products: `${LINK}
    type Query { topProducts(first: Int = 5): [Product] }
    type Product @key(fields: "upc") { upc: String! name: String price: Int weight: Int }`,
  reviews: `${LINK}
    type Review @key(fields: "id") { id: ID! body: String author: User @provides(fields: "username") product: Product }
    type User @key(fields: "id") { id: ID! username: String @external reviews: [Review] }
    type Product @key(fields: "upc") { upc: String! reviews: [Review] }`,
};

interface Reference {
  readonly id: string;
  readonly upc: string;
  readonly price?: number;
  readonly weight?: number;
}

const NAMES = ['Uri', 'Dotan', 'Kamil', 'Laurin', 'Arda', 'Ayu', 'Budi', 'Citra', 'Dewi', 'Eko'];
const users = NAMES.map((name, at) => ({
  id: `u${at + 1}`,
  name,
  username: name.toLowerCase(),
  birthday: 1970 + at,
}));
const products = Array.from({ length: 9 }, (_, at) => ({
  upc: `p${at + 1}`,
  name: `Product ${at + 1}`,
  price: 100 * (at + 1),
  weight: 10 * (at + 1),
}));
const reviews = Array.from({ length: 20 }, (_, at) => ({
  id: `r${at + 1}`,
  body: `Review ${at + 1}: as good as it gets for the money, and it came in time.`,
  author: `u${1 + (at % 6)}`,
  product: `p${1 + (at % 4)}`,
}));
const review = (one: (typeof reviews)[number]) => ({
  ...one,
  author: { id: one.author, username: users.find(({ id }) => id === one.author)?.username },
  product: { upc: one.product },
});

const RESOLVERS: Readonly<Record<string, object>> = {
  accounts: {
    Query: {
      me: () => users[0],
      user: (_: unknown, { id }: Reference) => users.find((one) => one.id === id),
      users: () => users,
    },
    User: { __resolveReference: ({ id }: Reference) => users.find((one) => one.id === id) },
  },
  inventory: {
    Product: {
      __resolveReference: (product: Reference) => ({ ...product, inStock: product.upc !== 'p3' }),
      shippingEstimate: ({ price = 0, weight = 0 }: Reference) => (price > 1000 ? 0 : Math.round(weight / 2)),
    },
  },
  products: {
    Query: { topProducts: (_: unknown, { first }: { first: number }) => products.slice(0, first) },
    Product: { __resolveReference: ({ upc }: Reference) => products.find((one) => one.upc === upc) },
  },
  reviews: {
    User: {
      reviews: ({ id }: Reference) => reviews.filter(({ author }) => author === id).map(review),
    },
    Product: {
      reviews: ({ upc }: Reference) => reviews.filter(({ product }) => product === upc).map(review),
    },
    Review: {
      __resolveReference: ({ id }: Reference) => reviews.filter((one) => one.id === id).map(review)[0],
    },
  },
};

/** Requests that the subgraphs have answered. */
let count = 0;
let changing = false;
let changes = 0;
const BLANKS = Array.from({ length: 256 }, (_, at) =>
  Buffer.from(at.toString(2).padStart(8, '0').replaceAll('0', ' ').replaceAll('1', '\t')),
);
const changed = (answer: Buffer): Buffer =>
  Buffer.concat([answer, BLANKS[changes++ % BLANKS.length] as Buffer]);

async function serve(name: string): Promise<string> {
  const schema = buildSubgraphSchema([
    { typeDefs: parse(SDLS[name] ?? ''), resolvers: RESOLVERS[name] as never },
  ]);
  const known = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', async () => {
      count++;
      const body = Buffer.concat(parts).toString();
      let answer = known.get(body);
      if (!answer) {
        const { query, variables, operationName } = JSON.parse(body);
        const result = await execute({
          schema,
          document: parse(query),
          variableValues: variables,
          operationName,
        });
        answer = Buffer.from(JSON.stringify(result));
        known.set(body, answer);
      }
      const sent = changing ? changed(answer) : answer;
      response
        .writeHead(200, { 'content-type': 'application/json', 'content-length': sent.length })
        .end(sent);
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
}

if (process.send) {
  const urls: Record<string, string> = {};
  for (const name of Object.keys(SDLS)) urls[name] = await serve(name);
  process.send(urls);
  process.on('message', (told) => {
    if (told === 'count') {
      process.send?.(count);
      count = 0;
    } else changing = told === 'change';
  });
  process.on('disconnect', () => process.exit(0));
}
