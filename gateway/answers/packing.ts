import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { negotiate } from '@fastify/accept-negotiator';

/** Content codings, the better one first: of kept answers here, of all others on their way out. */
export const CODINGS = ['br', 'gzip'] as const;
export type Coding = (typeof CODINGS)[number];

/** Shorter answers gain nothing. */
export const PACKED_FROM = 1024;
/** Brotli's default of 11 takes a hundred times as long. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };

const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);

/** How a body of so many bytes is to be sent to who accepts this; undefined for as it is. */
export function codingFor(accepted: string | undefined, bytes: number): Coding | undefined {
  if (accepted === undefined || bytes < PACKED_FROM) return undefined;
  const coding = negotiate(accepted, [...CODINGS]);
  return coding === 'br' || coding === 'gzip' ? coding : undefined;
}

export const pack = (body: Uint8Array, coding: Coding): Promise<Uint8Array> =>
  coding === 'br' ? brotli(body, BROTLI) : gzipped(body);
