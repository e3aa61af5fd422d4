import { access, open, rm, writeFile } from 'node:fs/promises';
import { Failure } from './failure.js';

/** Sees, before anything is sent, that a file to be written is not there yet: it may hold somebody's work. */
export async function checkFree(path: string | undefined): Promise<void> {
  if (path !== undefined && (await isThere(path))) throw taken(path);
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Writes a new file. Throws a Failure where one is there, or it cannot be written. */
export async function writeNew(path: string, content: string | Uint8Array): Promise<void> {
  try {
    await writeFile(path, content, { flag: 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === 'EEXIST'
      ? taken(path)
      : new Failure(2, `${path}: tidak dapat ditulis / cannot be written`);
  }
}

/** Writes a new file as its content comes, and gives its bytes. What breaks off leaves no file that looks whole. */
export async function writeStream(path: string, content: AsyncIterable<Uint8Array>): Promise<number> {
  const file = await open(path, 'wx').catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EEXIST'
      ? taken(path)
      : new Failure(2, `${path}: tidak dapat ditulis / cannot be written`);
  });
  let bytes = 0;
  try {
    for await (const piece of content) {
      await file.writeFile(piece);
      bytes += piece.length;
    }
    return bytes;
  } catch {
    await rm(path, { force: true });
    throw new Failure(2, `${path}: terputus setelah ${bytes} B / broke off`);
  } finally {
    await file.close();
  }
}

const taken = (path: string): Failure =>
  new Failure(2, `${path} sudah ada; pilih nama lain / is there already; choose another name`);

/** `name.ending`, or `name-2.ending` … where that is taken. */
export async function freeName(name: string, ending: string): Promise<string> {
  for (let number = 1; ; number++) {
    const path = `${name}${number === 1 ? '' : `-${number}`}${ending}`;
    if (!(await isThere(path))) return path;
  }
}
