import type { Fetcher } from '@graphiql/toolkit';
import { type ExecutionResult, GraphQLError } from 'graphql';
import { type CallerKind, greeting } from './words.js';

export type Caller = {
  kind: CallerKind;
  name: string | null;
  /** A key was sent and the hub did not take it. */
  refused: boolean;
};

function headersFor(key: string): Record<string, string> {
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    accept: 'application/graphql-response+json, application/json;q=0.9',
    'x-satugraf-client': 'explorer',
  };
  if (key !== '') headers['authorization'] = `Bearer ${key}`;
  return headers;
}

/**
 * GraphiQL's fetcher for one caller. Written out rather than taken from the toolkit, whose own reads every refusal
 * as JSON, and so shows a parse error and a stack where a proxy answered in words.
 */
export function fetcherFor(key: string): Fetcher {
  return async (params, options) => {
    try {
      const response = await fetch('/graphql', {
        method: 'POST',
        headers: merged(headersFor(key), options?.headers),
        body: JSON.stringify(params),
      });
      const body = await response.text();
      return asJson(body) ?? failed(`HTTP ${response.status} ${response.statusText}: ${body.slice(0, 500)}`);
    } catch (error) {
      return failed(error instanceof Error ? error.message : String(error));
    }
  };
}

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
  const headers = new Headers(ours);
  for (const [name, value] of Object.entries(typed)) headers.set(name, String(value));
  return headers;
}

/** Whom the hub takes the holder of `key` for. Never rejects: who cannot be named is anonymous. */
export async function askCaller(key: string, signal: AbortSignal): Promise<Caller> {
  const nobody: Caller = { kind: 'ANONYMOUS', name: null, refused: false };
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: headersFor(key),
      body: JSON.stringify({ query: '{ viewer { kind name } }' }),
      signal,
    });
    if (response.status === 401 || response.status === 403) return { ...nobody, refused: key !== '' };
    const answer: unknown = await response.json();
    const viewer = property(property(answer, 'data'), 'viewer');
    const kind = property(viewer, 'kind');
    const name = property(viewer, 'name');
    if (kind === 'SERVICE_KEY' || kind === 'OFFICIAL') {
      return { kind, name: typeof name === 'string' ? name : null, refused: false };
    }
    return { ...nobody, refused: kind === 'ANONYMOUS' && key !== '' };
  } catch {
    return nobody;
  }
}

export type Start = {
  /** Asked for by the address: opened even where this tab has older work. */
  asked: string | null;
  /** What an editor without older work begins with. */
  offered: string;
};

/** `?query=` first, then the hub's first example, then a greeting. */
export async function findStart(): Promise<Start> {
  const asked = new URLSearchParams(location.search).get('query');
  if (asked !== null && asked.trim() !== '') {
    // Taken out of the address: a reload keeps the edited query, and values in it stay out of the history.
    history.replaceState(null, '', location.pathname + location.hash);
    return { asked, offered: asked };
  }
  return { asked: null, offered: (await readExample()) ?? greeting };
}

async function readExample(): Promise<string | null> {
  try {
    const response = await fetch('/explorer/config.json', { signal: AbortSignal.timeout(3000) });
    if (response.status !== 200) return null;
    const config: unknown = await response.json();
    const query = property(config, 'query');
    return typeof query === 'string' && query.trim() !== '' ? query : null;
  } catch {
    return null;
  }
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
