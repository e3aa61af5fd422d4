import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type DocumentNode, GraphQLError, getOperationAST } from 'graphql';
import { refusal } from '../../schema/errors.js';
import { viewerOf } from '../context.js';
import { statusOf } from '../errors.js';
import { attachment } from '../files.js';
import { parseWithinLimits } from '../limits.js';
import type { HubParts } from '../parts.js';
import { answerCsv } from './answer-table.js';
import { flag } from './ask.js';

interface Operation {
  readonly query?: unknown;
  readonly variables?: unknown;
  readonly operationName?: unknown;
}

interface GraphQLBody {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
}

/** `POST /exports/query.csv`: a GraphQL query's own answer as CSV, where it is one list. */
export function queryExport(app: FastifyInstance, parts: HubParts): void {
  app.post('/exports/query.csv', async (request, reply) => {
    request.viewer = await viewerOf(request, parts);
    const excel = flag('excel', (request.query as { excel?: string }).excel);
    const operation = (request.body ?? {}) as Operation;
    const document = documentOf(operation, parts);
    const name = typeof operation.operationName === 'string' ? operation.operationName : undefined;
    if (document && (getOperationAST(document, name)?.operation ?? 'query') !== 'query')
      throw refusal('EXPORT_REFUSED', { detail: QUERIES_ALONE });
    const { status, body, raw } = await asked(app, request, operation);
    const [error] = body.errors ?? [];
    // A withheld column would be an empty one: the file would not say why.
    if (error || status >= 400 || !body.data || !document) {
      const refused = status >= 400 ? status : (statusOf(error?.extensions?.code) ?? 422);
      return reply.code(refused).type('application/json; charset=utf-8').send(raw);
    }
    const variables = (operation.variables ?? {}) as Record<string, unknown>;
    const { schema } = parts.graph.knownTo(request.viewer);
    const text = answerCsv(schema, document, name, variables, body.data, excel);
    return sent(reply, text);
  });
}

/** The document, within the limits of every operation; undefined where it is for GraphQL's own pipeline to refuse. */
function documentOf({ query }: Operation, { config }: HubParts): DocumentNode | undefined {
  if (typeof query !== 'string') return undefined;
  try {
    return parseWithinLimits(query, config.limits);
  } catch (error) {
    if (error instanceof GraphQLError) return undefined;
    throw error;
  }
}

/** Asks `/graphql` as the caller: the same limits, gate and refusals. */
async function asked(app: FastifyInstance, { headers }: FastifyRequest, operation: Operation) {
  const answer = await app.inject({
    method: 'POST',
    url: '/graphql',
    headers: {
      'content-type': 'application/json',
      ...(headers.authorization === undefined ? {} : { authorization: headers.authorization }),
    },
    payload: JSON.stringify(operation),
  });
  return { status: answer.statusCode, body: JSON.parse(answer.body) as GraphQLBody, raw: answer.body };
}

const sent = (reply: FastifyReply, text: string): FastifyReply => {
  const bytes = Buffer.from(text);
  return attachment(reply, 'query.csv', 'text/csv; charset=utf-8', bytes.length).send(bytes);
};

const QUERIES_ALONE = {
  id: 'Hanya query yang menjadi CSV; mutation dikirim ke /graphql.',
  en: 'A query alone becomes CSV; mutations go to /graphql.',
};
