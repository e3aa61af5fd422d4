import { ApolloServer, type ApolloServerOptions } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { RequestContext } from '../../subgraphs/context.js';
import type { Audience } from '../audience.js';
import { stringify } from './bytes.js';
import { labelling } from './labelling.js';

const DOCUMENTS = 1000;
const DOCUMENTS_CHARACTERS = 10_000_000;

/** The server that parses, validates and answers for an audience. */
export async function apollo(audience: Audience): Promise<ApolloServer<RequestContext>> {
  const server = new ApolloServer<RequestContext>({
    gateway: audience,
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    nodeEnv: 'production',
    stopOnTerminationSignals: false,
    plugins: [ApolloServerPluginLandingPageDisabled(), ApolloServerPluginCacheControlDisabled(), labelling],
    documentStore: documentStore(),
    stringifyResult: stringify,
    logger: { debug() {}, info() {}, warn() {}, error() {} },
  });
  await server.start();
  return server;
}

/** Validated documents. Apollo Server's own store weighs what was parsed and keeps the text besides, however long. */
function documentStore(): NonNullable<ApolloServerOptions<RequestContext>['documentStore']> {
  const documents = new LRUCache<string, DocumentNode>({
    max: DOCUMENTS,
    maxSize: DOCUMENTS_CHARACTERS,
    sizeCalculation: (document) => (document.loc?.source.body.length ?? 0) + 1,
  });
  return {
    get: async (key) => documents.get(key),
    set: async (key, document) => {
      documents.set(key, document);
    },
    delete: async (key) => documents.delete(key),
  };
}
