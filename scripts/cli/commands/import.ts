import { command, TEXT } from '../command.js';
import { IMPORT_HELP, IMPORT_OPTIONS, IMPORT_USAGE, importFile } from '../importing/import.js';
import { showImport, showOpen } from '../importing/shown.js';
import { checkFree, writeNew } from '../output.js';

export const importCommand = command({
  usage: `FILE [--dataset DATASET] [--definition OUT.json] ${IMPORT_USAGE}`,
  about: {
    id: 'bagaimana berkas dipahami, dan apa yang perlu dijawab; tidak ada yang dimuat',
    en: 'how a file is understood, and what has to be answered; nothing is loaded',
  },
  more: [
    ...IMPORT_HELP,
    '--dataset DATASET     berkas berikutnya dari dataset ini / the next file of this dataset',
    '--definition OUT.json definisi yang diusulkan, untuk handOver / the proposed definition, for handOver',
  ],
  options: { ...IMPORT_OPTIONS, dataset: TEXT, definition: TEXT },
  words: [1, 1],
  async run({ values, words: [path = ''], hub, terminal }) {
    await checkFree(values.definition);
    const imported = await importFile(hub, terminal, path, values.dataset ?? null, values);
    showImport(imported, terminal, values.verbose ?? false);
    if (imported.questions.length > 0) {
      showOpen(imported.questions, terminal);
      return { exit: 1, value: imported };
    }
    if (values.definition !== undefined && imported.proposal) {
      await writeNew(values.definition, `${JSON.stringify(imported.proposal, null, 2)}\n`);
      terminal.line(`\nDefinisi / definition: ${values.definition}`);
    }
    return { exit: 0, value: imported };
  },
});
