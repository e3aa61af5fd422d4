import { readDump } from './dump.js';
import type { StructureVerdict } from './structure.js';
import { readStructureJson } from './structure-json.js';

/** The structure in a file: a plain dump, or a structure file as JSON, told apart by the first sign in it. */
export async function readStructure(bytes: AsyncIterable<Uint8Array>): Promise<StructureVerdict> {
  const chunks = bytes[Symbol.asyncIterator]();
  const head: Uint8Array[] = [];
  let first: number | undefined;
  while (first === undefined) {
    const { done, value } = await chunks.next();
    if (done) break;
    head.push(value);
    first = value.find((byte) => !BLANKS.has(byte));
  }
  const whole = async function* () {
    yield* head;
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
  };
  return first === BRACE ? readStructureJson(whole()) : readDump(whole());
}

const BRACE = 0x7b;
/** White space, and the three bytes of a UTF-8 mark. */
const BLANKS = new Set([0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf]);
