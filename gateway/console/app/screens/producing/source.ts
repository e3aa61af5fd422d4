import {
  type AnyVariables,
  type CombinedError,
  type TypedDocumentNode,
  type UseQueryArgs,
  useQuery,
} from 'urql';
import { graphql, type ResultOf } from '../../hub/graphql.js';
import { ON_THE_WAY } from '../../paths.js';
import { ONE_IMPORT, PROPOSED, type Proposed, type Understood } from './file-import.js';

/** A table or view; a dump may not say in which schema. */
export interface TableName {
  readonly schema: string | null;
  readonly name: string;
}

/** What was chosen to make a dataset of, as far as it was chosen. */
export type Picked =
  | { readonly kind: 'FILE'; readonly file: string | null }
  | { readonly kind: 'STRUCTURE'; readonly upload: string | null; readonly table: TableName | null }
  | { readonly kind: 'CONNECTION'; readonly connection: string | null; readonly table: TableName | null };
export type PickedKind = Picked['kind'];

export const NOTHING_PICKED: Readonly<Record<PickedKind, Picked>> = {
  FILE: { kind: 'FILE', file: null },
  STRUCTURE: { kind: 'STRUCTURE', upload: null, table: null },
  CONNECTION: { kind: 'CONNECTION', connection: null, table: null },
};

/** What the address says was chosen; a name without a value says of which kind it is to be. */
export function pickedIn(params: URLSearchParams): Picked {
  const name = params.get(ON_THE_WAY.table);
  const table = name ? { schema: params.get(ON_THE_WAY.schema), name } : null;
  const connection = params.get(ON_THE_WAY.connection);
  if (connection !== null) return { kind: 'CONNECTION', connection: connection || null, table };
  const upload = params.get(ON_THE_WAY.structure);
  if (upload !== null) return { kind: 'STRUCTURE', upload: upload || null, table };
  return { kind: 'FILE', file: params.get(ON_THE_WAY.file) || null };
}

/** The address with this choice in the place of any other. */
export function withPicked(params: URLSearchParams, picked: Picked): URLSearchParams {
  const then = new URLSearchParams(params);
  for (const name of ['file', 'structure', 'connection', 'schema', 'table'] as const)
    then.delete(ON_THE_WAY[name]);
  if (picked.kind === 'FILE') {
    if (picked.file) then.set(ON_THE_WAY.file, picked.file);
    return then;
  }
  if (picked.kind === 'STRUCTURE') then.set(ON_THE_WAY.structure, picked.upload ?? '');
  else then.set(ON_THE_WAY.connection, picked.connection ?? '');
  if (picked.table?.schema) then.set(ON_THE_WAY.schema, picked.table.schema);
  if (picked.table) then.set(ON_THE_WAY.table, picked.table.name);
  return then;
}

const TABLE_PROPOSAL = graphql(
  `fragment TableProposal on DefinitionProposal {
    definition { ...Proposed }
    graph { type query }
    omitted { column reason { id en } }
    personal { column reason { id en } }
    notes { id en }
  }`,
  [PROPOSED],
);
export type TableProposal = ResultOf<typeof TABLE_PROPOSAL>;

const FROM_STRUCTURE = graphql(
  `query ProposeFromStructure($upload: ID!, $schema: String, $table: String!) {
    proposeFromStructure(upload: $upload, schema: $schema, table: $table) { ...TableProposal }
  }`,
  [TABLE_PROPOSAL],
);
const FROM_CONNECTION = graphql(
  `query ProposeFromConnection($connection: ID!, $schema: String!, $table: String!) {
    proposeFromConnection(connection: $connection, schema: $schema, table: $table) { ...TableProposal }
  }`,
  [TABLE_PROPOSAL],
);

/**
 * What a dataset is proposed from. The steps behind it read `id`, under which what is written over the proposal is kept,
 * the proposal and what it will be in the graph; only loading asks what is behind it.
 */
export type Source = {
  readonly id: string;
  readonly proposal: Proposed | null;
  readonly graph: Understood['graph'];
  /** Whether nothing is left to ask before its meaning is written. */
  readonly ready: boolean;
} & (
  | { readonly kind: 'FILE'; readonly file: Understood }
  | { readonly kind: 'STRUCTURE'; readonly table: TableName; readonly found: TableProposal }
  | {
      readonly kind: 'CONNECTION';
      readonly connection: string;
      readonly table: TableName;
      readonly found: TableProposal;
    }
);

/** Asks the hub for what was chosen. `source` is null until enough is chosen and the hub has answered. */
export function useSource(picked: Picked) {
  const file = picked.kind === 'FILE' ? picked.file : null;
  const upload = picked.kind === 'STRUCTURE' ? picked.upload : null;
  const connection = picked.kind === 'CONNECTION' ? picked.connection : null;
  const table = picked.kind === 'FILE' ? null : picked.table;
  const named = { schema: table?.schema ?? null, table: table?.name ?? '' };
  const ofFile = useAnswer(ONE_IMPORT, { id: file ?? '' }, file !== null);
  const ofDump = useAnswer(
    FROM_STRUCTURE,
    { upload: upload ?? '', ...named },
    upload !== null && table !== null,
  );
  const ofTable = useAnswer(
    FROM_CONNECTION,
    { connection: connection ?? '', ...named, schema: named.schema ?? '' },
    connection !== null && table !== null,
  );
  if (file !== null) {
    const found = ofFile.data?.import ?? null;
    return { ...ofFile, asked: true, source: found && fromFile(found) };
  }
  if (upload !== null && table) {
    const found = ofDump.data?.proposeFromStructure ?? null;
    const source: Source | null = found && { kind: 'STRUCTURE', ...fromTable(upload, table, found) };
    return { ...ofDump, asked: true, source };
  }
  if (connection !== null && table) {
    const found = ofTable.data?.proposeFromConnection ?? null;
    const source: Source | null = found && {
      kind: 'CONNECTION',
      connection,
      ...fromTable(connection, table, found),
    };
    return { ...ofTable, asked: true, source };
  }
  return { ...ofFile, asked: false, source: null };
}

/** An answer to these variables alone: the client shows the last one until another comes. */
function useAnswer<Data, Variables extends AnyVariables>(
  query: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  isAsked: boolean,
) {
  const [result, again] = useQuery<Data, Variables>({ query, variables, pause: !isAsked } as UseQueryArgs<
    Variables,
    Data
  >);
  const last = (result.operation?.variables ?? {}) as Record<string, unknown>;
  const isOfThese = Object.entries(variables ?? {}).every(([name, value]) => last[name] === value);
  const data = isAsked && isOfThese ? result.data : undefined;
  const { error, fetching } = result;
  const state: Asked = { data, fetching, ...(error ? { error } : {}) };
  return { data, result: state, reread: () => again({ requestPolicy: 'network-only' }) };
}

/** Which of the queries it is does not matter to who shows that it is under way, or was refused. */
interface Asked {
  readonly data?: unknown;
  readonly error?: CombinedError;
  readonly fetching: boolean;
}

const fromFile = (file: Understood): Source => {
  const { id, proposal, graph, ready } = file;
  return { kind: 'FILE', id, proposal, graph, ready, file };
};

const fromTable = (place: string, table: TableName, found: TableProposal) => ({
  id: [place, table.schema, table.name].join('.'),
  proposal: found.definition,
  graph: found.graph,
  ready: found.definition !== null,
  table,
  found,
});
