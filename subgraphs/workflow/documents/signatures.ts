import type { Column, Content } from 'pdfmake/interfaces.js';
import type { Signer } from './facts.js';
import { isShort } from './tables.js';

const WIDTH = 215;
const ROOM = 48;

/**
 * Two signers a row, the last one alone at the right. `placed` ("Bangil, 5 Maret 2026") stands above the first right
 * one; a document without signers ends with it.
 */
export function signatureBlock(signers: readonly Signer[], placed: string | null): Content {
  const rows: Content[] = [];
  for (let at = 0; at < signers.length; at += 2) {
    const [first, second] = signers.slice(at, at + 2);
    const dated = at === 0 ? placed : null;
    const right = second ?? first;
    if (!right) break;
    const pair = second && first ? [first, second] : [right];
    rows.push({
      margin: [0, 14, 0, 0],
      unbreakable: pair.every(({ position, name, nip }) =>
        isShort(`${position}\n${name}\n${nip ?? ''}`, WIDTH),
      ),
      columns: [
        second && first ? signature(first, dated === null ? null : '') : { text: '', width: WIDTH },
        { text: '', width: '*' },
        signature(right, dated),
      ],
    });
  }
  if (rows.length === 0 && placed !== null) rows.push(alone(placed));
  return { stack: rows };
}

const alone = (placed: string): Content => ({
  margin: [0, 14, 0, 0],
  columns: [
    { text: '', width: '*' },
    { text: placed, alignment: 'center', width: WIDTH },
  ],
});

/** `dated` is the line above the position: empty on the side without the date, so that both positions align. */
const signature = ({ position, name, nip }: Signer, dated: string | null): Column => ({
  width: WIDTH,
  alignment: 'center',
  stack: [
    ...(dated === null ? [] : [{ text: dated === '' ? '\u00a0' : dated }]),
    { text: `${position},` },
    { text: name, bold: true, decoration: 'underline', margin: [0, ROOM, 0, 0] },
    ...(nip ? [{ text: `NIP ${nip}` }] : []),
  ],
});
