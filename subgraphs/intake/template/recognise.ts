import type { ReadFile, Row, Sheet } from '../reading/grid.js';
import { textOf } from '../tables/looks.js';
import { CODES, INSTRUCTIONS, MARKER } from './sheets.js';

/** A file that was made from a template of this hub, or of another. */
export interface FilledTemplate {
  /** The dataset's root field. */
  readonly dataset: string;
  /** `templateHash` of the columns that it was made for: another one means that the definition has changed since. */
  readonly hash: string;
  readonly sheet: Sheet;
}

/** Among how many rows the marker is looked for: a producer may have put some above it. */
const LOOK_AT = 20;

/** Whether an opened file is a template, and where its data lie; null for any other file. Throws FILE_REFUSED. */
export async function filledTemplate(file: ReadFile): Promise<FilledTemplate | null> {
  if (file.format !== 'XLSX') return null;
  const named = (sheet: Sheet, name: string) => sheet.name.trim().toLowerCase() === name.toLowerCase();
  const inOrder = [...file.sheets].sort(
    (one, other) => Number(named(other, INSTRUCTIONS)) - Number(named(one, INSTRUCTIONS)),
  );
  for (const sheet of inOrder) {
    const row = (await firstRows(sheet)).find((cells) => textOf(cells[0]) === MARKER);
    if (!row) continue;
    const [, dataset, hash, name] = row.map(textOf);
    // Whoever renames the sheet of the data leaves it where it was.
    const others = file.sheets.filter((one) => one !== sheet);
    const data =
      others.find((one) => named(one, name ?? '')) ?? others.find((one) => !named(one, CODES) && !one.hidden);
    return dataset && hash && data ? { dataset, hash, sheet: data } : null;
  }
  return null;
}

/** The template that was sent by itself; null where there are several files, or it is none. Throws FILE_REFUSED. */
export const templateAlone = async (files: readonly ReadFile[]): Promise<FilledTemplate | null> =>
  files.length === 1 ? filledTemplate(files[0] as ReadFile) : null;

async function firstRows(sheet: Sheet): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const batch of sheet.rows()) {
    rows.push(...batch.slice(0, LOOK_AT - rows.length));
    if (rows.length >= LOOK_AT) break;
  }
  return rows;
}
