import { firstBytes, sourceOf } from '../reading/bytes.js';
import { gunzipped } from '../reading/gzip.js';
import { readStructure } from './reading.js';
import type { StructureVerdict } from './structure.js';

export interface StructureInput {
  readonly filename: string;
  readonly bytes: Uint8Array;
}

/** Reads a dump or structure file, which may be compressed. */
export async function structureTask({ filename, bytes }: StructureInput): Promise<StructureVerdict> {
  const source = sourceOf(filename, bytes);
  const packed = (await firstBytes(source, 2)).toString('hex') === '1f8b';
  return readStructure((packed ? gunzipped(source) : source).bytes());
}
