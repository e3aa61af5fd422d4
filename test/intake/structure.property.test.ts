import fc from 'fast-check';
import { expect, test } from 'vitest';
import { definitionProblems } from '../../schema/definition.js';
import { readDump } from '../../subgraphs/intake/structure/dump.js';
import { proposeDefinition } from '../../subgraphs/intake/structure/proposal.js';
import { readStructureJson } from '../../subgraphs/intake/structure/structure-json.js';
import { runs } from '../support/runs.js';
import { chunks, read } from './structure-reading.js';

// Names and texts with all that could be mistaken for SQL. A NUL is left out: no database takes it in a name.
const piece = fc.constantFrom(
  'a',
  'B',
  '_',
  '1',
  ' ',
  "'",
  '"',
  '`',
  '\\',
  ';',
  '--',
  '/*',
  '*/',
  '#',
  '$$',
  '(',
  ')',
  ',',
  'é',
  '印',
  '\n',
);
const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
const name = fc
  .tuple(fc.constantFrom('a', 'Kode', 'nama', '2'), fc.array(piece, { maxLength: 4 }))
  .map(([head, pieces]) => head + pieces.join(''));

interface Drawn {
  readonly name: string;
  readonly type: number;
  readonly nullable: boolean;
  readonly comment: string | null;
  readonly values: readonly string[];
  readonly fallback: string | null;
}
const column = fc.record<Drawn>({
  name,
  type: fc.nat(5),
  nullable: fc.boolean(),
  comment: fc.option(text.filter((comment) => comment !== '')),
  values: fc.array(text, { minLength: 1, maxLength: 3 }),
  fallback: fc.option(text),
});
const unfolded = (item: Drawn) => item.name.toLowerCase();
const table = fc.record({
  name,
  comment: fc.option(text.filter((comment) => comment !== '')),
  columns: fc.uniqueArray(column, { minLength: 1, maxLength: 6, selector: unfolded }),
  key: fc.nat(3),
  unique: fc.nat(3),
  references: fc.option(fc.tuple(name, name)),
  rows: fc.array(text, { maxLength: 3 }),
});
const tables = fc.uniqueArray(table, {
  minLength: 1,
  maxLength: 4,
  selector: ({ name: own }) => own.toLowerCase(),
});
type DrawnTable = typeof table extends fc.Arbitrary<infer T> ? T : never;

interface Dialect {
  readonly head: string;
  readonly types: readonly string[];
  readonly name: (text: string) => string;
  readonly literal: (text: string) => string;
}
const doubled = (mark: string) => (content: string) => mark + content.replaceAll(mark, mark + mark) + mark;
const MYSQL: Dialect = {
  head: '-- MySQL dump 10.13\n',
  types: ['int(11)', 'varchar(20)', 'decimal(10, 2)', 'double', 'ENUM', 'bigint(20) unsigned'],
  name: doubled('`'),
  literal: (content) => doubled("'")(content.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')),
};
const POSTGRESQL: Dialect = {
  head: '-- PostgreSQL database dump\nSET standard_conforming_strings = on;\n',
  types: [
    'integer',
    'character varying(20)',
    'numeric(10,2)',
    'double precision',
    'text',
    'timestamp(0) with time zone',
  ],
  name: doubled('"'),
  literal: doubled("'"),
};
const COLUMN_TYPES = {
  MYSQL: ['INTEGER', 'TEXT', 'DECIMAL', 'DECIMAL', 'TEXT', 'DECIMAL'],
  POSTGRESQL: ['INTEGER', 'TEXT', 'DECIMAL', 'DECIMAL', 'TEXT', 'TEXT'],
};

const keyOf = ({ columns, key }: DrawnTable) => columns.slice(0, key).map((own) => own.name);
const uniqueOf = ({ columns, unique }: DrawnTable) => columns.slice(0, unique).map((own) => own.name);
const sqlType = (dialect: Dialect, own: Drawn) => {
  const type = dialect.types[own.type] as string;
  return type === 'ENUM' ? `enum(${own.values.map(dialect.literal).join(',')})` : type;
};

function printed(dialect: Dialect, drawn: DrawnTable): string {
  const { name: quoted, literal } = dialect;
  const list = (names: readonly string[]) => `(${names.map(quoted).join(', ')})`;
  const mysql = dialect === MYSQL;
  const items = drawn.columns.map((own) =>
    [
      quoted(own.name),
      sqlType(dialect, own),
      own.nullable ? 'NULL' : 'NOT NULL',
      own.fallback === null ? '' : `DEFAULT ${literal(own.fallback)}`,
      mysql && own.comment !== null ? `COMMENT ${literal(own.comment)}` : '',
    ].join(' '),
  );
  const key = keyOf(drawn);
  const unique = uniqueOf(drawn);
  if (key.length > 0) items.push(`PRIMARY KEY ${list(key)}`);
  if (unique.length > 0) items.push(`${mysql ? 'UNIQUE KEY `u`' : 'CONSTRAINT u UNIQUE'} ${list(unique)}`);
  const first = drawn.columns[0]?.name as string;
  if (drawn.references)
    items.push(
      `CONSTRAINT f FOREIGN KEY ${list([first])} REFERENCES ${quoted(drawn.references[0])} ${list([drawn.references[1]])}`,
    );
  const own = quoted(drawn.name);
  const comment = drawn.comment === null ? '' : mysql ? ` COMMENT=${literal(drawn.comment)}` : '';
  const later = mysql
    ? []
    : [
        ...(drawn.comment === null ? [] : [`COMMENT ON TABLE ${own} IS ${literal(drawn.comment)};`]),
        ...drawn.columns.flatMap((column) =>
          column.comment === null
            ? []
            : [`COMMENT ON COLUMN ${own}.${quoted(column.name)} IS ${literal(column.comment)};`],
        ),
      ];
  const rows = drawn.rows.map((value) => `(${literal(value)}, -1)`).join(',');
  const insert = rows === '' ? '' : `INSERT INTO ${own} VALUES ${rows};`;
  return [`CREATE TABLE ${own} (\n${items.join(',\n')}\n)${comment};`, ...later, insert].join('\n');
}

function expected(dialect: Dialect, drawn: DrawnTable) {
  const key = keyOf(drawn);
  const unique = uniqueOf(drawn);
  const types = COLUMN_TYPES[dialect === MYSQL ? 'MYSQL' : 'POSTGRESQL'];
  return {
    name: drawn.name,
    schema: null,
    comment: drawn.comment,
    columns: drawn.columns.map((own) => ({
      name: own.name,
      sqlType: sqlType(dialect, own),
      type: types[own.type],
      nullable: own.nullable && !key.includes(own.name),
      comment: own.comment,
      values: dialect === MYSQL && own.type === 4 ? own.values : null,
      default: own.fallback,
      generated: null,
    })),
    primaryKey: key,
    uniques: unique.length > 0 ? [unique] : [],
    foreignKeys: drawn.references
      ? [{ columns: [drawn.columns[0]?.name], table: drawn.references[0], references: [drawn.references[1]] }]
      : [],
    rows: drawn.rows.length > 0 ? drawn.rows.length : null,
  };
}

test.each([
  ['MYSQL', MYSQL],
  ['POSTGRESQL', POSTGRESQL],
] as const)('tables printed as %s read back equal, however the bytes are cut', async (_, dialect) => {
  await fc.assert(
    fc.asyncProperty(tables, fc.integer({ min: 1, max: 200 }), async (drawn, size) => {
      const sql = dialect.head + drawn.map((one) => printed(dialect, one)).join('\n');
      const structure = await read(sql, size);
      expect(structure.encoding).toBe('utf-8');
      expect(structure.tables).toEqual(drawn.map((one) => expected(dialect, one)));
    }),
    { numRuns: runs(300, 5_000) },
  );
});

test('what is proposed for any table can be hosted, with nothing open', async () => {
  const wild = fc.oneof(
    name,
    text,
    fc.string({ maxLength: 300 }),
    fc.constantFrom('id', 'and', 'Connection', '__proto__', '2fa', 'ID'),
  );
  await fc.assert(
    fc.property(wild, fc.array(fc.tuple(wild, fc.option(wild)), { maxLength: 250 }), (own, drawn) => {
      const columns = drawn.map(([columnName, comment]) => ({
        name: columnName,
        sqlType: 'text',
        type: 'TEXT' as const,
        nullable: true,
        comment,
        values: null,
        default: null,
        generated: null,
      }));
      const shared = { schema: null, uniques: [], foreignKeys: [], rows: null };
      const proposal = proposeDefinition('dinkes', {
        ...shared,
        name: own,
        comment: drawn[0]?.[1] ?? null,
        columns,
        primaryKey: columns.slice(0, 2).map((column) => column.name),
      });
      const offered = proposal.definition?.columns ?? [];
      expect(offered.length + proposal.omitted.length).toBe(columns.length);
      expect(proposal.definition ? definitionProblems(proposal.definition) : []).toEqual([]);
      expect(offered.filter(({ accessClass }) => accessClass === 'OPEN')).toEqual([]);
    }),
    { numRuns: runs(300, 5_000) },
  );
});

test('garbage, and SQL torn to pieces, end in a verdict', async () => {
  const token = fc.constantFrom(
    'CREATE',
    'TABLE',
    'ALTER',
    'ADD',
    'PRIMARY KEY',
    'INSERT INTO',
    'VALUES',
    'COPY',
    'FROM stdin;\n',
    '\\.\n',
    'DELIMITER',
    'COMMENT ON COLUMN',
    'IS',
    'LIKE',
    'PARTITION OF',
    'ENUM',
    'CHECK',
    'DEFAULT',
    'AS',
    'CONSTRAINT',
    'REFERENCES',
    'a',
    'b',
    '.',
    '(',
    ')',
    ',',
    ';',
    "'",
    '"',
    '`',
    '\\',
    '/*',
    '/*!40101',
    '*/',
    '--',
    '#',
    '$$',
    '\n',
    ' ',
    'SET',
    'USE',
    'VIEW',
    'MODIFY',
  );
  const torn = fc
    .array(token, { maxLength: 60 })
    .map((tokens) => Buffer.from(`-- MySQL dump\n${tokens.join(' ')}`));
  const tornPg = fc
    .array(token, { maxLength: 60 })
    .map((tokens) => Buffer.from(`-- PostgreSQL database dump\n${tokens.join(' ')}`));
  const bytes = fc.uint8Array({ maxLength: 300 });
  await fc.assert(
    fc.asyncProperty(fc.oneof(torn, tornPg, bytes), fc.integer({ min: 1, max: 400 }), async (file, size) => {
      expect(['READ', 'REFUSED']).toContain((await readDump(chunks(file, size))).kind);
      expect(['READ', 'REFUSED']).toContain((await readStructureJson(chunks(file, size))).kind);
    }),
    { numRuns: runs(1_500, 50_000) },
  );
});
