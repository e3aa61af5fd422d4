import { TO_COMPLETE } from '../../../schema/completeness.js';
import type { ColumnDefinition, DatasetDefinition } from '../../../schema/definition.js';
import { columnName } from '../structure/graph-names.js';
import { proposeDefinition } from '../structure/proposal.js';
import type { Table } from '../structure/structure.js';
import { humanised } from '../structure/words.js';
import type { ColumnChoice } from '../typing/guess.js';
import type { CodeColumn } from './code-finding.js';
import type { ShapedColumn } from './shape.js';

export interface ProposedColumn {
  readonly column: ShapedColumn;
  readonly choice: ColumnChoice;
  /** Whether the values told rows apart where they were looked at; a key is proposed of such a column alone. */
  readonly unique: boolean;
}

/**
 * Proposes the dataset that a file could be, as a structure's table is proposed: nothing is OPEN, personal data is CLOSED,
 * and what nobody wrote says so. Columns whose codes were found are added behind the file's own.
 */
export function proposeFromFile(
  agency: string,
  title: string,
  columns: readonly ProposedColumn[],
  codes: readonly CodeColumn[],
  /** Names that are taken. */
  reserved: readonly string[] = [],
): DatasetDefinition | null {
  const table: Table = {
    name: title,
    schema: null,
    comment: null,
    columns: columns.map(({ column, choice }) => ({
      name: column.key,
      sqlType: choice.type.toLowerCase(),
      type: choice.type,
      nullable: true,
      comment: null,
      values: null,
      default: null,
      generated: null,
    })),
    primaryKey: columns
      .filter(({ unique }) => unique)
      .slice(0, 1)
      .map(({ column }) => column.key),
    uniques: [],
    foreignKeys: [],
    rows: null,
  };
  const { definition, personal } = proposeDefinition(agency, table);
  if (!definition) return null;
  const byKey = new Map(columns.map((one) => [one.column.key, one]));
  // A spreadsheet's column "siswa" that holds numbers counts them; it names nobody.
  const counted = new Set(
    personal
      .filter(({ suggestion }) => suggestion.kind === 'NAME')
      .map(({ column }) => column)
      .filter((column) => byKey.get(column)?.choice.format.kind === 'NUMBER'),
  );
  const taken = new Set(reserved);
  const unitOf = (label: string): string | null => byKey.get(label)?.column.unit ?? null;
  // The unit has a place of its own, and would make the name of `Produksi (ton)` produksiTon. References come after all
  // of the file's own columns, whose names they would take away.
  const names = definition.columns.map(({ label }) =>
    columnName(withoutUnit(label, unitOf(label)), title, taken),
  );
  const own = definition.columns.map((proposed, at): ColumnDefinition => {
    const unit = unitOf(proposed.label);
    const code = codes.find(({ exact }) => exact === proposed.label);
    const shown = humanised(withoutUnit(proposed.label, unit));
    return {
      ...proposed,
      name: names[at] as string,
      title: shown,
      description: `${shown} ${TO_COMPLETE}`,
      unit,
      accessClass: counted.has(proposed.label) ? 'RESTRICTED' : proposed.accessClass,
      reference: code ? referenceOf(code, taken) : null,
      type: code ? 'TEXT' : proposed.type,
    };
  });
  const found = codes
    .filter(({ exact }) => exact === null)
    .map(
      (code): ColumnDefinition => ({
        name: columnName(code.label, '', taken),
        label: code.label,
        title: code.title.id,
        description: code.description.id,
        type: 'TEXT',
        unit: null,
        accessClass: 'RESTRICTED',
        key: false,
        reference: referenceOf(code, taken),
      }),
    );
  return { ...definition, columns: [...own, ...found] };
}

function referenceOf(
  { entity, field, edition }: CodeColumn,
  taken: Set<string>,
): ColumnDefinition['reference'] {
  return { entity, field: columnName(field, '', taken), ...(edition ? { edition } : {}) };
}

/** `Garis Kemiskinan (Rp)` with the unit Rp is `Garis Kemiskinan`. */
function withoutUnit(title: string, unit: string | null): string {
  if (unit === null) return title;
  const plain = title.replace(/\s*[([][^()[\]]{1,30}[)\]]/g, '').trim();
  return plain === '' ? title : plain;
}
