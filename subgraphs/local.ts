import { buildSubgraphSchema } from '@apollo/subgraph';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { type GraphQLSchema, lexicographicSortSchema, parse, specifiedDirectives } from 'graphql';
import { buildSchema, createResolversMap, Directive, type NonEmptyArray } from 'type-graphql';
import { FEDERATION_LINK } from '../schema/kit.js';
import type { RequestContext } from './context.js';

/** Marks a field as part of the public schema: what anonymous callers may know of. */
export const Public = () => Directive('@tag(name: "public")');

export type EntityResolver = (
  reference: Record<string, unknown>,
  context: RequestContext,
) => unknown | Promise<unknown>;

export interface LocalSubgraph {
  readonly name: string;
  readonly sdl: string;
  readonly schema: GraphQLSchema;
}

/**
 * Builds a code-first subgraph: type-graphql's classes give the SDL (the contract, kept in `schema/subgraphs`) and
 * the resolvers; `entities` resolve references from other subgraphs by type name.
 */
export async function buildLocalSubgraph(options: {
  readonly name: string;
  // biome-ignore lint/complexity/noBannedTypes: the type that type-graphql's buildSchema takes
  readonly resolvers: NonEmptyArray<Function>;
  readonly entities?: Readonly<Record<string, EntityResolver>>;
}): Promise<LocalSubgraph> {
  const bare = await buildSchema({
    resolvers: options.resolvers,
    directives: [...specifiedDirectives],
    orphanedTypes: [],
    validate: false,
    skipCheck: true,
  });
  const printed = printSchemaWithDirectives(lexicographicSortSchema(bare), { assumeValid: true });
  const sdl = `${FEDERATION_LINK}\n\n${printed.replace(/^schema\s*{[^}]*}\s*/, '')}\n`;
  const resolvers = createResolversMap(bare) as Record<string, Record<string, unknown>>;
  for (const [type, resolve] of Object.entries(options.entities ?? {}))
    resolvers[type] = {
      ...resolvers[type],
      __resolveReference: (reference: Record<string, unknown>, context: RequestContext) =>
        resolve(reference, context),
    };
  const schema = buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: resolvers as never }]);
  return { name: options.name, sdl, schema };
}
