import { SaxesParser } from 'saxes';
import { HubError } from '../../../schema/errors.js';
import type { Source } from './grid.js';
import { LIMITS } from './limits.js';
import { damaged, refused, tooLarge } from './refused.js';

/** How much is parsed before what was found is handed on: little, because a row may be 16,384 cells wide. */
const SLICE = 8192;

/** Names come without their prefix: some programs write `x:row`. */
export interface XmlHandlers {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  close?(name: string): void;
  text?(text: string): void;
}

/**
 * Parses a part of a workbook, handing over in between. Throws FILE_REFUSED for what is not well-formed, for a DTD
 * (whose entities could expand without end; Office writes none), and for one text, tag or comment beyond the cap.
 */
export async function* parseXml(part: Source, handlers: XmlHandlers): AsyncGenerator<void> {
  const parser = new SaxesParser();
  let pending = 0;
  const local = (name: string): string => name.slice(name.indexOf(':') + 1);
  parser.on('opentag', ({ name, attributes }) => {
    pending = 0;
    handlers.open(local(name), attributes);
  });
  parser.on('closetag', ({ name }) => {
    pending = 0;
    handlers.close?.(local(name));
  });
  const text = (found: string): void => {
    pending = 0;
    handlers.text?.(found);
  };
  parser.on('text', text);
  parser.on('cdata', text);
  parser.on('doctype', () => {
    throw refused(
      'Berkas Excel ini memuat DTD, yang tidak pernah ditulis Excel; simpan ulang dari Excel atau LibreOffice.',
      'This Excel file holds a DTD, which Excel never writes; save it again from Excel or LibreOffice.',
    );
  });
  parser.on('error', (error) => {
    throw damaged({
      id: `XML ${part.filename}: ${error.message}`,
      en: `XML ${part.filename}: ${error.message}`,
    });
  });
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const bytes of part.bytes()) {
    for (let at = 0; at < bytes.length; at += SLICE) {
      const slice = bytes.subarray(at, at + SLICE);
      pending += slice.length;
      if (pending > LIMITS.cell + SLICE) throw cellTooLarge(part.filename);
      write(parser, decoder, slice, part.filename);
      yield;
    }
  }
  try {
    parser.write(decoder.decode()).close();
  } catch (error) {
    throw asRefusal(error, part.filename);
  }
  yield;
}

const write = (
  parser: SaxesParser,
  decoder: { decode(bytes: Uint8Array, options: { stream: boolean }): string },
  bytes: Uint8Array,
  name: string,
): void => {
  try {
    parser.write(decoder.decode(bytes, { stream: true }));
  } catch (error) {
    throw asRefusal(error, name);
  }
};

const asRefusal = (error: unknown, name: string): unknown =>
  error instanceof HubError || !(error instanceof TypeError)
    ? error
    : damaged({ id: `XML ${name} bukan UTF-8`, en: `XML ${name} is not UTF-8` });

export const cellTooLarge = (where: string): HubError =>
  tooLarge({ id: `sel lebih dari 1 MB di ${where}`, en: `a cell of more than 1 MB in ${where}` });

/** Parses a small part to its end. */
export async function parseWhole(part: Source, handlers: XmlHandlers): Promise<void> {
  for await (const _ of parseXml(part, handlers));
}
