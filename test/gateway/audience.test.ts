import { buildSchema, parse } from 'graphql';
import { expect, test } from 'vitest';
import { Audience } from '../../gateway/audience.js';
import type { Executor } from '../../gateway/executor/executor.js';
import { OPEN } from '../../gateway/exposure/gate.js';
import { DatasetDirectory } from '../../subgraphs/directory.js';
import { ANONYMOUS } from '../../subgraphs/viewer.js';

const answering =
  (value: string): Executor =>
  async () => ({ data: { a: value } });

test('an operation that an earlier graph has validated is executed by that graph, also after a swap', async () => {
  const audience = new Audience({ gate: OPEN, look: () => undefined }, 1000, true);
  const [before, after] = [buildSchema('type Query { a: String }'), buildSchema('type Query { a: String }')];
  audience.show(before, answering('before'), 'before');
  const loaded = await audience.load();
  const source = '{ a }';
  const context = { directory: new DatasetDirectory([]), viewer: ANONYMOUS, memo: new Map() };
  const ask = (schema: typeof before) =>
    loaded?.executor?.({
      schema,
      source,
      document: parse(source),
      request: { query: source },
      context,
    } as never);
  expect(await ask(before)).toEqual({ data: { a: 'before' } });
  audience.show(after, answering('after'), 'after');
  expect([await ask(before), await ask(after)]).toEqual([
    { data: { a: 'before' } },
    { data: { a: 'after' } },
  ]);
  await expect(ask(buildSchema('type Query { a: String }'))).rejects.toThrow('never shown');
});

test('of a document with several operations that introspect, the one that is asked is looked at again', async () => {
  const looked: (string | undefined)[] = [];
  const look = ({ name }: { readonly name: string | undefined }) => void looked.push(name);
  const audience = new Audience({ gate: OPEN, look }, 1000, true);
  const schema = buildSchema('type Query { a: String }');
  audience.show(schema, answering('a'), 'graph');
  const loaded = await audience.load();
  const source = 'query A { a __schema { __typename } } query B { a __schema { __typename } }';
  const context = { directory: new DatasetDirectory([]), viewer: ANONYMOUS, memo: new Map() };
  for (const operationName of ['A', 'B'])
    await loaded?.executor?.({
      schema,
      source,
      document: parse(source),
      request: { query: source, operationName },
      context,
    } as never);
  expect(looked).toEqual(['A', 'B']);
});
