import { type FieldStatus, isComposed } from '../../exposure.js';
import { groupColumn } from '../../figures.js';
import type { CoveredColumn, CoveredDataset } from '../landscape.js';
import { endingOf, withoutEnding } from '../owners.js';

/** Statuses of what a remote subgraph may serve; AGREED counts from PROVISION on. */
const SERVED: ReadonlySet<FieldStatus> = new Set(['LIVE', 'CONFIRMED', 'DISPUTED']);

/** Whether a remote subgraph's field of this column may be composed. */
export const isComposable = ({ status, accessClass, provisioned }: CoveredColumn): boolean =>
  isComposed(status, accessClass) && (SERVED.has(status) || (status === 'AGREED' && provisioned));

/** Which names of a remote subgraph the cases cover. */
export class Coverage {
  readonly #types: ReadonlyMap<string, CoveredDataset>;
  readonly #fields: ReadonlyMap<string, CoveredDataset>;

  constructor(agency: string, datasets: readonly CoveredDataset[]) {
    const alive = datasets.filter(({ columns }) => Object.values(columns).some(isComposable));
    this.#types = new Map(alive.map((one) => [one.names.type, one]));
    const own = alive.filter((one) => one.agency === agency);
    this.#fields = new Map(
      own.flatMap((one) => [one.names.field, one.names.byKey].map((name) => [name, one])),
    );
  }

  /** The dataset whose rows are of this type, where at least one of its columns may be composed. */
  ofType(type: string): CoveredDataset | undefined {
    return this.#types.get(type);
  }

  /** The dataset of a root field, of a by-key field or of a back-reference. */
  ofField(field: string): CoveredDataset | undefined {
    return this.#fields.get(field);
  }

  /** Whether a member of a dataset's type or helper stands for nothing that is withheld from composition. */
  member(dataset: CoveredDataset, type: string, name: string): boolean {
    if (type === dataset.names.type) return name === 'id' || this.column(dataset, name);
    switch (endingOf(type)) {
      case 'Where':
        return ['and', 'or', 'not'].includes(name) || this.column(dataset, name);
      case 'OrderBy':
      case 'Numbers':
        return this.column(dataset, name);
      case 'Column':
        return this.column(dataset, groupColumn(name).column);
      default:
        return true;
    }
  }

  column({ columns }: CoveredDataset, name: string): boolean {
    const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
    return column !== undefined && isComposable(column);
  }

  /** The dataset of a type or of a helper of its. */
  around(type: string): CoveredDataset | undefined {
    return this.#types.get(type) ?? this.#types.get(withoutEnding(type));
  }
}
