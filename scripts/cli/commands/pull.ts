import { setTimeout as sleep } from 'node:timers/promises';
import { command } from '../command.js';
import { exitOf, Failure } from '../failure.js';
import type { Hub } from '../hub.js';

interface Outcome {
  readonly ok: boolean;
  readonly finished: boolean;
  readonly code: string | null;
  readonly id: string | null;
  readonly en: string | null;
  readonly rows: number;
  readonly release: number | null;
  readonly zeroDates: readonly { readonly column: string; readonly count: number }[];
}

const OUTCOME = '{ ok finished code id en rows release zeroDates { column count } }';
const EVERY_MS = 2000;
/** A pull that takes longer goes on; `satugraf releases` shows it. */
const LONGEST_MS = 15 * 60_000;

export const pull = command({
  usage: 'DATASET',
  about: { id: 'tarik dataset dari basis datanya sekarang', en: 'pull a dataset from its database now' },
  options: {},
  words: [1, 1],
  async run({ words: [dataset = ''], hub, terminal }) {
    const before = await lastOf(hub, dataset);
    const { pullNow } = await hub.query<{ pullNow: Outcome | null }>(
      `mutation ($dataset: ID!) { pullNow(dataset: $dataset) ${OUTCOME} }`,
      { dataset },
    );
    if (!pullNow) terminal.note('Masih berjalan / still running …');
    const outcome = pullNow ?? (await ended(hub, dataset, before.lastAt));
    const { ok, code, id, en, rows, release, zeroDates } = outcome;
    if (ok)
      terminal.line(
        release === null
          ? 'Tidak ada yang baru / nothing new'
          : `Rilis ${release} berlaku: ${rows} baris ditarik / release ${release} is live: ${rows} rows pulled`,
      );
    else terminal.line(`${code}: ${id} / ${en}`);
    for (const { column, count } of zeroDates)
      terminal.line(`! ${column}: ${count} tanggal nol dikosongkan / zero dates taken as empty`);
    return { exit: ok ? 0 : exitOf(code), value: outcome };
  },
});

interface Pull {
  readonly dataset: string;
  readonly lastAt: string | null;
  readonly lastOutcome: Outcome | null;
}

async function lastOf(hub: Hub, dataset: string): Promise<Pull> {
  const { pulls } = await hub.query<{ pulls: readonly Pull[] }>(
    `{ pulls { dataset lastAt lastOutcome ${OUTCOME} } }`,
  );
  const found = pulls.find((one) => one.dataset === dataset);
  if (!found)
    throw new Failure(2, `${dataset} tidak ditarik dari basis data / is not pulled from a database`);
  return found;
}

async function ended(hub: Hub, dataset: string, before: string | null): Promise<Outcome> {
  for (let waited = 0; waited < LONGEST_MS; waited += EVERY_MS) {
    await sleep(EVERY_MS);
    const { lastAt, lastOutcome } = await lastOf(hub, dataset);
    if (lastAt !== before && lastOutcome?.finished) return lastOutcome;
  }
  throw new Failure(2, `${dataset}: masih berjalan / still running; satugraf releases ${dataset}`);
}
