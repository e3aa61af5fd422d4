import { command } from '../command.js';
import { UsageFailure } from '../failure.js';
import { checkFree, writeNew } from '../output.js';

export const template = command({
  usage: 'DATASET -o FILE.xlsx',
  about: { id: 'unduh templat XLSX sebuah dataset', en: "download a dataset's XLSX template" },
  options: { output: { type: 'string', short: 'o' } },
  words: [1, 1],
  async run({ values: { output }, words: [dataset = ''], hub, terminal }) {
    if (output === undefined) throw new UsageFailure('-o FILE.xlsx?');
    await checkFree(output);
    const bytes = await hub.download(`/datasets/${encodeURIComponent(dataset)}/template.xlsx`);
    await writeNew(output, bytes);
    terminal.line(`Templat / template: ${output}`);
    return { exit: 0, value: { dataset, file: output, bytes: bytes.length } };
  },
});
