import { command } from '../command.js';
import { RELEASE, type Release } from '../loading.js';

export const releases = command({
  usage: 'DATASET',
  about: { id: 'rilis sebuah dataset, yang terbaru dahulu', en: 'releases of a dataset, newest first' },
  options: {},
  words: [1, 1],
  async run({ words: [dataset], hub, terminal }) {
    const { releases: all } = await hub.query<{ releases: readonly Release[] }>(
      `query ($dataset: ID!) { releases(dataset: $dataset) ${RELEASE} }`,
      { dataset },
    );
    if (all.length === 0) terminal.line('Belum ada rilis / no release yet');
    else
      terminal.table(
        [
          '',
          'rilis / release',
          'baris / rows',
          'ditolak / rejected',
          'cara / mode',
          'dimuat / loaded',
          'SHA-256',
        ],
        all.map(({ number, rows, live, sha256, report }) => [
          live ? '*' : '',
          String(number),
          String(rows),
          report ? String(report.rowsRejected) : '',
          report?.mode ?? '',
          report?.at ?? '',
          sha256.slice(0, 16),
        ]),
      );
    return { exit: 0, value: all };
  },
});
