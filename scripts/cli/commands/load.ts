import { basename, extname } from 'node:path';
import { command, FLAG, TEXT } from '../command.js';
import { UsageFailure } from '../failure.js';
import { IMPORT_HELP, IMPORT_OPTIONS, IMPORT_USAGE, importFile } from '../importing/import.js';
import { showImport, showOpen } from '../importing/shown.js';
import { loadRelease, showLoaded } from '../loading.js';
import { checkFree, freeName, writeNew } from '../output.js';

const MODES = ['replace', 'append', 'upsert'];

export const load = command({
  usage: `DATASET FILE [--mode ${MODES.join('|')}] [--set-aside] [--rejects OUT.csv] ${IMPORT_USAGE}`,
  about: { id: 'muat berkas sebagai rilis baru', en: 'load a file as a new release' },
  more: [
    '--mode MODE           replace: ganti semua / in the place of all; append: tambah / behind them;',
    '                      upsert: menurut kunci / by their key',
    '--set-aside           muat selain baris yang salah / load all but the bad rows',
    '--rejects OUT.csv     untuk baris yang ditolak / for the rejected rows, with their reasons',
    ...IMPORT_HELP,
  ],
  options: { ...IMPORT_OPTIONS, mode: TEXT, 'set-aside': FLAG, rejects: TEXT },
  words: [2, 2],
  async run({ values, words: [dataset = '', path = ''], hub, terminal }) {
    const mode = values.mode ?? 'replace';
    if (!MODES.includes(mode)) throw new UsageFailure(`--mode ${mode}: ${MODES.join(' | ')}?`);
    await checkFree(values.rejects);
    const imported = await importFile(hub, terminal, path, dataset, values);
    const open = imported.questions.length > 0;
    showImport(imported, terminal, values.verbose ?? false);
    if (open) {
      showOpen(imported.questions, terminal);
      return { exit: 1, value: { import: imported, release: null, report: null, errors: [], rejects: null } };
    }
    terminal.line();
    const loaded = await loadRelease(hub, {
      dataset,
      import: imported.id,
      mode: mode.toUpperCase(),
      rejects: values['set-aside'] ? 'SET_ASIDE' : 'REFUSE',
    });
    showLoaded(loaded, terminal);
    let rejects: string | null = null;
    if (loaded.report?.rejectsPath) {
      const bytes = await hub.download(loaded.report.rejectsPath);
      rejects = values.rejects ?? (await freeName(`${basename(path, extname(path))}.ditolak`, '.csv'));
      await writeNew(rejects, bytes);
      terminal.line(`Baris yang ditolak / rejected rows: ${rejects}`);
    }
    return { exit: loaded.release ? 0 : 1, value: { import: imported, ...loaded, rejects } };
  },
});
