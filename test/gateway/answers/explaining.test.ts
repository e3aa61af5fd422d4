import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEMO_QUERY } from '../../../scripts/demo/datasets.js';
import { bootHub, type Caller, type TestHub } from '../../support/hub.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await bootHub('demo');
});
afterAll(() => hub[Symbol.asyncDispose]());

interface Explained {
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
  readonly extensions?: {
    readonly satugraf?: {
      readonly execution?: {
        readonly milliseconds: number;
        readonly planning: { readonly kept: boolean };
        readonly plan: string;
        readonly fetches: readonly {
          readonly subgraph: string;
          readonly path: string;
          readonly entities: number | null;
          readonly milliseconds: number;
          readonly errors: number;
        }[];
      };
    };
  };
}

async function asked({ token }: Caller, extensions: unknown): Promise<[number, Explained]> {
  const response = await fetch(`${hub.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify({ query: DEMO_QUERY, extensions }),
  });
  return [response.status, (await response.json()) as Explained];
}

test('the technical team sees how an operation was executed: plan, fetches and times', async () => {
  const team = await hub.official('tim.teknis');
  const [status, { extensions }] = await asked(team, { explain: true });
  const execution = extensions?.satugraf?.execution;
  expect(status).toBe(200);
  expect(execution?.plan).toContain('Fetch(service: "hosted")');
  const [first, ...others] = execution?.fetches ?? [];
  expect([first?.subgraph, first?.entities]).toEqual(['reference', null]);
  expect(others.some(({ subgraph, entities }) => subgraph === 'hosted' && (entities ?? 0) > 0)).toBe(true);
  for (const { milliseconds, errors } of execution?.fetches ?? []) {
    expect(milliseconds).toBeGreaterThan(0);
    expect(errors).toBe(0);
  }
  const [, again] = await asked(team, { explain: true });
  expect(again.extensions?.satugraf?.execution?.planning.kept).toBe(true);
});

test('nobody else sees it, and nobody who has not asked', async () => {
  const producer = await hub.official('produsen.dinkes');
  for (const caller of [hub.anonymous, hub.key(), producer]) {
    const [status, { errors, extensions }] = await asked(caller, { explain: true });
    expect([status, errors?.[0]?.extensions.code, extensions]).toEqual([403, 'FORBIDDEN', undefined]);
  }
  const [, plain] = await asked(await hub.official('tim.teknis'), undefined);
  expect(plain.extensions?.satugraf?.execution).toBeUndefined();
});

test('metrics count plans, fetches by subgraph, and answers that went straight', async () => {
  const key = hub.key();
  await key.query('{ dinkes_tenagaKesehatan(first: 1) { nodes { dokter } } }');
  const text = await (await fetch(`${hub.url}/metrics`)).text();
  const value = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
  expect(value('satugraf_fetches_total{subgraph="hosted"}')).toBeGreaterThan(0);
  expect(value('satugraf_fetch_seconds_total{subgraph="reference"}')).toBeGreaterThan(0);
  expect(value('satugraf_plans_total{source="made"}')).toBeGreaterThan(0);
  expect(value('satugraf_straight_total')).toBeGreaterThan(0);
});
