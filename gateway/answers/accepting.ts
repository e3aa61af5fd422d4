/** Media types of GraphQL over HTTP. */
const JSON_TYPE = 'application/json; charset=utf-8';
const GRAPHQL_TYPE = 'application/graphql-response+json; charset=utf-8';

/** The media type of answers by the `Accept` that clients send, as Apollo Server would choose it. */
const CHOSEN: ReadonlyMap<string, string> = new Map([
  ['*/*', JSON_TYPE],
  ['application/json', JSON_TYPE],
  ['application/json, */*', JSON_TYPE],
  ['application/graphql-response+json', GRAPHQL_TYPE],
  ['application/graphql-response+json, application/json', GRAPHQL_TYPE],
  ['application/graphql-response+json,application/json;q=0.9', GRAPHQL_TYPE],
  ['application/graphql-response+json, application/json;q=0.9', GRAPHQL_TYPE],
]);

/** Undefined for what no usual client sends: Apollo Server reads that. */
export const chosenType = (accept = '*/*'): string | undefined => CHOSEN.get(accept);

/**
 * The HTTP status of an answer of GraphQL's pipeline. Whoever names `application/json` and gets it is told of a document or
 * of variables that do not fit by the body alone, as the GraphQL-over-HTTP specification has it: he cannot tell an answer
 * of the hub from one of a proxy by the media type. All others get the status itself.
 */
export const shownStatus = (status: number, type: string | undefined, accept = ''): number =>
  status === 400 && type?.startsWith('application/json') && accept.includes('application/json')
    ? 200
    : status;
