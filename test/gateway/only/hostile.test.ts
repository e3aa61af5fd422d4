import type { ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, bootFakes, type Fakes, names, sizes } from './fakes.js';

// Subgraphs that answer what nobody asked for: null and one labelled error at the right place, and nothing else of the
// answer, nor of the process, is touched.

let fakes: Fakes;
beforeAll(async () => {
  fakes = await bootFakes();
});
afterAll(() => fakes[Symbol.asyncDispose]());
afterEach(() => {
  fakes.names.answer = names;
  fakes.sizes.answer = sizes;
});

const sent =
  (text: string, status = 200, headers: Record<string, string> = {}): Answer =>
  (_asked, response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
  };
const entities = (json: string): Answer => sent(`{"data":{"_entities":${json}}}`);
const DEEP = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
const NO_SIZES = [{ size: null }, { size: null }, { size: null }];

test.each<readonly [string, Answer, unknown, readonly (readonly (string | number)[])[]]>([
  ['HTML', sent('<html>hello</html>'), NO_SIZES, [['things', 0]]],
  ['an empty body', sent(''), NO_SIZES, [['things', 0]]],
  ['JSON cut short', sent('{"data":{"_entities":[{"size":1'), NO_SIZES, [['things', 0]]],
  ['a list', sent('[]'), NO_SIZES, [['things', 0]]],
  ['an object that is no answer', sent('{"ok":true}'), NO_SIZES, [['things', 0]]],
  ['data that are a text', sent('{"data":"yes"}'), NO_SIZES, [['things', 0]]],
  ['no entities', sent('{"data":{}}'), NO_SIZES, [['things', 0]]],
  ['entities that are an object', entities('{}'), NO_SIZES, [['things', 0]]],
  ['too few entities', entities('[{"size":1}]'), NO_SIZES, [['things', 0]]],
  ['too many entities', entities('[null,null,null,null]'), NO_SIZES, [['things', 0]]],
  ['an error alone', sent('{"errors":[{"message":"no"}]}'), NO_SIZES, [['things', 0]]],
  [
    'an error of one entity',
    sent(
      '{"data":{"_entities":[{"size":1},null,{"size":3}]},"errors":[{"message":"no","path":["_entities",1,"size"]}]}',
    ),
    [{ size: 1 }, { size: null }, { size: 3 }],
    [['things', 1, 'size']],
  ],
  [
    'a value of another type',
    entities('[{"size":1},{"size":"two"},{"size":[3]}]'),
    [{ size: 1 }, { size: null }, { size: null }],
    [
      ['things', 1, 'size'],
      ['things', 2, 'size'],
    ],
  ],
  [
    'keys that are to change what objects are',
    entities(
      '[{"size":1,"__proto__":{"size":9}},{"__proto__":{"size":9}},{"constructor":{"prototype":{"x":1}},"size":3}]',
    ),
    [{ size: 1 }, { size: null }, { size: 3 }],
    [],
  ],
  [
    'JSON as deep as it goes',
    entities(`[{"size":${DEEP}},{"size":1},{"size":2}]`),
    [{ size: null }, { size: 1 }, { size: 2 }],
    [['things', 0, 'size']],
  ],
  ['a redirect', sent('', 302, { location: 'http://127.0.0.1:1/' }), NO_SIZES, [['things', 0]]],
])('%s', async (_what, answer, things, paths) => {
  fakes.sizes.answer = answer;
  const got = await fakes.ask('{ things { size } }');
  expect(got.data).toEqual({ things });
  expect(got.errors.map(({ path }) => path)).toEqual(paths);
  expect(({} as Record<string, unknown>)['size']).toBeUndefined();
  fakes.sizes.answer = sizes;
  expect((await fakes.ask('{ things { name size } }')).errors).toEqual([]);
});

describe('a subgraph', () => {
  test('that never ends its answer is given up in time, and past its bytes', async () => {
    fakes.sizes.answer = async (_asked, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"data":{"_entities":[{"size":"');
      const chunk = 'x'.repeat(1 << 20);
      for (let sent = 0; sent < 64 && !response.destroyed; sent++) {
        response.write(chunk);
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    };
    const { data, errors } = await fakes.ask('{ things { size } }');
    expect(data).toEqual({ things: NO_SIZES });
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['SUBGRAPH_FAILED']);
    await expect.poll(() => fakes.sizes.open, { timeout: 2000 }).toBe(0);
  });

  test('that breaks the connection costs its own fields alone', async () => {
    fakes.sizes.answer = (_asked, response) => void response.destroy();
    const { data, errors } = await fakes.ask('{ things { name size } }');
    expect(data).toEqual({ things: ['a', 'b', 'c'].map((id) => ({ name: `thing ${id}`, size: null })) });
    expect(errors).toHaveLength(1);
  });

  test('whose error names something else is not believed', async () => {
    fakes.sizes.answer = sent(
      '{"data":{"_entities":[null,null,null]},"errors":[{"message":"no","path":["__proto__",7]},{"message":5}, null]}',
    );
    const { data, errors } = await fakes.ask('{ things { size } }');
    expect(data).toEqual({ things: NO_SIZES });
    for (const { path, message } of errors) {
      expect(path?.[0]).toBe('things');
      expect(typeof message).toBe('string');
    }
  });
});
