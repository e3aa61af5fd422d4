import type { Blob } from 'node:buffer';
import type Stream from 'node:stream';
import writeExcelFile, { type Feature } from 'write-excel-file/node';
import {
  findElement,
  getCellAddress,
  getChildElements,
  getSelfClosingTagMarkup,
  sanitizeAttributeValue,
  sanitizeTextContent,
  setMarkupInsideElement,
} from 'write-excel-file/utility';
import type { ColumnDefinition } from '../../../schema/definition.js';
import type { CodeList } from './lists.js';
import {
  CODES,
  codeSheet,
  dataSheet,
  INSTRUCTIONS,
  instructionSheet,
  listsOf,
  sheetName,
  type Template,
  type TemplateValue,
} from './sheets.js';

/** The last row that a worksheet can have. */
const LAST_ROW = 1_048_576;
/** What `dataValidation` takes as the text of a message. */
const MESSAGE_CHARACTERS = 255;

/** What a whole number may be: 32 bits, or the 15 digits that a sheet keeps. */
const WHOLE = { INTEGER: ['-2147483648', '2147483647'], BIGINT: ['-1E+15', '1E+15'] } as const;

/** The template as an XLSX file. `rows` fill it in, in the columns' order. */
export async function templateBytes(
  template: Template,
  rows: readonly (readonly TemplateValue[])[] = [],
): Promise<Buffer> {
  const lists = listsOf(template);
  const { columns } = template;
  const sheets = [
    {
      sheet: sheetName(template.title),
      data: dataSheet(template, rows),
      columns: columns.map(({ label }) => ({ width: Math.min(Math.max(label.length + 4, 12), 50) })),
      stickyRowsCount: 1,
    },
    {
      sheet: INSTRUCTIONS,
      data: instructionSheet(template),
      columns: [24, 30, 60, 20, 14, 12, 30, 50].map((width) => ({ width })),
    },
    ...(lists.length === 0
      ? []
      : [
          {
            sheet: CODES,
            data: codeSheet(lists),
            columns: lists.flatMap(() => [{ width: 18 }, { width: 44 }]),
            stickyRowsCount: 1,
          },
        ]),
  ];
  return writeExcelFile(sheets, { features: [firstSheet(template, lists)] }).toBuffer();
}

/** On the data's sheet: each column formatted to its end, and what may be chosen or is expected in it. */
const firstSheet = (template: Template, lists: readonly CodeList[]): Feature<Stream | Buffer | Blob> => ({
  files: {
    transform: {
      'xl/worksheets/sheet{id}.xml': {
        transform: (xml, _, { sheetIndex }) =>
          sheetIndex === 0 ? withValidations(withColumnStyles(xml), template, lists) : xml,
      },
    },
  },
});

/** Gives each column the style of its cell in the second row, so that rows yet to be filled in have it too. */
function withColumnStyles(xml: string): string {
  const data = findElement(xml, 'sheetData');
  const list = findElement(xml, 'cols');
  const row = data && getChildElements(xml, data)[1];
  if (!list || !row) throw new Error('the sheet was not written as expected');
  const styles = new Map(
    getChildElements(xml, row).map(({ openingTagAttributes: { r, s } }) => [String(r), s]),
  );
  const columns = getChildElements(xml, list).map(({ tagName, openingTagAttributes }, at) => {
    const style = styles.get(getCellAddress(1, at));
    return getSelfClosingTagMarkup(tagName, { ...openingTagAttributes, ...(style ? { style } : {}) });
  });
  return setMarkupInsideElement(xml, list, columns.join(''));
}

function withValidations(xml: string, template: Template, lists: readonly CodeList[]): string {
  const { columns } = template;
  const rules = columns.flatMap((column, at) => {
    const letters = lettersOf(at);
    return validation(column, `${letters}2:${letters}${LAST_ROW}`, template, lists) ?? [];
  });
  if (rules.length === 0) return xml;
  const markup = `<dataValidations count="${rules.length}">${rules.join('')}</dataValidations>`;
  // Of what may follow the rows, ECMA-376 has only page margins and the like behind validations.
  const end = xml.indexOf('</sheetData>') + '</sheetData>'.length;
  return xml.slice(0, end) + markup + xml.slice(end);
}

const lettersOf = (column: number): string => getCellAddress(0, column).replace(/\d+$/, '');

function validation(
  column: ColumnDefinition,
  range: string,
  template: Template,
  lists: readonly CodeList[],
): string | null {
  const list = template.lists.get(column.name);
  const at = list ? lists.findIndex(({ name }) => name === list.name) : -1;
  const codes = lists[at]?.codes;
  if (list && codes) {
    const letters = lettersOf(2 * at);
    const formula = `${CODES}!$${letters}$2:$${letters}$${codes.length + 1}`;
    return rule(column, range, { type: 'list' }, [formula], {
      prompt: `Pilih dari daftar ${list.name}; artinya ada di lembar ${CODES}.`,
      error: 'Isian ini tidak ada dalam daftar. Tetap pakai?',
    });
  }
  switch (column.type) {
    case 'DATE':
      // Serial number 1 is 1 January 1900.
      return rule(column, range, { type: 'date', operator: 'greaterThanOrEqual' }, ['1'], {
        error: 'Isian ini bukan tanggal. Tetap pakai?',
      });
    case 'INTEGER':
    case 'BIGINT':
      return rule(column, range, { type: 'whole', operator: 'between' }, WHOLE[column.type], {
        error: 'Isian ini bukan bilangan bulat. Tetap pakai?',
      });
    case 'DECIMAL':
      return rule(column, range, { type: 'decimal', operator: 'between' }, ['-1E+300', '1E+300'], {
        error: 'Isian ini bukan bilangan. Tetap pakai?',
      });
    default:
      return null;
  }
}

/** A warning and no bar: codes may lie beyond the list, and a file that is wrong is judged when it is loaded. */
function rule(
  column: ColumnDefinition,
  sqref: string,
  attributes: Readonly<Record<string, string>>,
  formulas: readonly string[],
  { prompt = '', error }: { readonly prompt?: string; readonly error: string },
): string {
  const about = prompt === '' ? column.title : `${column.title}. ${prompt}`;
  const all: Record<string, string> = {
    ...attributes,
    errorStyle: 'warning',
    allowBlank: '1',
    showInputMessage: '1',
    showErrorMessage: '1',
    errorTitle: 'Periksa isian',
    error,
    prompt: about.slice(0, MESSAGE_CHARACTERS),
    sqref,
  };
  const written = Object.entries(all).map(([name, value]) => `${name}="${sanitizeAttributeValue(value)}"`);
  const inside = formulas.map(
    (formula, at) => `<formula${at + 1}>${sanitizeTextContent(formula)}</formula${at + 1}>`,
  );
  return `<dataValidation ${written.join(' ')}>${inside.join('')}</dataValidation>`;
}
