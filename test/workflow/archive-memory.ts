import { open } from 'node:fs/promises';
import { type BundleEntry, writeBundle } from '../../subgraphs/workflow/archive/bundle.js';
import { verifyBundle } from '../../subgraphs/workflow/archive/verify.js';
import { ABOUT, each } from './archive-bundles.js';

// `node --expose-gc --import tsx archive-memory.ts FILE`: a process of its own, whose memory is nobody else's. Writes a
// bundle of a big entry and many small ones, verifies it, and prints the most that either held, in bytes.
const path = process.argv[2] ?? '';
const row = Buffer.from('3524010,Sumberejo,1234,ya\r\n'.repeat(40_000));

async function* entries(): AsyncGenerator<BundleEntry> {
  yield { path: 'data.csv', data: each(Array.from({ length: 60 }, () => row)) };
  for (let at = 0; at < 1200; at++) yield { path: `documents/${at}`, data: Buffer.alloc(15_000, at) };
}

/**
 * Only what is left after a collection is held; the rest is a matter of when one comes. Buffers are let go of beside
 * the program, and only the next collection waits for that.
 */
const held = (): number => {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

const before = held();
let most = 0;
const sampling = setInterval(() => {
  most = Math.max(most, held() - before);
}, 80);
{
  await using handle = await open(path, 'w');
  for await (const part of writeBundle(entries(), ABOUT)) await handle.write(part);
}
const written = most;
most = 0;
const { ok } = await verifyBundle(path);
clearInterval(sampling);
console.log(JSON.stringify({ ok, written, verified: most }));
