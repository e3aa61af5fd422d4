import { extname } from 'node:path';
import { command, FLAG, TEXT } from '../command.js';
import { UsageFailure } from '../failure.js';
import { checkFree, writeStream } from '../output.js';

const FORMATS = ['csv', 'xlsx', 'ndjson'];

export const exportCommand = command({
  usage: `DATASET -o FILE [--format ${FORMATS.join('|')}] [--where JSON] [--order-by JSON] [--columns a,b] [--names] [--excel]`,
  about: { id: 'ekspor baris sebuah dataset ke berkas', en: "export a dataset's rows to a file" },
  more: [
    '--format FORMAT       bila tidak disebut, menurut nama berkas / by the name of the file where not given',
    '--where JSON          penyaring seperti pada graf / a filter as in the graph: \'{"jumlah":{"gt":"10"}}\'',
    '--order-by JSON       \'[{"jumlah":"DESC"}]\'',
    '--names               nama wilayah di samping kodenya / names of regions beside their codes',
    '--excel               CSV dengan titik koma dan koma desimal / CSV with semicolons and decimal commas',
  ],
  options: {
    output: { type: 'string', short: 'o' },
    format: TEXT,
    where: TEXT,
    'order-by': TEXT,
    columns: TEXT,
    names: FLAG,
    excel: FLAG,
  },
  anonymous: true,
  words: [1, 1],
  async run({ values, words: [dataset = ''], hub, terminal }) {
    const { output, where, columns } = values;
    if (output === undefined) throw new UsageFailure('-o FILE?');
    const format = values.format ?? extname(output).slice(1).toLowerCase();
    if (!FORMATS.includes(format)) throw new UsageFailure(`--format ${FORMATS.join(' | ')}?`);
    await checkFree(output);
    const query = new URLSearchParams({
      ...(where === undefined ? {} : { where }),
      ...(values['order-by'] === undefined ? {} : { orderBy: values['order-by'] }),
      ...(columns === undefined ? {} : { columns }),
      ...(values.names ? { names: '1' } : {}),
      ...(values.excel ? { excel: '1' } : {}),
    });
    const content = await hub.stream(`/exports/${encodeURIComponent(dataset)}.${format}?${query}`);
    const bytes = await writeStream(output, content);
    terminal.line(`Ekspor / export: ${output} (${bytes} B)`);
    return { exit: 0, value: { dataset, file: output, bytes } };
  },
});
