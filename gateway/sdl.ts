import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type DefinitionNode, type GraphQLSchema, print } from 'graphql';
import { asSubgraph, definitionsOf } from '../schema/as-subgraph.js';
import { contentHash } from '../schema/definition.js';
import { ANONYMOUS, isSignedIn } from '../subgraphs/viewer.js';
import { matches, publicly } from './etag.js';
import type { HubParts } from './parts.js';
import { mapInSteps, step } from './steps.js';

interface Printed {
  readonly text: string;
  readonly etag: string;
}

/**
 * `GET /schema.graphql`: the schema that the caller knows. `GET /subgraph.graphql`: the public one as a Federation 2
 * subgraph, whoever asks, for routers of others.
 */
export function sdlRoutes(app: FastifyInstance, parts: HubParts): void {
  const { graph } = parts;
  const schemas = printer(definitionsOf);
  const subgraphs = printer(asSubgraph);
  app.get('/schema.graphql', { config: { access: 'ANYONE' } }, async (request, reply) => {
    const { viewer } = request;
    const printed = await schemas(graph.knownTo(viewer).schema);
    return answer(request, reply, printed, isSignedIn(viewer));
  });
  app.get('/subgraph.graphql', { config: { access: 'PUBLIC' } }, async (request, reply) =>
    answer(request, reply, await subgraphs(graph.knownTo(ANONYMOUS).schema), false),
  );
}

/** Prints each schema once, in steps: that of a thousand datasets takes its time. */
function printer(
  definitions: (schema: GraphQLSchema) => readonly DefinitionNode[],
): (schema: GraphQLSchema) => Promise<Printed> {
  const known = new WeakMap<GraphQLSchema, Promise<Printed>>();
  const printed = async (schema: GraphQLSchema): Promise<Printed> => {
    const texts = await mapInSteps(await step(() => definitions(schema)), print);
    const text = `${texts.join('\n\n')}\n`;
    return { text, etag: `"${contentHash(text).slice(0, 43)}"` };
  };
  return (schema) => {
    const made = known.get(schema) ?? printed(schema);
    known.set(schema, made);
    return made;
  };
}

function answer(request: FastifyRequest, reply: FastifyReply, { text, etag }: Printed, own: boolean) {
  publicly(reply, etag);
  if (own) reply.header('cache-control', 'no-store');
  if (matches(request.headers['if-none-match'], etag)) return reply.code(304).send();
  return reply
    .header('content-type', 'text/plain; charset=utf-8')
    .header('x-content-type-options', 'nosniff')
    .send(text);
}
