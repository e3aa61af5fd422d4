import { createRequest, useQuery } from 'urql';
import { type Refusal, refusalOf } from './refusal.js';

export interface AskedRows<Data> {
  readonly data: Data | undefined;
  readonly refusal: Refusal | null;
}

/** What a query answers whose names are known only while the console runs; the data under its one root field. */
export function useAsked<Data>(query: string, root: string): AskedRows<Data> {
  const request = createRequest<Record<string, Data | null>>(query, {});
  const [{ data, error, operation }] = useQuery({ query: request.query, variables: {} });
  // Until another query is answered, what is there belongs to the one before it.
  if (operation?.key !== request.key) return { data: undefined, refusal: null };
  return { data: data?.[root] ?? undefined, refusal: error ? refusalOf(error) : null };
}

/** The hub takes so many root fields in one request. */
export const AT_ONCE = 20;

/** What each of a few root fields answers, in their order; null where it is refused, undefined until it is known. */
export function useEach<Data>(fields: readonly string[]): readonly (Data | null)[] | undefined {
  const asked = fields.slice(0, AT_ONCE).map((field, at) => `_${at}: ${field}`);
  const request = createRequest<Record<string, Data | null>>(
    `query Each { __typename ${asked.join(' ')} }`,
    {},
  );
  const [{ data, error, operation }] = useQuery({
    query: request.query,
    variables: {},
    pause: asked.length === 0,
  });
  if (asked.length === 0) return [];
  if (operation?.key !== request.key || (!data && !error)) return undefined;
  return asked.map((_, at) => data?.[`_${at}`] ?? null);
}
