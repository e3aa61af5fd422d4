import type { Content, CustomTableLayout, TableCell } from 'pdfmake/interfaces.js';
import { PAGE } from './letterhead.js';

const CELL_SIZE = 9;
const TEXT_SIZE = 11;
/** pdfmake's default padding, left and right together. */
const PADDING = 8;
const RULE = 0.5;
const COLON = 4;
const HALF = 225;
/** So many lines of the widest letters fit a page together with the headers, even where every line is half empty. */
const KEPT_LINES = 25;

/** What a cell shows: text, in bold, with a smaller second line. */
export interface Cell {
  readonly text: string;
  readonly bold?: boolean;
  readonly under?: string;
  readonly alignment?: 'center' | 'right';
}

export interface Grid {
  /** Stands above the table on each of its pages. */
  readonly heading: string;
  readonly head: readonly string[];
  readonly widths: readonly (number | '*')[];
  readonly rows: readonly (readonly (string | Cell)[])[];
}

const RULED: CustomTableLayout = {
  hLineWidth: () => RULE,
  vLineWidth: () => RULE,
  paddingTop: () => 2.5,
  paddingBottom: () => 2.5,
};

/** Ruled, but for the line above the heading, which pdfmake would draw over the cells that the heading spans. */
const HEADED: CustomTableLayout = { ...RULED, hLineWidth: (row) => (row === 0 ? 0 : RULE) };

const PLAIN: CustomTableLayout = {
  hLineWidth: () => 0,
  vLineWidth: () => 0,
  paddingLeft: () => 0,
  paddingRight: () => 4,
  paddingTop: () => 1,
  paddingBottom: () => 1,
};

const NO_BORDER: [boolean, boolean, boolean, boolean] = [false, false, false, false];

/**
 * Whether the text surely fits one page at this width. pdfmake drops what an unbreakable block has beyond one page,
 * so only what passes here may be kept together.
 */
export function isShort(text: string, width: number, size = TEXT_SIZE): boolean {
  const perLine = width / size;
  const count = text.split('\n').reduce((sum, line) => sum + 1 + line.length / perLine, 0);
  return count <= KEPT_LINES;
}

/** Text with its line breaks and indents, a node a line: pdfmake needs quadratic time for one long node. */
export const lines = (text: string): Content[] =>
  text.split('\n').map((line) => ({ text: line === '' ? '\u00a0' : line, preserveLeadingSpaces: true }));

/** A ruled table whose heading and header row are repeated on every page. */
export function grid({ heading, head, widths, rows }: Grid): Content {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'string' ? { text: cell } : cell)));
  const fixed = fixedWidths(widths);
  const fits = ({ text, under }: Cell, at: number) =>
    isShort(`${text}\n${under ?? ''}`, fixed[at] ?? 0, CELL_SIZE);
  const short = cells.every((row) => row.every(fits));
  return {
    margin: [0, 4, 0, 8],
    fontSize: CELL_SIZE,
    layout: HEADED,
    table: {
      headerRows: 2,
      keepWithHeaderRows: short ? 1 : 0,
      dontBreakRows: short,
      widths: fixed,
      body: [spanning(heading, head.length), head.map(headCell), ...cells.map((row) => row.map(bodyCell))],
    },
  };
}

/** The star takes what is left of the page. As a number, because pdfmake's own `*` grows with a long word. */
function fixedWidths(widths: Grid['widths']): number[] {
  const rules = (widths.length + 1) * RULE;
  const taken = widths.reduce<number>((sum, width) => sum + PADDING + (width === '*' ? 0 : width), rules);
  return widths.map((width) => (width === '*' ? PAGE.width - taken : width));
}

const spanning = (heading: string, count: number): TableCell[] => [
  { text: heading, bold: true, fontSize: 11, colSpan: count, border: NO_BORDER, margin: [-4, 0, 0, 2] },
  ...Array.from({ length: count - 1 }, () => ({})),
];

const headCell = (text: string): TableCell => ({
  text,
  bold: true,
  alignment: 'center',
  fillColor: '#e6e6e6',
  verticalAlignment: 'middle',
});

const bodyCell = ({ text, bold = false, under, alignment = undefined }: Cell): TableCell => ({
  ...(alignment && { alignment }),
  preserveLeadingSpaces: true,
  text: [
    { text, bold },
    ...(under ? [{ text: `\n${under}`, fontSize: CELL_SIZE - 1, color: '#444444' }] : []),
  ],
});

/** `Label : value`, one below the other, without rules. */
export function pairs(
  rows: readonly (readonly [string, string])[],
  { heading, labelWidth = 110 }: { heading?: string; labelWidth?: number } = {},
): Content {
  const body: TableCell[][] = rows.map(([label, value]) => [
    { text: label, preserveLeadingSpaces: true },
    ':',
    { text: value, preserveLeadingSpaces: true },
  ]);
  const valueWidth = PAGE.width - labelWidth - COLON - 3 * 4;
  const [first] = rows;
  const kept = heading !== undefined && first !== undefined && isShort(first[1], valueWidth);
  if (heading !== undefined) body.unshift([{ text: heading, bold: true, colSpan: 3 }, {}, {}]);
  return {
    margin: [0, 4, 0, 4],
    layout: PLAIN,
    table: {
      headerRows: heading === undefined ? 0 : 1,
      keepWithHeaderRows: kept ? 1 : 0,
      widths: [labelWidth, COLON, valueWidth],
      body,
    },
  };
}

/** A form: ruled boxes, each with its label above or beside its value; a row of one pair spans the width. */
export function boxes(rows: readonly (readonly (readonly [string, string])[])[]): Content {
  const cell = ([label, value]: readonly [string, string], span: number): TableCell => ({
    colSpan: span,
    stack: [
      { text: label, fontSize: CELL_SIZE, color: '#444444' },
      { stack: lines(value), margin: [0, 2, 0, 2] },
    ],
  });
  return {
    margin: [0, 4, 0, 8],
    layout: RULED,
    table: {
      widths: fixedWidths([HALF, '*']),
      body: rows.map(([first, second]) => [
        first ? cell(first, second ? 1 : 2) : {},
        second ? cell(second, 1) : {},
      ]),
    },
  };
}
