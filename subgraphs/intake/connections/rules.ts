import type { ColumnDefinition } from '../../../schema/definition.js';
import { refusal, type Words } from '../../../schema/errors.js';
import { readHost } from '../../outbound/address.js';
import type { LoadMode } from '../load-modes.js';
import type { Column, Table } from '../structure/structure.js';
import type { Beyond, ConnectionKind, Growth, Login } from './source.js';

/** Minutes between two pulls. */
export const RHYTHM = { least: 5, most: 525_600 } as const;
const MAX_TEXT = 200;

const wrong = (id: string, en: string) => refusal('BAD_USER_INPUT', { detail: { id, en } });

/** Throws BAD_USER_INPUT for what cannot be a place outside. */
export function checkPort(port: number): void {
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw wrong(`Porta ${port} tidak ada (1–65535).`, `There is no port ${port} (1–65535).`);
}

/** Throws BAD_USER_INPUT where the words of a connection cannot be right, whatever answers there. */
export function checkLogin(name: string, login: Login): void {
  for (const text of [name, login.host, login.database, login.username])
    if (text.trim() === '' || text.length > MAX_TEXT || /\p{Cc}/u.test(text))
      throw wrong(
        `Nama, alamat, basis data dan akun masing-masing 1 sampai ${MAX_TEXT} karakter.`,
        `Name, address, database and account have 1 to ${MAX_TEXT} characters each.`,
      );
  if (login.password.length > 1000 || login.password.includes('\0'))
    throw wrong('Kata sandi tidak dapat dipakai.', 'The password cannot be used.');
  checkPort(login.port);
  const host = readHost(login.host);
  if (!host)
    throw wrong(
      'Alamat ditulis sebagai nama, IPv4 dengan empat bilangan desimal, atau IPv6 tanpa kurung.',
      'The address is written as a name, as IPv4 in four decimal numbers, or as IPv6 without brackets.',
    );
  if (login.tls && host.kind === 'ADDRESS')
    throw wrong(
      'Sambungan terenkripsi memerlukan nama server, karena sertifikat menyebut nama.',
      "An encrypted connection needs the server's name, because its certificate names one.",
    );
}

const GROWTHS: Readonly<Record<ConnectionKind, readonly (readonly [RegExp, Growth])[]>> = {
  POSTGRESQL: [
    [/^(smallint|integer|bigint)$/, 'INTEGER'],
    [/^numeric\b/, 'DECIMAL'],
    [/^date$/, 'DATE'],
    [/^timestamp(\(\d\))? without time zone$/, 'MOMENT'],
    [/^timestamp(\(\d\))? with time zone$/, 'MOMENT_WITH_ZONE'],
  ],
  MYSQL: [
    [/^(tiny|small|medium|big)?int\b/, 'INTEGER'],
    [/^decimal\b/, 'DECIMAL'],
    [/^date$/, 'DATE'],
    [/^(datetime|timestamp)\b/, 'MOMENT'],
  ],
};

/** How a column's values are compared exactly; null for types whose text says less than the value, or sorts by taste. */
export const growthOf = (kind: ConnectionKind, { sqlType }: Column): Growth | null =>
  GROWTHS[kind].find(([written]) => written.test(sqlType.toLowerCase()))?.[1] ?? null;

export interface PullPlan {
  readonly mode: LoadMode;
  readonly incrementalBy: string | null;
  readonly watermark: string | null;
}

const refused = (detail: Words) => refusal('PULL_REFUSED', { detail });

/**
 * What a pull asks for beyond its watermark; null where it asks for the whole table. Rows of one value may come to be
 * on both sides of a pull: UPSERT takes that value again, APPEND takes only columns in which no value stands twice.
 * Throws PULL_REFUSED for a plan that would lose rows or double them.
 */
export function beyondOf(
  kind: ConnectionKind,
  table: Table,
  { mode, incrementalBy, watermark }: PullPlan,
  hasKey: boolean,
): Beyond | null {
  if (mode === 'UPSERT' && !hasKey)
    throw refused({
      id: 'UPSERT memerlukan kolom kunci pada dataset.',
      en: 'UPSERT needs key columns in the dataset.',
    });
  if (incrementalBy === null) {
    if (mode !== 'APPEND') return null;
    throw refused({
      id: 'APPEND memerlukan kolom yang terus bertambah; tanpanya setiap tarikan menggandakan baris.',
      en: 'APPEND needs a column that only grows; without one each pull doubles the rows.',
    });
  }
  if (mode === 'REPLACE')
    throw refused({
      id: 'Tarikan bertahap memakai APPEND atau UPSERT; REPLACE selalu mengambil seluruh tabel.',
      en: 'A pull in increments uses APPEND or UPSERT; REPLACE always takes the whole table.',
    });
  const column = table.columns.find(({ name }) => name === incrementalBy);
  if (!column) throw refusal('COLUMN_MISSING', { columns: [incrementalBy] });
  const growth = growthOf(kind, column);
  if (growth === null)
    throw refused({
      id: `Kolom ${incrementalBy} (${column.sqlType}) bukan bilangan bulat, desimal, tanggal atau waktu.`,
      en: `Column ${incrementalBy} (${column.sqlType}) is no whole number, decimal, date or moment.`,
    });
  const isOne = ([only, ...more]: readonly string[]) => only === incrementalBy && more.length === 0;
  const isUnique = isOne(table.primaryKey) || table.uniques.some(isOne);
  if (mode === 'APPEND' && (!isUnique || column.nullable))
    throw refused({
      id: `APPEND memerlukan kolom unik yang selalu terisi; ${incrementalBy} bukan. Pakailah UPSERT.`,
      en: `APPEND needs a unique column that is never empty, which ${incrementalBy} is not. Use UPSERT.`,
    });
  return { column: incrementalBy, growth, watermark, again: mode === 'UPSERT' };
}

/**
 * The source columns that fill the dataset, in its order: a label is the name of a source column. What the source
 * lacks is left to the load, which knows what may be missing. Throws COLUMN_MISSING where it lacks all of them,
 * PULL_REFUSED for a column that cannot be served.
 */
export function sourceColumns(
  table: Table,
  columns: readonly ColumnDefinition[],
): { readonly definition: ColumnDefinition; readonly column: Column }[] {
  const found = columns.flatMap((definition) => {
    const column = table.columns.find(({ name }) => name === definition.label);
    return column ? [{ definition, column }] : [];
  });
  if (found.length === 0) throw refusal('COLUMN_MISSING', { columns: columns.map(({ label }) => label) });
  const unserved = found.find(({ column }) => column.type === null)?.column;
  if (unserved)
    throw refused({
      id: `Kolom ${unserved.name} berjenis ${unserved.sqlType}, yang tidak dapat disajikan.`,
      en: `Column ${unserved.name} is ${unserved.sqlType}, which cannot be served.`,
    });
  return found;
}

/** Throws BAD_USER_INPUT for a rhythm outside its bounds. */
export function checkRhythm(everyMinutes: number | null): void {
  const { least, most } = RHYTHM;
  if (everyMinutes !== null && (everyMinutes < least || everyMinutes > most))
    throw wrong(
      `Jarak antartarikan ${least} sampai ${most} menit.`,
      `Pulls are ${least} to ${most} minutes apart.`,
    );
}
