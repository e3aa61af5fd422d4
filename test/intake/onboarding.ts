import type { CodeReference, ColumnType } from '../../schema/definition.js';
import type { AccessClass } from '../../schema/exposure.js';
import type { Answer, Caller, TestHub } from '../support/hub.js';

/** A column as a test writes it; the header is the name unless given. */
export interface HandedColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly label?: string;
  readonly key?: boolean;
  readonly accessClass?: AccessClass;
  /** Field under which a row reaches the region whose code the column holds. */
  readonly region?: string;
  /** What else the definition says of it. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Any other reference that the column holds. */
  readonly reference?: CodeReference;
}

export interface Handed {
  /** Root field. */
  readonly field: string;
  readonly case: CaseState;
}

export interface CaseState {
  readonly number: string;
  readonly version: number;
}

export interface Release {
  readonly number: number;
  readonly rows: number;
  readonly sha256: string;
  readonly live: boolean;
}

/** The answer's data, or a failure that shows the answer. */
export function dataOf<Data>(answer: Answer<Data>): Data {
  if (!answer.data || answer.errors.length > 0) throw new Error(answer.text);
  return answer.data;
}

/**
 * Takes a new dataset of `dinkes` from the draft to the hand-over of its definition, over HTTP, and waits until the
 * hub serves it. Nothing is loaded.
 */
export async function handOver(
  hub: TestHub,
  name: string,
  columns: readonly HandedColumn[],
): Promise<Handed> {
  const { handedOver } = await dispose(hub, name);
  const handed = await handedOver(columns);
  await hub.hub.settle();
  return handed;
}

interface Disposed {
  readonly handedOver: (columns: readonly HandedColumn[]) => Promise<Handed>;
  /** Hands over a whole definition of one's own. */
  readonly handedOverAs: (definition: { readonly name: string }) => Promise<Handed>;
}

/** The same as far as the disposition; `handedOver` does the rest when it is called, and does not wait. */
export async function dispose(hub: TestHub, name: string): Promise<Disposed> {
  const producer = await hub.official('produsen.dinkes');
  const head = await hub.official('kepala.dinas');
  const { draftCase } = dataOf(
    await producer.query<{ draftCase: CaseState }>(
      `mutation ($title: String!) {
      draftCase(
        title: $title, purpose: "uji", profile: "uji",
        contacts: [{ name: "Sari", position: "Statistisi", reach: "0343-000000" }]
      ) { number version }
    }`,
      { title: name },
    ),
  );
  const { submitCase } = dataOf(
    await producer.query<{ submitCase: CaseState }>(
      'mutation ($number: ID!, $version: Int!) { submitCase(number: $number, version: $version) { number version } }',
      { ...draftCase },
    ),
  );
  const { issueDisposition } = dataOf(
    await head.query<{ issueDisposition: CaseState }>(
      `mutation ($number: ID!, $version: Int!) {
        issueDisposition(number: $number, version: $version, disposition: "Proses.") { number version }
      }`,
      { ...submitCase },
    ),
  );
  const handedOverAs: Disposed['handedOverAs'] = async (definition) => {
    const { handOver } = dataOf(
      await producer.query<{ handOver: CaseState }>(
        `mutation ($number: ID!, $version: Int!, $definition: DatasetDefinitionInput!) {
          handOver(number: $number, version: $version, definition: $definition) { number version }
        }`,
        { ...issueDisposition, definition },
      ),
    );
    return { field: `dinkes_${definition.name}`, case: handOver };
  };
  return { handedOverAs, handedOver: (columns) => handedOverAs(definitionOf(name, columns)) };
}

const definitionOf = (name: string, columns: readonly HandedColumn[]) => ({
  name,
  title: name,
  description: 'Data uji.',
  columns: columns.map((column) => ({
    name: column.name,
    label: column.label ?? column.name,
    title: column.name,
    description: 'Kolom uji.',
    type: column.type,
    accessClass: column.accessClass ?? 'OPEN',
    key: column.key ?? false,
    ...(column.region ? { reference: { entity: 'Region', field: column.region } } : {}),
    ...column.metadata,
    ...(column.reference ? { reference: column.reference } : {}),
  })),
});

/** Asks for an upload to be loaded; the answer may be a refusal. */
export const askLoad = (
  caller: Caller,
  field: string,
  upload: unknown,
): Promise<Answer<{ loadRelease: Release }>> =>
  caller.query(
    `mutation ($field: ID!, $upload: ID!) {
      loadRelease(dataset: $field, upload: $upload) { number rows sha256 live }
    }`,
    { field, upload },
  );

/** Uploads a file and loads it; waits until the hub serves it. */
export async function load(
  hub: TestHub,
  caller: Caller,
  field: string,
  file: string | Uint8Array,
): Promise<Release> {
  const { body } = await caller.upload(file);
  const { loadRelease } = dataOf(await askLoad(caller, field, body['id']));
  await hub.hub.settle();
  return loadRelease;
}

interface Page<Row> {
  readonly [field: string]: {
    readonly totalCount: number;
    readonly nodes: readonly Row[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

/** Every row of a dataset, page by page. */
export async function allRows<Row>(caller: Caller, field: string, columns: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (let after: string | null = null; ; ) {
    const answer: Answer<Page<Row>> = await caller.query(
      `query ($after: String) {
        ${field}(first: 1000, after: $after) {
          totalCount nodes { ${columns} } pageInfo { hasNextPage endCursor }
        }
      }`,
      { after },
    );
    const page = dataOf(answer)[field];
    if (!page) throw new Error(answer.text);
    rows.push(...page.nodes);
    if (page.pageInfo.hasNextPage) after = page.pageInfo.endCursor;
    else if (rows.length === page.totalCount) return rows;
    else throw new Error(`${rows.length} rows came, ${page.totalCount} were promised`);
  }
}
