import type { ColumnType } from '../schema/definition.js';

/** PostgreSQL's type of each column type. */
export const SQL_TYPES: Readonly<Record<ColumnType, string>> = {
  TEXT: 'text',
  INTEGER: 'integer',
  BIGINT: 'bigint',
  DECIMAL: 'numeric',
  BOOLEAN: 'boolean',
  DATE: 'date',
};

/** Name of a release's table. Ids are numbers that the store made. */
export const releaseTable = (release: number): string => `hosted.r${Math.trunc(release)}`;

/** Physical names are generated; the producer's header is a label. */
export const physicalColumn = (position: number): string => `c${String(position + 1).padStart(3, '0')}`;
