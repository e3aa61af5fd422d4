import { command, TEXT } from '../command.js';
import { UsageFailure } from '../failure.js';
import { both } from '../importing/file-import.js';
import { type Change, changesOf } from '../registry/changes.js';
import { findRegistered } from '../registry/registered.js';
import { SOURCE_HELP, SOURCE_USAGE, sourcesOf } from '../registry/sources.js';

/** As they are told: what is taken away is what somebody may miss. */
const KINDS = ['REMOVED', 'CHANGED', 'ADDED'] as const;
const WORDS = { REMOVED: 'dihapus / removed', CHANGED: 'berubah / changed', ADDED: 'baru / added' } as const;

interface Difference {
  readonly subgraph: string;
  /** Of the version that is live; null where there is none yet. */
  readonly version: number | null;
  readonly changes: readonly Change[];
}

export const diff = command({
  usage: `[DIR] | ${SOURCE_USAGE}`,
  about: {
    id: 'beda berkas dengan versi subgraf yang berlaku',
    en: 'how files differ from the live versions of their subgraphs',
  },
  more: [...SOURCE_HELP, 'Kode keluar 1 bila ada yang BREAKING / exit code 1 where anything is BREAKING'],
  options: { name: TEXT, agency: TEXT, url: TEXT },
  words: [0, 1],
  async run({ values, words: [path = '.'], hub, terminal }) {
    const differences: Difference[] = [];
    for (const { name, sdl } of await sourcesOf(path, values)) {
      if (sdl === null) throw new UsageFailure(`${name}: "sdl": "schema.graphql"?`);
      const live = await findRegistered(hub, name);
      const changes = live ? await changesOf(live.sdl, sdl) : [];
      differences.push({ subgraph: name, version: live?.version ?? null, changes });
    }
    for (const { subgraph, version, changes } of differences) {
      const against = version === null ? 'belum terbit / not published yet' : `versi / version ${version}`;
      const same = version !== null && changes.length === 0 ? '; sama / the same' : '';
      terminal.line(`${subgraph}: ${against}${same}`);
      for (const kind of KINDS)
        for (const { severity, words } of changes.filter((one) => one.kind === kind))
          terminal.line(`  ${severity.padEnd(9)} ${WORDS[kind]}: ${both(words)}`);
    }
    const breaking = differences.some(({ changes }) =>
      changes.some(({ severity }) => severity === 'BREAKING'),
    );
    return { exit: breaking ? 1 : 0, value: differences };
  },
});
