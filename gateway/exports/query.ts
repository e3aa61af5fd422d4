import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type DocumentNode, GraphQLError, getOperationAST } from 'graphql';
import { HubError, refusal } from '../../schema/errors.js';
import { CLIENT_NAME, CLIENT_VERSION } from '../../subgraphs/operation-uses.js';
import { type Ask, askOf } from '../answers/ask.js';
import type { PersistedOperations } from '../answers/persisted.js';
import { checkTrusted } from '../answers/trusted.js';
import { errorBody, statusOf } from '../errors.js';
import { attachment } from '../files.js';
import { relayed } from '../http/access.js';
import { parseWithinLimits } from '../limits.js';
import type { HubParts } from '../parts.js';
import { answerCsv } from './answer-table.js';
import { flag } from './ask.js';

interface GraphQLBody {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
}

/** `POST /exports/query.csv`: a GraphQL query's own answer as CSV, where it is one list. */
export function queryExport(app: FastifyInstance, parts: HubParts, persisted: PersistedOperations): void {
  app.post('/exports/query.csv', { config: { access: 'ANYONE' } }, async (request, reply) => {
    const excel = flag('excel', (request.query as { excel?: string }).excel);
    try {
      await persisted.resolve(request);
    } catch (error) {
      // What is no file must not look like one, whatever status clients of /graphql expect.
      if (!(error instanceof HubError) || error.status !== 200) throw error;
      return reply.code(404).send(errorBody(error));
    }
    checkTrusted(request);
    const operation = askOf(request);
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
function documentOf({ query }: Ask, { config }: HubParts): DocumentNode | undefined {
  if (typeof query !== 'string') return undefined;
  try {
    return parseWithinLimits(query, config.limits);
  } catch (error) {
    if (error instanceof GraphQLError) return undefined;
    throw error;
  }
}

/** Who asks, and for which application. */
const PASSED_ON = ['authorization', CLIENT_NAME, CLIENT_VERSION] as const;

/** Asks `/graphql` as the caller: the same limits, gate and refusals. */
async function asked(app: FastifyInstance, { headers, ip }: FastifyRequest, operation: Ask) {
  const answer = await app.inject({
    method: 'POST',
    url: '/graphql',
    remoteAddress: ip,
    headers: {
      'content-type': 'application/json',
      ...relayed,
      ...Object.fromEntries(PASSED_ON.flatMap((name) => (headers[name] ? [[name, headers[name]]] : []))),
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
