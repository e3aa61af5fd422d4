import { expect } from 'vitest';
import { readDump } from '../../subgraphs/intake/structure/dump.js';
import type { Structure, StructureVerdict, Table } from '../../subgraphs/intake/structure/structure.js';

/** Bytes in chunks of `size`, so that every mark can fall on a border. */
export async function* chunks(text: string | Uint8Array, size = 65_536): AsyncGenerator<Uint8Array> {
  const bytes = typeof text === 'string' ? Buffer.from(text, 'utf8') : text;
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export function structureIn(verdict: StructureVerdict): Structure {
  if (verdict.kind === 'REFUSED') expect.fail(`${verdict.code} on line ${verdict.line}: ${verdict.words.en}`);
  return verdict.structure;
}

export const read = async (text: string | Uint8Array, size?: number): Promise<Structure> =>
  structureIn(await readDump(chunks(text, size)));

export function tableIn({ tables }: Structure, name: string): Table {
  const table = tables.find((other) => other.name === name);
  return table ?? expect.fail(`no table ${name} among ${tables.map((other) => other.name).join(', ')}`);
}

/** `name:TYPE`, the way the tests below spell a table's columns. */
export const typesOf = (table: Table): string =>
  table.columns.map(({ name, type }) => `${name}:${type ?? '-'}`).join(' ');
