/** The hub gives up after five seconds; a statement that nobody waits for any more must not go on. */
export const STATEMENT_MS = 4000;
/** Connections to the database; further statements wait. */
export const CONNECTIONS = 5;

export interface Database {
  /** Runs one statement with `?` for each value. Values never become part of its text. */
  query<Row>(text: string, values: readonly (string | number)[]): Promise<Row[]>;
  close(): Promise<void>;
}

/** `?, ?, ?` for as many values. */
export const places = (values: readonly unknown[]): string => values.map(() => '?').join(', ');
