/** What a starter has to know of the chosen dataset. */
export interface Asked {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly entity: string | null }[];
  /** Whether an application needs a key to ask it. */
  readonly needsKey: boolean;
}

/** As many rows as a page holds at the most. */
const EVERY = 1000;
const A_FEW = 100;

/** What stands where one's own key goes. */
export const YOUR_KEY = 'KUNCI_ANDA';

const selected = ({ columns }: Asked): string[] =>
  columns.flatMap(({ name, entity }) => (entity ? [name, `${entity} { name }`] : [name]));

/** A query that is valid for the dataset, laid out for people. */
export const queryOf = (asked: Asked): string =>
  [
    'query Data {',
    `  ${asked.name}(first: ${A_FEW}) {`,
    '    totalCount',
    '    nodes {',
    ...selected(asked).map((field) => `      ${field}`),
    '    }',
    '    pageInfo { hasNextPage endCursor }',
    '  }',
    '}',
  ].join('\n');

const inOneLine = (asked: Asked, first: number): string =>
  `query Data { ${asked.name}(first: ${first}) { nodes { ${selected(asked).join(' ')} } } }`;

const indented = (text: string, by: string): string => text.replaceAll('\n', `\n${by}`);

export const fetchStarter = (hub: string, asked: Asked): string => `const query = \`
${queryOf(asked)}
\`;

const response = await fetch('${hub}/graphql', {
  method: 'POST',
  headers: {
    'content-type': 'application/json',${asked.needsKey ? `\n    authorization: 'Bearer ${YOUR_KEY}',` : ''}
  },
  body: JSON.stringify({ query }),
});
const { data, errors } = await response.json();

if (errors) console.warn(errors.map((error) => error.message));
console.table(data?.${asked.name}?.nodes);
`;

export const apolloStarter = (hub: string, asked: Asked): string => {
  const [first = 'id'] = asked.columns.map(({ name }) => name);
  return `// npm install @apollo/client graphql rxjs
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { ApolloProvider, useQuery } from '@apollo/client/react';

const client = new ApolloClient({
  link: new HttpLink({
    uri: '${hub}/graphql',${asked.needsKey ? `\n    headers: { authorization: 'Bearer ${YOUR_KEY}' },` : ''}
  }),
  cache: new InMemoryCache(),
});

const DATA = gql\`
  ${indented(queryOf(asked), '  ')}
\`;

function Rows() {
  const { data, loading, error } = useQuery(DATA, { errorPolicy: 'all' });
  if (loading) return <p>Memuat…</p>;
  if (!data?.${asked.name}) return <p>{error?.message}</p>;
  return (
    <ul>
      {data.${asked.name}.nodes.map((row, at) => (
        <li key={at}>{String(row.${first})}</li>
      ))}
    </ul>
  );
}

export default function App() {
  return (
    <ApolloProvider client={client}>
      <Rows />
    </ApolloProvider>
  );
}
`;
};

export const curlStarter = (hub: string, asked: Asked): string =>
  [
    `curl -s '${hub}/graphql'`,
    `-H 'content-type: application/json'`,
    ...(asked.needsKey ? [`-H 'authorization: Bearer ${YOUR_KEY}'`] : []),
    `-d '${JSON.stringify({ query: inOneLine(asked, A_FEW) })}'`,
  ].join(' \\\n  ');

const text = (value: string): string => `"${value.replaceAll('"', '""')}"`;
const list = (values: readonly string[]): string => `{${values.map(text).join(', ')}}`;

/** Power Query's language M, for the advanced editor. */
export const excelStarter = (hub: string, asked: Asked): string => {
  const entities = asked.columns.flatMap(({ entity }) => (entity ? [entity] : []));
  const headers = [
    '#"Content-Type" = "application/json"',
    ...(asked.needsKey ? [`Authorization = ${text(`Bearer ${YOUR_KEY}`)}`] : []),
  ];
  const fields = asked.columns.flatMap(({ name, entity }) => (entity ? [name, entity] : [name]));
  const last = entities.length === 0 ? 'Tabel' : `Nama${entities.length}`;
  return `let
    Kueri = ${text(inOneLine(asked, EVERY))},
    Jawaban = Json.Document(Web.Contents(${text(`${hub}/graphql`)}, [
        Headers = [${headers.join(', ')}],
        Content = Json.FromValue([query = Kueri])
    ])),
    Baris = Jawaban[data][${asked.name}][nodes],
    Tabel = Table.FromRecords(Baris, ${list(fields)}, MissingField.UseNull)${entities
      .map(
        (entity, at) =>
          `,\n    Nama${at + 1} = Table.ExpandRecordColumn(${at === 0 ? 'Tabel' : `Nama${at}`}, ${text(entity)}, {"name"}, {${text(`${entity}.name`)}})`,
      )
      .join('')}
in
    ${last}
`;
};
