import Fastify, { type FastifyInstance } from 'fastify';
import { execute, GraphQLError, parse, specifiedRules, validate } from 'graphql';
import type { Config } from './config.js';
import type { Database } from './database.js';
import { openMysql } from './mysql.js';
import { openPostgres } from './postgres.js';
import { subgraph } from './schema.js';
import { isSigned } from './signature.js';
import { Store } from './store.js';

interface Asked {
  readonly query: string;
  readonly variables?: Record<string, unknown> | null;
  readonly operationName?: string | null;
}

/** The subgraph over HTTP, for the hub alone. */
export async function createServer(config: Config): Promise<FastifyInstance> {
  const { schema } = await subgraph();
  const { databaseUrl } = config;
  const database = databaseUrl.startsWith('mysql:') ? openMysql(databaseUrl) : openPostgres(databaseUrl);
  const app = Fastify({ logger: true, bodyLimit: 1_000_000, requestTimeout: 10_000 });
  app.addHook('onClose', () => database.close());
  // The signature is of the bytes as they came, so they are parsed only after it has been looked at.
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  );
  app.get('/health', async () => ({ status: 'live' }));
  app.post('/graphql', async (request, reply) => {
    const body = request.body as string;
    const header = request.headers['satugraf-signature'];
    if (config.secret !== '' && !isSigned(header?.toString(), body, config.secret, new Date()))
      return reply.code(401).send({ errors: [{ message: 'Bukan dari hub / not from the hub' }] });
    const asked = askedIn(body);
    if (!asked) return reply.code(400).send({ errors: [{ message: 'JSON { query }?' }] });
    return answer(schema, asked, database, (error) => request.log.error(error));
  });
  return app;
}

function askedIn(body: string): Asked | undefined {
  try {
    const asked = JSON.parse(body) as Partial<Asked> | null;
    return typeof asked?.query === 'string' ? (asked as Asked) : undefined;
  } catch {
    return undefined;
  }
}

async function answer(
  schema: Parameters<typeof validate>[0],
  { query, variables, operationName }: Asked,
  database: Database,
  log: (error: unknown) => void,
) {
  let document: ReturnType<typeof parse>;
  try {
    document = parse(query, { maxTokens: 10_000 });
  } catch (error) {
    return { errors: [error] };
  }
  const invalid = validate(schema, document, specifiedRules);
  if (invalid.length > 0) return { errors: invalid };
  const { data, errors = [] } = await execute({
    schema,
    document,
    variableValues: variables ?? {},
    operationName: operationName ?? null,
    contextValue: { store: new Store(database) },
  });
  return errors.length === 0 ? { data } : { data, errors: errors.map((error) => redacted(error, log)) };
}

/** What the database says of itself goes into the log and nowhere else. */
function redacted(error: GraphQLError, log: (error: unknown) => void): GraphQLError {
  if (!error.originalError) return error;
  log(error.originalError);
  return new GraphQLError('Data sedang tidak dapat dibaca / the data cannot be read at the moment', {
    path: error.path ?? null,
  });
}
