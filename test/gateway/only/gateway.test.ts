import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readGatewayConfig } from '../../../gateway/config.js';
import { createGateway } from '../../../gateway/only/server.js';
import { type Answer, bootFakes, type Fakes, names, sizes } from './fakes.js';

const BOTH = '{ things { name size parts { name } } }';

let fakes: Fakes;
beforeAll(async () => {
  fakes = await bootFakes();
});
afterAll(() => fakes[Symbol.asyncDispose]());
afterEach(() => {
  fakes.names.answer = names;
  fakes.sizes.answer = sizes;
  fakes.names.asked.length = 0;
  fakes.sizes.asked.length = 0;
});

const THINGS = ['a', 'b', 'c'].map((id) => ({
  name: `thing ${id}`,
  size: id.charCodeAt(0),
  parts: [{ name: null }],
}));

describe('a gateway alone', () => {
  test('joins what remote subgraphs answer, each entity asked for once', async () => {
    fakes.names.answer = (asked, response) => {
      const { representations } = asked.variables;
      if (!representations) return names(asked, response);
      return { data: { _entities: representations.map(() => ({ __typename: 'Thing', name: null })) } };
    };
    const { status, data, errors } = await fakes.ask(BOTH);
    expect([status, errors, data]).toEqual([200, [], { things: THINGS }]);
    // Three things have one part, which is the same.
    expect(fakes.names.asked.at(-1)?.variables.representations).toEqual([{ __typename: 'Thing', id: 'z' }]);
  });

  test('gives subgraphs the headers that it is told to, and no others', async () => {
    await fakes.ask('{ count }', {
      headers: { authorization: 'Bearer x', cookie: 'secret=1', 'x-other': '1' },
    });
    const headers = fakes.sizes.asked[0]?.headers ?? {};
    expect(headers.authorization).toBe('Bearer x');
    expect(Object.keys(headers)).not.toContain('cookie');
    expect(Object.keys(headers)).not.toContain('x-other');
  });

  test('shares one fetch among equal requests at once, not among callers with other headers, and no mutation', async () => {
    const wait: Answer = async () => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      return { data: { count: 3 } };
    };
    fakes.sizes.answer = wait;
    const as = (token: string) => ({ headers: { authorization: token } });
    const answers = await Promise.all(
      ['one', 'one', 'one', 'two'].map((who) => fakes.ask('{ count }', as(who))),
    );
    expect(answers.map(({ data }) => data)).toEqual(Array(4).fill({ count: 3 }));
    expect(fakes.sizes.asked).toHaveLength(2);
    // Other operations that come to the same fetch share it too.
    await Promise.all([fakes.ask('{ count }'), fakes.ask('query Other { count }')]);
    expect(fakes.sizes.asked.length).toBeLessThanOrEqual(4);
    const renamed = 'mutation { rename(id: "a", name: "new") { name } }';
    await Promise.all([fakes.ask(renamed), fakes.ask(renamed)]);
    expect(fakes.names.asked).toHaveLength(2);
  });

  test('asks anew each time, and for nobody what another was answered', async () => {
    const own: Readonly<Record<string, readonly string[]>> = { one: ['a', 'b'], two: ['c'] };
    fakes.names.answer = ({ query, headers, variables: { representations } }) => {
      if (representations)
        return { data: { _entities: representations.map(() => ({ __typename: 'Thing', name: null })) } };
      const ids = own[headers.authorization ?? ''] ?? [];
      const key = /(\w+)\s*:\s*things\b/.exec(query)?.[1] ?? 'things';
      return { data: { [key]: ids.map((id) => ({ __typename: 'Thing', id, name: `thing ${id}` })) } };
    };
    const as = async (who: string) => {
      fakes.sizes.asked.length = 0;
      const { data } = await fakes.ask(BOTH, { headers: { authorization: who } });
      const about = fakes.sizes.asked.map(({ variables }) => variables.representations?.map(({ id }) => id));
      return { data, about };
    };
    const one = { data: { things: THINGS.slice(0, 2) }, about: [['a', 'b']] };
    const two = { data: { things: THINGS.slice(2) }, about: [['c']] };
    for (const [who, expected] of [
      ['one', one],
      ['one', one],
      ['two', two],
      ['one', one],
    ] as const)
      expect(await as(who)).toEqual(expected);
    fakes.sizes.answer = () => ({ data: { _entities: [null, null] } });
    const sizeless = THINGS.slice(0, 2).map((thing) => ({ ...thing, size: null, parts: null }));
    expect(await as('one')).toEqual({ ...one, data: { things: sizeless } });
  });

  test('whoever asks after a mutation is not answered from before it', async () => {
    const held: (() => void)[] = [];
    fakes.names.answer = async (asked, response) => {
      if (asked.query.startsWith('mutation')) return names(asked, response);
      const key = /(\w+)\s*:\s*thing\b/.exec(asked.query)?.[1] ?? 'thing';
      const answer = { data: { [key]: { __typename: 'Thing', id: 'a', name: `number ${held.length}` } } };
      await new Promise<void>((resolve) => held.push(resolve));
      return answer;
    };
    const reached = async (count: number): Promise<void> => {
      while (held.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
    };
    const asks = () => fakes.ask('{ thing(id: "a") { name } }');
    const before = asks();
    await reached(1);
    const shares = asks();
    await fakes.ask('mutation { rename(id: "a", name: "new") { name } }');
    const after = asks();
    await reached(2);
    for (const release of held) release();
    const said = (await Promise.all([before, shares, after])).map(({ data }) => data);
    expect(said).toEqual([0, 0, 1].map((number) => ({ thing: { name: `number ${number}` } })));
  });

  test('lets in whose token it knows', async () => {
    const admits = createHash('sha256').update('a-token-of-ours').digest('hex');
    await using closed = await bootFakes({ HUB_ADMITS: admits });
    const status = async (headers: Record<string, string>) =>
      (await closed.ask('{ count }', { headers })).status;
    expect(await status({})).toBe(401);
    expect(await status({ authorization: 'Bearer another' })).toBe(401);
    expect(await status({ authorization: 'Bearer a-token-of-ours' })).toBe(200);
  });

  test('connects to no place that it is not allowed to', async () => {
    await using closed = await bootFakes({ HUB_ALLOWED: '127.0.0.1:1' });
    const { data, errors } = await closed.ask('{ things { name } }');
    expect(data).toEqual({ things: null });
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['SUBGRAPH_FAILED']);
    expect(closed.names.asked).toHaveLength(0);
  });

  test('refuses subscriptions and @defer cleanly', async () => {
    const deferred = await fakes.ask('{ things { name ... @defer { size } } }');
    expect(deferred.status).toBe(400);
    const subscription = await fakes.ask('subscription { things { name } }');
    expect([subscription.status, subscription.errors.length]).toEqual([400, 1]);
  });
});

describe('a setting of a gateway alone that cannot be', () => {
  test.each([
    [{ HUB_SUPERGRAPH: 'x.graphql' }, /HUB_ADMITS/],
    [{ HUB_SUPERGRAPH: 'x', HUB_ADMITS: 'anyone', DATABASE_URL: 'postgres://h/d' }, /DATABASE_URL/],
    [{ HUB_SUPERGRAPH: 'x', HUB_ADMITS: 'somebody' }, /HUB_ADMITS/],
    [{ HUB_SUPERGRAPH: 'x', HUB_ADMITS: 'anyone', HUB_ALLOWED: 'no port' }, /HUB_ALLOWED/],
  ])('%j is told in one sentence', (env, words) => {
    expect(() => readGatewayConfig(env)).toThrow(words);
  });

  test('a file that is no supergraph, or none at all', async () => {
    for (const file of ['package.json', 'nowhere.graphql']) {
      const config = readGatewayConfig({ HUB_SUPERGRAPH: file, HUB_ADMITS: 'anyone' });
      if (!config) throw new Error('no config');
      await expect(createGateway(config)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    }
  });

  test('is none where no supergraph is given', () => {
    expect(readGatewayConfig({})).toBeNull();
  });
});
