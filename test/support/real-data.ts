import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { needing } from './needing.js';

const FOLDER = fileURLToPath(new URL('../../../shared/data/', import.meta.url));

/** Path of a file of the public data that lies beside the repository, never in it; undefined where it is not there. */
export function realData(path: string): string | undefined {
  const file = FOLDER + path;
  return existsSync(file) ? file : undefined;
}

/** Says that a real file is not there. */
export const withoutRealData = (path: string): string =>
  `needs ../shared/data/${path}, which does not lie beside this repository`;

/** A test on a real file. */
export function realDataTest(name: string, path: string, body: (file: string) => Promise<void> | void): void {
  const file = realData(path);
  needing(file === undefined ? withoutRealData(path) : null, name, () => body(file ?? ''));
}
