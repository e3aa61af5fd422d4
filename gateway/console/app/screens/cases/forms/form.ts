import type { Client, CombinedError } from 'urql';
import type { Words } from '../../../language.js';
import type { ActionName, OpenCase } from '../open-case.js';

/** What a person can bring to an action; each form uses some of it. */
export interface Values {
  readonly text: string;
  readonly reason: string;
  readonly choice: string;
  readonly column: string;
  readonly columns: readonly string[];
  readonly defect: boolean;
}

export const NO_VALUES: Values = { text: '', reason: '', choice: '', column: '', columns: [], defect: true };

export interface Option {
  readonly value: string;
  readonly words: Words;
}

export interface Field {
  readonly of: keyof Values | 'account';
  readonly label: Words;
  readonly hint?: Words;
  readonly required?: true;
  readonly options?: (one: OpenCase) => readonly Option[];
}

export interface Stage {
  readonly number: string;
  readonly version: number;
}

/** How an action is asked for and sent. */
export interface Form {
  readonly lead: Words;
  /** Ends the case, or takes something away. */
  readonly grave?: true;
  readonly fields: readonly Field[];
  readonly initial?: (one: OpenCase) => Partial<Values>;
  readonly send: (
    client: Client,
    stage: Stage,
    values: Values,
  ) => Promise<{ readonly error?: CombinedError | undefined }>;
}

export type Forms = Readonly<Partial<Record<ActionName, Form>>>;

export const REASON: Field = {
  of: 'reason',
  label: { id: 'Alasan', en: 'Reason' },
  required: true,
};

/** Columns of the case as options. */
export const columnsOf = ({ dossier }: OpenCase): readonly Option[] =>
  dossier.fields.map(({ name, title }) => ({ value: name, words: { id: title, en: title } }));

/** What is left empty is not said. */
export const orNull = (text: string): string | null => text.trim() || null;
