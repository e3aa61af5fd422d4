import { existsSync } from 'node:fs';

/**
 * The project's folder: what is read at run time is found from here. A module's own address does not say where it is:
 * it may run from its source, or from what was built of it into `dist`.
 */
export const ROOT = above(new URL('.', import.meta.url));

function above(folder: URL): URL {
  return existsSync(new URL('package.json', folder)) ? folder : above(new URL('..', folder));
}
