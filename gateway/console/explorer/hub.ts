import type { Fetcher } from '@graphiql/toolkit';
import { type ExecutionResult, GraphQLError } from 'graphql';
import { authorization } from '../app/hub/session.js';
import type { Runs } from './runs.js';

const headers = (): Record<string, string> => ({
  'content-type': 'application/json',
  accept: 'application/graphql-response+json, application/json;q=0.9',
  'apollographql-client-name': 'explorer',
  ...authorization(),
});

/**
 * GraphiQL's fetcher in the session's name, which notes what was run. Written out rather than taken from the toolkit,
 * whose own reads every refusal as JSON, and so shows a parse error and a stack where a proxy answered in words.
 */
export function fetcherFor(runs: Runs): Fetcher {
  return async (params, options) => {
    // GraphiQL's own question for the schema comes without a document.
    const isRun = options !== undefined && 'documentAST' in options;
    const { tab } = runs;
    const explained = isRun && runs.explains;
    if (isRun) runs.forget(tab);
    const began = performance.now();
    try {
      const response = await fetch('/graphql', {
        method: 'POST',
        headers: merged(headers(), options?.headers),
        body: JSON.stringify(explained ? { ...params, extensions: { explain: true } } : params),
      });
      const body = await response.text();
      const milliseconds = performance.now() - began;
      const result =
        asJson(body) ?? failed(`HTTP ${response.status} ${response.statusText}: ${body.slice(0, 500)}`);
      if (isRun)
        runs.keep(tab, {
          question: {
            query: params.query,
            operationName: params.operationName ?? undefined,
            variables: variablesOf(params.variables),
          },
          result,
          milliseconds,
          bytes: new TextEncoder().encode(body).length,
          requestId: response.headers.get('x-request-id') ?? '',
          price: priceIn(response.headers),
          explained,
        });
      return result;
    } catch (error) {
      return failed(error instanceof Error ? error.message : String(error));
    }
  };
}

function priceIn(answered: Headers): { cost: number; limit: number } | null {
  const [cost, limit] = [answered.get('x-satugraf-cost'), answered.get('x-satugraf-cost-limit')];
  return cost === null || limit === null ? null : { cost: Number(cost), limit: Number(limit) };
}

const variablesOf = (variables: unknown): Record<string, unknown> =>
  typeof variables === 'object' && variables !== null ? (variables as Record<string, unknown>) : {};

function failed(message: string): ExecutionResult {
  return { errors: [new GraphQLError(message)] };
}

function asJson(body: string): ExecutionResult | null {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

// By way of Headers, whose names ignore case: what is typed in the headers editor replaces ours, however it is written.
function merged(ours: Record<string, string>, typed: Record<string, unknown> = {}): Headers {
  const all = new Headers(ours);
  for (const [name, value] of Object.entries(typed)) all.set(name, String(value));
  return all;
}

/** The hub's answer to a question of the explorer's own, with its status. Throws where nothing answers. */
export async function ask<Data>(
  query: string,
  variables: Record<string, unknown> = {},
  signal?: AbortSignal,
): Promise<{ readonly status: number; readonly data: Data | null; readonly errors: readonly HubMessage[] }> {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: headers(),
    body: JSON.stringify({ query, variables }),
    ...(signal ? { signal } : {}),
  });
  const answer = (await response.json()) as { data?: Data | null; errors?: HubMessage[] };
  return { status: response.status, data: answer.data ?? null, errors: answer.errors ?? [] };
}

/** An error of an answer: the hub's own have a code and words in both languages. */
export interface HubMessage {
  readonly message: string;
  readonly extensions?: {
    readonly code?: string;
    readonly messages?: { readonly id: string; readonly en: string };
    readonly nextActor?: string;
    readonly dataset?: string;
  };
}
