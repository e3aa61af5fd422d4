import type { FastifyRequest } from 'fastify';
import {
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  isObjectType,
  parse,
  validate,
} from 'graphql';
import { type HubError, refusal, type Words } from '../../schema/errors.js';
import type { RequestContext } from '../../subgraphs/context.js';
import type { Dataset } from '../../subgraphs/directory.js';
import { type ExportStatements, exportStatements } from '../../subgraphs/hosted/export.js';
import { visibleColumns } from '../../subgraphs/hosted/visible.js';
import { touchedBy } from '../answers/labels.js';
import type { Layers } from '../exposure/second-look.js';
import { checkVariables } from '../limits.js';
import { Operation } from '../operation.js';

export const FORMATS = ['csv', 'xlsx', 'ndjson'] as const;
export type Format = (typeof FORMATS)[number];

/** An export that the caller may have. */
export interface ExportAsk {
  readonly dataset: Dataset & { readonly release: NonNullable<Dataset['release']> };
  readonly format: Format;
  readonly excel: boolean;
  /** Names of the columns in it. */
  readonly names: readonly string[];
  /** Names of all that it uses: in the file, to choose rows, or to sort them. */
  readonly used: readonly string[];
  readonly statements: ExportStatements;
}

interface Known extends Layers {
  readonly schema: GraphQLSchema;
}

const PARAMETERS = ['where', 'orderBy', 'columns', 'names', 'excel'] as const;
type Parameters = Partial<Record<(typeof PARAMETERS)[number], string>>;

/**
 * What a request asks for. An export is the query that lists the dataset's rows: it is validated against the schema
 * that the caller knows and judged by the gate as that query would be. Throws NOT_FOUND for a name that is not in that
 * schema, BAD_USER_INPUT, the code of a withheld column or dataset.
 */
export async function readAsk(
  request: FastifyRequest,
  context: RequestContext,
  known: Known,
): Promise<ExportAsk> {
  const { file } = request.params as { readonly file: string };
  const [, field = '', format] = /^(\w+)\.(csv|xlsx|ndjson)$/.exec(file) ?? [];
  const dataset = known.schema.getQueryType()?.getFields()[field] && context.directory.byField(field);
  if (!dataset) throw refusal('NOT_FOUND', { what: request.url.split('?')[0] ?? '' });
  if (dataset.remote) throw refusal('EXPORT_REFUSED', { detail: REMOTE });
  const given = parametersOf(request.query as Record<string, unknown>);
  const excel = flag('excel', given.excel);
  if (excel && format !== 'csv')
    throw wrong({ id: 'excel=1 hanya untuk csv.', en: 'excel=1 is for csv alone.' });
  const names = columnsOf(given.columns) ?? ownColumns(dataset, context, known.schema);
  const args = await judged(dataset, names, given, context, known);
  const { release } = dataset;
  if (!release) throw refusal('NO_RELEASE', { dataset: field });
  const loaded = { ...dataset, release };
  const statements = exportStatements(loaded, context, {
    ...args,
    columns: names,
    names: flag('names', given.names),
  });
  const touched = [...(touchedBy(context).get(dataset) ?? [])].map(({ definition }) => definition.name);
  const used = [...new Set([...names, ...touched])];
  return { dataset: loaded, format: format as Format, excel, names, used, statements };
}

/** Every column that the caller may read; where there is none, all, so that the gate says why. */
function ownColumns(dataset: Dataset, context: RequestContext, schema: GraphQLSchema): string[] {
  const type = schema.getType(dataset.names.type);
  const inSchema = isObjectType(type) ? type.getFields() : {};
  const all = dataset.columns.map(({ definition }) => definition.name).filter((name) => inSchema[name]);
  const { columns } = visibleColumns(dataset, context);
  const own = all.filter((name) => columns.has(name));
  return own.length > 0 ? own : all;
}

/** The arguments, coerced, of the query that the export is. */
async function judged(
  { names: { field, where, orderBy, type }, columns }: Dataset,
  names: readonly string[],
  given: Parameters,
  context: RequestContext,
  { schema, gate, look }: Known,
) {
  const variables: Record<string, unknown> = {};
  if (given.where !== undefined) variables['where'] = json('where', given.where);
  if (given.orderBy !== undefined) variables['orderBy'] = json('orderBy', given.orderBy);
  checkVariables(variables);
  const types: Readonly<Record<string, string>> = { where, orderBy: `[${orderBy}!]` };
  const declared = Object.keys(variables).map((name) => `$${name}: ${types[name]}`);
  const passed = Object.keys(variables).map((name) => `${name}: $${name}`);
  const document = parse(
    `query${wrapped(declared)} { ${field}${wrapped(passed)} { nodes { ${names.join(' ')} } } }`,
    { noLocation: true },
  );
  const [invalid] = validate(schema, document);
  if (invalid) throw unfit('columns', invalid.message);
  const stranger = names.find((name) => !columns.some(({ definition }) => definition.name === name));
  if (stranger !== undefined) throw unfit('columns', `"${stranger}" is no column of "${type}".`);
  const definitions = getOperationAST(document)?.variableDefinitions ?? [];
  const { coerced, errors } = getVariableValues(schema, definitions, variables, { maxErrors: 1 });
  if (errors?.[0]) throw wrong({ id: `Permintaan tidak sah: ${errors[0].message}`, en: errors[0].message });
  const operation = new Operation(schema, document, undefined, '');
  const { denials } = await gate(operation, variables, context);
  if (denials[0]) throw denials[0].reason;
  const forbidden = look(operation, variables, context);
  if (forbidden !== undefined) throw refusal('FIELD_NOT_EXPOSED', { field: forbidden });
  return coerced as { where?: unknown; orderBy?: never };
}

const wrapped = (parts: readonly string[]): string => (parts.length === 0 ? '' : `(${parts.join(', ')})`);

/** The request's parameters, each known and given once: a slip in a name would export more than was meant. */
function parametersOf(query: Record<string, unknown>): Parameters {
  for (const [name, value] of Object.entries(query)) {
    if (!(PARAMETERS as readonly string[]).includes(name))
      throw wrong({
        id: `Parameter ${name} tidak dikenal; yang ada: ${PARAMETERS.join(', ')}.`,
        en: `The parameter ${name} is unknown; there are ${PARAMETERS.join(', ')}.`,
      });
    if (typeof value !== 'string')
      throw wrong({
        id: `Parameter ${name} diberikan dua kali.`,
        en: `The parameter ${name} is given twice.`,
      });
  }
  return query as Parameters;
}

/** Column names, each once; undefined where none are given. */
function columnsOf(text: string | undefined): string[] | undefined {
  if (text === undefined) return undefined;
  const names = text.split(',').map((name) => name.trim());
  const odd = names.find((name) => !/^[A-Za-z_]\w{0,100}$/.test(name));
  if (odd !== undefined) throw unfit('columns', 'names of columns are letters, digits and underscores.');
  return [...new Set(names)];
}

export function flag(name: string, text: string | undefined): boolean {
  if (text === undefined || text === '0') return false;
  if (text === '1') return true;
  throw wrong({ id: `Parameter ${name} adalah 0 atau 1.`, en: `The parameter ${name} is 0 or 1.` });
}

function json(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw wrong({ id: `Parameter ${name} bukan JSON.`, en: `The parameter ${name} is no JSON.` });
  }
}

const REMOTE = {
  id: 'Dataset ini dilayani subgraf milik instansinya; tanyakan lewat GraphQL.',
  en: "This dataset is served by its agency's own subgraph; ask for it by GraphQL.",
};

const wrong = (detail: Words): HubError => refusal('BAD_USER_INPUT', { detail });

const unfit = (name: string, message: string): HubError =>
  wrong({ id: `Parameter ${name} tidak sah: ${message}`, en: `${name}: ${message}` });
