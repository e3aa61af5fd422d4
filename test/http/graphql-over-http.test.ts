import { auditServer } from 'graphql-http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bootHub, type TestHub } from '../support/hub.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await bootHub('empty');
});
afterAll(() => hub[Symbol.asyncDispose]());

test('every audit of graphql-http passes', async () => {
  const results = await auditServer({
    url: `${hub.url}/graphql`,
    // A GET that any page could make a browser send is refused, whatever it accepts: so it says that it is none.
    fetchFn: (url: string | URL, init: RequestInit = {}) =>
      fetch(url, {
        ...init,
        headers: {
          ...(init.headers as Record<string, string>),
          ...(init.method === 'POST' ? {} : { 'apollo-require-preflight': 'true' }),
        },
      }),
  });
  const failed = results.flatMap((one) =>
    one.status === 'ok' ? [] : [`${one.id} ${one.name}: ${one.reason}`],
  );
  expect(results.length).toBeGreaterThan(60);
  expect(failed).toEqual([]);
});
