import { TO_COMPLETE } from '../../../schema/completeness.js';
import {
  type ColumnDefinition,
  type ColumnType,
  type DatasetDefinition,
  MAX_VALUES,
  VALUE_CHARACTERS,
} from '../../../schema/definition.js';
import type { Words } from '../../../schema/errors.js';
import { columnName, datasetName } from './graph-names.js';
import { type PersonalData, personalData } from './personal-data.js';
import type { Column, Table } from './structure.js';
import { humanised, wordsOf } from './words.js';

export interface ProposalOptions {
  /** The dataset's slug; otherwise made from the table's name. */
  readonly name?: string;
}

/** A definition that a producer completes and hands over; nothing in it is OPEN. */
export interface Proposal {
  /** Null where no column is left to offer. Otherwise `definitionProblems` finds nothing in it. */
  readonly definition: DatasetDefinition | null;
  readonly omitted: readonly { readonly column: string; readonly reason: Words }[];
  /** Why columns are proposed as CLOSED, by the column's header. */
  readonly personal: readonly { readonly column: string; readonly suggestion: PersonalData }[];
  /** What the producer has to look at: texts to complete, a key that only counts, types that were changed. */
  readonly notes: readonly Words[];
}

const MAX_COLUMNS = 200;
/** Digits that count nothing: a leading zero is a part of them. */
const CODES =
  /^kode\b|\bkode$|^(code|nik|nip|nisn?|nuptk|npsn|npwp|npm|nim|rt|rw|hp|wa|telepon|fax|icd\d*|kbli|isbn|npp)$|^nomor (?!urut)\S|\b(kode pos|postal kode|kodepos|kd\w*)\b|^kode\w+$/;

/** Proposes a dataset for a table: names, texts, types, key and access classes. */
export function proposeDefinition(agency: string, table: Table, options: ProposalOptions = {}): Proposal {
  const omitted: { column: string; reason: Words }[] = [];
  const personal: { column: string; suggestion: PersonalData }[] = [];
  const notes: Words[] = [];
  const offered: Column[] = [];
  for (const column of table.columns) {
    const suggestion = personalData(table, column);
    const reason = reasonToOmit(column, suggestion, offered);
    if (reason) {
      omitted.push({ column: column.name, reason });
      continue;
    }
    offered.push(column);
    if (suggestion) personal.push({ column: column.name, suggestion });
  }

  const key = keyOf(table, offered, notes);
  const taken = new Set<string>();
  const closed = new Set(personal.map(({ column }) => column));
  const columns = offered.map((column): ColumnDefinition => {
    const title = headline(column.comment) ?? humanised(column.name);
    return {
      name: columnName(column.name, table.name, taken),
      label: column.name,
      title,
      description: column.comment?.trim() || `${title} ${TO_COMPLETE}`,
      type: proposedType(table, column, notes),
      unit: null,
      ...listed(column),
      accessClass: closed.has(column.name) ? 'CLOSED' : 'RESTRICTED',
      key: key.includes(column.name),
      reference: null,
    };
  });
  if (columns.length === 0) return { definition: null, omitted, personal, notes };

  const title = headline(table.comment) ?? humanised(table.name);
  const definition: DatasetDefinition = {
    agency,
    name: options.name ?? datasetName(table.name),
    title,
    description: table.comment?.trim() || `${title} ${TO_COMPLETE}`,
    columns,
  };
  if (!table.comment?.trim() || columns.some(({ description }) => description.endsWith(TO_COMPLETE)))
    notes.push({
      id: `Judul atau definisi yang bertanda "${TO_COMPLETE}" disusun dari nama kolom; lengkapilah.`,
      en: `Titles or definitions marked "${TO_COMPLETE}" were made from the columns' names; complete them.`,
    });
  return { definition, omitted, personal, notes };
}

function reasonToOmit(
  column: Column,
  suggestion: PersonalData | null,
  offered: readonly Column[],
): Words | null {
  if (suggestion?.kind === 'SECRET')
    return {
      id: `${suggestion.reason.id.slice(0, -1)}; rahasia tidak pernah ditawarkan.`,
      en: `${suggestion.reason.en.slice(0, -1)}; secrets are never offered.`,
    };
  if (column.type === null)
    return {
      id: `Jenis "${shown(column.sqlType)}" tidak dapat disajikan.`,
      en: `The type "${shown(column.sqlType)}" cannot be served.`,
    };
  if (column.name.trim() === '') return { id: 'Kolom ini tidak bernama.', en: 'This column has no name.' };
  if (offered.some(({ name }) => name === column.name))
    return { id: 'Nama kolom ini muncul dua kali.', en: 'This column name appears twice.' };
  if (offered.length >= MAX_COLUMNS)
    return {
      id: `Dataset memuat paling banyak ${MAX_COLUMNS} kolom; bagilah tabel ini.`,
      en: `A dataset holds at most ${MAX_COLUMNS} columns; split this table.`,
    };
  return null;
}

const shown = (sqlType: string) => (sqlType.length > 60 ? `${sqlType.slice(0, 60)}…` : sqlType);

/** The primary key where all of it is offered, otherwise the first unique set of columns that are never empty. */
function keyOf(table: Table, offered: readonly Column[], notes: Words[]): readonly string[] {
  const byName = new Map(offered.map((column) => [column.name, column]));
  const isOffered = (names: readonly string[]) => names.length > 0 && names.every((name) => byName.has(name));
  const primary = isOffered(table.primaryKey) ? table.primaryKey : [];
  const natural = table.uniques.find(
    (unique) => isOffered(unique) && unique.every((name) => byName.get(name)?.nullable === false),
  );
  const [only] = primary;
  if (primary.length === 1 && byName.get(only as string)?.generated === 'COUNTER')
    notes.push({
      id: natural
        ? `Kunci "${only}" hanya nomor urut; "${natural.join(', ')}" juga unik dan mungkin lebih bermakna.`
        : `Kunci "${only}" hanya nomor urut dari basis data; pertimbangkan kode yang tetap.`,
      en: natural
        ? `The key "${only}" only counts; "${natural.join(', ')}" is unique too and may mean more.`
        : `The key "${only}" only counts rows of the database; consider a code that stays.`,
    });
  if (primary.length > 0) return primary;
  if (natural) return natural;
  notes.push({
    id: 'Tabel ini tidak menyatakan kunci; tentukan kolom yang mengenali satu baris.',
    en: 'This table declares no key; choose the columns that tell one row from another.',
  });
  return [];
}

/** Text that is written for a column: its comment's first sentence, if short enough to be a title. */
function headline(comment: string | null): string | null {
  const first =
    comment
      ?.trim()
      .split(/[\n.;:(=]/)[0]
      ?.trim() ?? '';
  return first.length > 1 && first.length <= 80 && /\p{L}{2}/u.test(first) ? first : null;
}

/** What the structure allows a column to hold, where a definition can list it; a SET holds several at once. */
function listed({ type, sqlType, values }: Column): { values?: readonly string[] } {
  if (type !== 'TEXT' || !values?.length || values.length > MAX_VALUES || /^set\b/i.test(sqlType)) return {};
  return values.every((value) => value.length <= VALUE_CHARACTERS) ? { values } : {};
}

function proposedType(table: Table, column: Column, notes: Words[]): ColumnType {
  const type = column.type as ColumnType;
  const changed = (to: ColumnType, id: string, en: string): ColumnType => {
    notes.push({ id: `Kolom "${column.name}" ${id}.`, en: `Column "${column.name}" ${en}.` });
    return to;
  };
  const isWhole = type === 'INTEGER' || type === 'BIGINT' || type === 'DECIMAL';
  const isNumber = isWhole && !/^(float|double|real)/i.test(column.sqlType);
  if (isNumber && column.generated === null && CODES.test(wordsOf(column.name).join(' ')))
    return changed('TEXT', 'tampak sebagai kode dan menjadi teks', 'looks like a code and becomes text');
  // A counter, or what points to one, would need nine quintillion rows to pass BIGINT.
  const pointsAway = table.foreignKeys.some(
    ({ columns }) => columns.length === 1 && columns[0] === column.name,
  );
  const isCount = /^(bigint|id$|bigIncrements|foreignId|unsignedBigInteger|serial)/.test(column.sqlType);
  if (type === 'DECIMAL' && isCount && (column.generated === 'COUNTER' || pointsAway)) return 'BIGINT';
  if (type === 'BOOLEAN' && /\b[2-9]\s*[=:-]/.test(column.comment ?? ''))
    return changed(
      'INTEGER',
      'memuat lebih dari dua nilai menurut komentarnya',
      'has more than two values, says its comment',
    );
  return type;
}
