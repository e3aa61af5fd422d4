import 'reflect-metadata';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { type GraphQLSchema, lexicographicSortSchema, parse, specifiedDirectives } from 'graphql';
import { buildSchema, createResolversMap } from 'type-graphql';
import { type Context, PuskesmasResolver, RegionResolver } from './resolver.js';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';

/** The subgraph: its SDL, which is what gets published, and the schema that answers. */
export async function subgraph(): Promise<{ readonly sdl: string; readonly schema: GraphQLSchema }> {
  const bare = await buildSchema({
    resolvers: [PuskesmasResolver, RegionResolver],
    directives: [...specifiedDirectives],
    validate: false,
    skipCheck: true,
  });
  const printed = printSchemaWithDirectives(lexicographicSortSchema(bare), { assumeValid: true });
  const types = printed.replace(/^schema\s*{[^}]*}\s*/, '').replace(/[ \t]+$/gm, '');
  const sdl = `${LINK}\n\n${types}\n`;
  const resolvers = createResolversMap(bare) as Record<string, Record<string, unknown>>;
  resolvers['Dinkes_Puskesmas'] = {
    ...resolvers['Dinkes_Puskesmas'],
    __resolveReference: ({ id }: { id: string }, { store }: Context) => store.byCode.load(id),
  };
  resolvers['Region'] = {
    ...resolvers['Region'],
    // The hub knows the region; what is here is found by its code.
    __resolveReference: ({ code }: { code: string }) => ({ code }),
  };
  return { sdl, schema: buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: resolvers as never }]) };
}
