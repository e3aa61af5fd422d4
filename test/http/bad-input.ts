/** What is sent, where, and `status CODE` of what has to come back. */
export type Sent = readonly [path: string, init: RequestInit];
export type BadInput = readonly [name: string, sent: Sent, expected: string];

export const JSON_TYPE = { 'content-type': 'application/json' };
export const QUERY = '{ viewer { kind } }';

export const post = (body: string, headers: Record<string, string> = JSON_TYPE, path = '/graphql'): Sent => [
  path,
  { method: 'POST', headers, body },
];

export const ask = (
  query: string,
  more: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Sent => post(JSON.stringify({ query, ...more }), { ...JSON_TYPE, ...headers });

export const get = (parameters: string, headers: Record<string, string> = {}): Sent => [
  `/graphql?${parameters}`,
  { headers: { 'apollo-require-preflight': '1', ...headers } },
];
