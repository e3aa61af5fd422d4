import { command, FLAG, TEXT } from '../command.js';
import { type Checked, exitOfOutcome, FINDING, showChecked } from '../registry/findings.js';
import { inputsOf } from '../registry/inputs.js';
import { checkOffline } from '../registry/offline.js';
import { SOURCE_HELP, SOURCE_USAGE, sourcesOf } from '../registry/sources.js';

export const check = command({
  usage: `[DIR] | ${SOURCE_USAGE}  [--offline] [--strict]`,
  about: { id: 'periksa subgraf sebelum terbit', en: 'check subgraphs before they are published' },
  more: [
    'Dengan sesi: terhadap graf yang berlaku / with a session: against the live graph',
    ...SOURCE_HELP,
    '--offline             hanya berkas, tanpa hub / of the files alone, without a hub',
    '--strict              kode keluar 1 juga bila perlu tinjauan / exit code 1 also where a review is needed',
  ],
  options: { name: TEXT, agency: TEXT, url: TEXT, offline: FLAG, strict: FLAG },
  anonymous: true,
  words: [0, 1],
  async run({ values: { name, agency, url, offline, strict }, words: [path = '.'], hub, terminal }) {
    const sources = await sourcesOf(path, { name, agency, url });
    const here = offline || hub.session.token === '';
    if (here && !offline)
      terminal.note('Belum masuk: hanya berkas, tanpa hub / not signed in: the files alone');
    const checked = here ? await checkOffline(sources, new Date()) : await checkLive();
    showChecked(checked, sources, terminal);
    return { exit: exitOfOutcome(checked.outcome, strict), value: checked };

    async function checkLive(): Promise<Checked> {
      const { checkSubgraphs } = await hub.query<{ checkSubgraphs: Checked }>(
        `query ($subgraphs: [SubgraphInput!]!) {
          checkSubgraphs(subgraphs: $subgraphs) { outcome findings ${FINDING} }
        }`,
        { subgraphs: await inputsOf(hub, sources) },
      );
      return checkSubgraphs;
    }
  },
});
