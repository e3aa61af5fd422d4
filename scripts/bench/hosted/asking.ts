import { performance } from 'node:perf_hooks';
import { Pool } from 'undici';
import { questionOf, type Taken, rateOf as takenOf } from '../wire.js';
import type { BenchCase } from './cases.js';
import type { HubServer, Server } from './servers.js';

const CONNECTIONS = 16;

/** What is sent to a server for a case: so many different requests, in turns. */
export interface Asked {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bodies: readonly string[];
}

const JSON_TYPE = { 'content-type': 'application/json' };

const bodiesOf = (one: BenchCase, query: string | undefined): string[] =>
  Array.from({ length: one.turns }, (_, n) => JSON.stringify({ query, variables: one.variables(n) }));

export const askedOfHub = (one: BenchCase, key: string | undefined): Asked => ({
  path: '/graphql',
  headers: key === undefined ? JSON_TYPE : { ...JSON_TYPE, authorization: `Bearer ${key}` },
  bodies: bodiesOf(one, one.hub),
});
export const askedOfPostGraphile = (one: BenchCase): Asked => ({
  path: '/graphql',
  headers: JSON_TYPE,
  bodies: bodiesOf(one, one.postgraphile),
});
export const askedOfFloor = (one: BenchCase): Asked => ({
  path: `/${one.key}`,
  headers: JSON_TYPE,
  bodies: bodiesOf(one, undefined),
});

export interface Rate extends Taken {
  /** Share of its core that the server was busy. */
  readonly busy: number;
}

/** What 16 connections make of a server in so many milliseconds, after a quarter of them to warm up. */
export async function rateOf(server: Server | HubServer, asked: Asked, milliseconds: number): Promise<Rate> {
  const { path, headers, bodies } = asked;
  const questions = bodies.map((body) => questionOf(server.url, path, headers, body));
  const question = (n: number): string => questions[n % questions.length] ?? '';
  const during = (duration: number) =>
    takenOf(server.url, question, { connections: CONNECTIONS, milliseconds: duration });
  await during(milliseconds / 4);
  const cpu = server.busy();
  const began = performance.now();
  const taken = await during(milliseconds);
  return { ...taken, busy: (server.busy() - cpu) / (performance.now() - began) };
}

const disposablePool = (url: string) =>
  Object.assign(new Pool(url), {
    async [Symbol.asyncDispose](this: Pool) {
      await this.close();
    },
  });

/** The n-th answer, as text. Throws where it is none. */
async function answerOf(pool: Pool, { path, headers, bodies }: Asked, n: number): Promise<string> {
  const { statusCode, body } = await pool.request({
    path,
    method: 'POST',
    headers,
    body: bodies[n % bodies.length] ?? '',
  });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`${statusCode} ${text.slice(0, 500)}`);
  return text;
}

/** The facts of answers, for comparing: data alone, groups by their keys, numbers that are written with other decimals alike. */
export async function factsOf(server: Server, asked: Asked, turns: number): Promise<unknown[]> {
  await using pool = disposablePool(server.url);
  const facts: unknown[] = [];
  for (let n = 0; n < turns; n++) {
    const { data, errors } = JSON.parse(await answerOf(pool, asked, n)) as Record<string, unknown>;
    if (errors) throw new Error(JSON.stringify(errors));
    facts.push(plain(data));
  }
  return facts;
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) {
    const all = value.map(plain);
    return all.every(isGroup) ? all.sort((a, b) => (a.key < b.key ? -1 : 1)) : all;
  }
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, one]): [string, unknown] => {
        if (name === 'key')
          return [
            name,
            (one as unknown[]).map((part) => (part as { value?: unknown })?.value ?? part).join(),
          ];
        if (name === 'avg' || name === 'sum') return [name, rounded(one as Record<string, string>)];
        return [name, plain(one)];
      })
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

const isGroup = (value: unknown): value is { key: string } =>
  typeof value === 'object' && value !== null && 'key' in value;
const rounded = (figures: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, Number(value).toFixed(6)]));
