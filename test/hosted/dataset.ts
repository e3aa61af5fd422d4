import type { CodeReference, ColumnType } from '../../schema/definition.js';
import type { AccessClass } from '../../schema/exposure.js';
import type { Caller, TestHub } from '../support/hub.js';

/** A column of a dataset made for a test; header, title and definition follow from its name. */
export interface OwnColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly accessClass?: AccessClass;
  readonly key?: boolean;
  /** Field under which a row reaches the region whose code the column holds. */
  readonly region?: string;
  /** Any other reference that the column holds. */
  readonly reference?: CodeReference;
}

export interface OwnDataset {
  readonly name: string;
  readonly columns: readonly OwnColumn[];
}

export type Cell = string | null;
export type Cells = Readonly<Record<string, Cell>>;

export interface Made {
  /** Root field. */
  readonly field: string;
  readonly type: string;
  readonly case: string;
}

interface CaseState {
  readonly number: string;
  readonly version: number;
}

async function done<Data>(caller: Caller, query: string, variables: Record<string, unknown>): Promise<Data> {
  const answer = await caller.query<Data>(query, variables);
  if (!answer.data || answer.errors.length > 0) throw new Error(answer.text);
  return answer.data;
}

/** Takes a dataset of Dinas Kesehatan through the graph to step 3, so that it is composed, and loads `rows`. */
export async function makeDataset(hub: TestHub, dataset: OwnDataset, rows: readonly Cells[]): Promise<Made> {
  const made = await handOverDataset(hub, dataset);
  await hub.hub.settle();
  await load(hub, made.field, dataset, rows);
  return made;
}

/** Takes a dataset of Dinas Kesehatan through the graph to step 3; there is nothing in it, nor is it waited for. */
export async function handOverDataset(hub: TestHub, dataset: OwnDataset): Promise<Made> {
  const producer = await hub.official('produsen.dinkes');
  const head = await hub.official('kepala.dinas');
  const act = async (caller: Caller, action: string, state: CaseState, type = '', value: unknown = null) => {
    const [declared, passed] =
      type === '' ? ['', ''] : [`, $value: ${type}`, `, ${ARGUMENT[action]}: $value`];
    const { result } = await done<{ result: CaseState }>(
      caller,
      `mutation ($number: ID!, $version: Int!${declared}) {
        result: ${action}(number: $number, version: $version${passed}) { number version }
      }`,
      { ...state, ...(type === '' ? {} : { value }) },
    );
    return result;
  };
  const { draftCase } = await done<{ draftCase: CaseState }>(
    producer,
    `mutation ($title: String!) {
      draftCase(
        title: $title, purpose: "uji", profile: "uji",
        contacts: [{ name: "Sari", position: "Statistisi", reach: "0343-000000" }]
      ) { number version }
    }`,
    { title: dataset.name },
  );
  let state = await act(producer, 'submitCase', draftCase);
  state = await act(head, 'issueDisposition', state, 'String!', 'Proses.');
  await act(producer, 'handOver', state, 'DatasetDefinitionInput!', definitionOf(dataset));
  const field = `dinkes_${dataset.name}`;
  const type = `Dinkes_${dataset.name.charAt(0).toUpperCase()}${dataset.name.slice(1)}`;
  return { field, type, case: state.number };
}

const ARGUMENT: Readonly<Record<string, string>> = {
  issueDisposition: 'disposition',
  handOver: 'definition',
};

const definitionOf = ({ name, columns }: OwnDataset) => ({
  name,
  title: name,
  description: 'Data uji.',
  columns: columns.map(({ name, type, accessClass = 'OPEN', key = false, region, reference }) => ({
    name,
    label: name,
    title: name,
    description: 'Kolom uji.',
    type,
    accessClass,
    key,
    ...(region ? { reference: { entity: 'Region', field: region } } : {}),
    ...(reference ? { reference } : {}),
  })),
});

/** Loads `rows` as a new release, through an upload. */
export async function load(
  hub: TestHub,
  field: string,
  { columns }: OwnDataset,
  rows: readonly Cells[],
): Promise<void> {
  const producer = await hub.official('produsen.dinkes');
  const names = columns.map(({ name }) => name);
  const quoted = (cell: Cell | undefined) => (cell ? `"${cell.replaceAll('"', '""')}"` : '');
  const lines = [names.join(','), ...rows.map((row) => names.map((name) => quoted(row[name])).join(','))];
  const { body } = await producer.upload(`${lines.join('\n')}\n`);
  await done(
    producer,
    'mutation ($dataset: ID!, $upload: ID!) { loadRelease(dataset: $dataset, upload: $upload) { rows } }',
    { dataset: field, upload: body['id'] },
  );
  await hub.hub.settle();
}
