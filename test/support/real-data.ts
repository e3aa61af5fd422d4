import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'vitest';

const FOLDER = fileURLToPath(new URL('../../../shared/data/', import.meta.url));

/** Path of a file of the public data that lies beside the repository, never in it; undefined where it is not there. */
export function realData(path: string): string | undefined {
  const file = FOLDER + path;
  return existsSync(file) ? file : undefined;
}

/** A test on a real file. Without the file it is skipped and says so; in CI it fails, so that nobody skips it unseen. */
export function realDataTest(name: string, path: string, body: (file: string) => Promise<void> | void): void {
  const file = realData(path);
  const missing = `needs ../shared/data/${path}, which does not lie beside this repository`;
  test(name, async (context) => {
    if (file !== undefined) return body(file);
    if (process.env['CI']) throw new Error(missing);
    console.warn(`skipped: ${name}: ${missing}`);
    context.skip(missing);
  });
}
