import { command, FLAG, TEXT } from '../command.js';
import { UsageFailure } from '../failure.js';
import { both, type Sentence } from '../importing/file-import.js';

interface Column {
  readonly name: string;
  readonly sqlType: string;
  readonly type: string | null;
  readonly nullable: boolean;
  readonly comment: string | null;
}

interface Table {
  readonly schema: string | null;
  readonly name: string;
  readonly rows: number | null;
  readonly comment: string | null;
  readonly primaryKey: readonly string[];
  readonly columns: readonly Column[];
}

interface Structure {
  readonly dialect: string;
  readonly encoding: string;
  readonly notes: readonly Sentence[];
  readonly views: readonly string[];
  readonly tables: readonly Table[];
}

const STRUCTURE = `{
  dialect encoding notes { id en } views
  tables { schema name rows comment primaryKey columns { name sqlType type nullable comment } }
}`;

export const tables = command({
  usage: 'FILE.sql|FILE.json | --connection ID  [--verbose]',
  about: { id: 'tabel dalam dump atau basis data', en: 'the tables of a dump or database' },
  more: ['--verbose             dengan kolomnya / with their columns'],
  options: { connection: TEXT, verbose: FLAG },
  words: [0, 1],
  async run({ values: { connection, verbose }, words: [path], hub, terminal }) {
    if ((path === undefined) === (connection === undefined))
      throw new UsageFailure('FILE | --connection ID?');
    const { structure } = await hub.query<{ structure: Structure }>(
      path === undefined
        ? `query ($id: ID!) { structure: connectionTables(connection: $id) ${STRUCTURE} }`
        : `query ($id: ID!) { structure(upload: $id) ${STRUCTURE} }`,
      { id: path === undefined ? connection : await hub.upload(path, terminal.progress(path)) },
    );
    terminal.line(`${structure.dialect}, ${structure.encoding}`);
    for (const note of structure.notes) terminal.line(`! ${both(note)}`);
    terminal.table(
      [
        'skema / schema',
        'tabel / table',
        'kolom / columns',
        'baris / rows',
        'kunci / key',
        'keterangan / comment',
      ],
      structure.tables.map((table) => [
        table.schema ?? '',
        table.name,
        String(table.columns.length),
        table.rows === null ? '' : String(table.rows),
        table.primaryKey.join(', '),
        table.comment ?? '',
      ]),
    );
    for (const table of verbose ? structure.tables : []) {
      terminal.line(`\n${table.schema ? `${table.schema}.` : ''}${table.name}`);
      terminal.table(
        ['kolom / column', 'SQL', 'jenis / type', 'keterangan / comment'],
        table.columns.map(({ name, sqlType, type, comment }) => [name, sqlType, type ?? '-', comment ?? '']),
      );
    }
    if (structure.views.length > 0) terminal.line(`view: ${structure.views.join(', ')}`);
    return { exit: 0, value: structure };
  },
});
