import { Client, cacheExchange, fetchExchange } from 'urql';
import { authorization } from './session.js';

/** A client of the hub's graph in the session's name. Made anew when it changes: nothing that was read outlives it. */
export const makeClient = (): Client =>
  new Client({
    url: '/graphql',
    preferGetMethod: false,
    requestPolicy: 'cache-and-network',
    exchanges: [cacheExchange, fetchExchange],
    fetchOptions: () => ({
      headers: { ...authorization(), 'apollographql-client-name': 'console' },
    }),
  });
