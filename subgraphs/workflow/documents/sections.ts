import type { Content } from 'pdfmake/interfaces.js';
import { procedureOf } from '../procedure.js';
import type { OfficialColumn, OfficialFacts } from './facts.js';
import { longMoment } from './indonesian-dates.js';
import { PAGE } from './letterhead.js';
import { type Cell, grid, isShort, lines, pairs } from './tables.js';
import { word } from './words.js';

/** A part of a document under its heading; null where the facts say nothing. The heading comes numbered. */
export type Section = ((heading: string) => Content) | null;

export const applicationSection = ({ caseNumber, caseTitle, agency, purpose }: OfficialFacts): Section => {
  const rows: [string, string][] = [
    ['Nomor permohonan', caseNumber],
    ['Perihal', caseTitle],
    ['Produsen Data', `${agency.name} (${agency.slug})`],
  ];
  if (purpose !== '') rows.push(['Maksud dan tujuan', purpose]);
  return (heading) => pairs(rows, { heading: `${heading}Permohonan` });
};

export const datasetSection = ({ dataset }: OfficialFacts): Section => {
  if (!dataset) return null;
  const rows: [string, string][] = [
    ['Judul dataset', dataset.title],
    ['Nama dalam graf', dataset.field],
    ['Definisi', dataset.description],
  ];
  return (heading) => pairs(rows, { heading: `${heading}Dataset` });
};

export function textSection(name: string, text: string): Section {
  if (text.trim() === '') return null;
  return (heading) => {
    const [first, ...rest] = lines(text);
    const kept = isShort(text.split('\n', 1)[0] ?? '', PAGE.width);
    const title: Content = { text: heading + name, bold: true, margin: [0, 0, 0, 3] };
    return {
      margin: [0, 4, 0, 8],
      stack: [{ stack: [title, first ?? ''], unbreakable: kept }, ...rest],
    };
  };
}

export function resultsSection(title: string, { facts }: OfficialFacts): Section {
  if (facts.length === 0) return null;
  return (heading) =>
    grid({
      heading: heading + title,
      head: ['No.', 'Uraian', 'Keterangan'],
      widths: [22, 165, '*'],
      rows: facts.map(({ label, value }, index) => [ordinal(index), label, value]),
    });
}

const ordinal = (index: number): Cell => ({ text: `${index + 1}.`, alignment: 'center' });

const nameCell = (name: string, under: string): Cell =>
  under === name || under === '' ? { text: name, bold: true } : { text: name, bold: true, under };

/** The structure of the database: every column with its definition, type, class and role in the key. */
export function structureSection({ columns }: OfficialFacts): Section {
  if (columns.length === 0) return null;
  return (heading) =>
    grid({
      heading: `${heading}Struktur DB (${columns.length} kolom)`,
      head: ['No.', 'Kolom', 'Judul dan definisi', 'Jenis dan satuan', 'Kelas akses', 'Kunci, rujukan'],
      widths: [22, 112, '*', 62, 46, 44],
      rows: columns.map((column, index) => [
        ordinal(index),
        nameCell(column.name, column.label),
        {
          text: column.title,
          under: [column.description, column.attributes].filter(Boolean).join('\n'),
        },
        column.unit ? { text: word(column.type), under: column.unit } : word(column.type),
        word(column.accessClass),
        [column.key ? 'Kunci' : '', [word(column.reference), column.edition].filter(Boolean).join(' ')]
          .filter(Boolean)
          .join(', ') || '-',
      ]),
    });
}

/** What was decided on every column; null while nothing is. */
export function decisionsSection(facts: OfficialFacts): Section {
  const { columns } = facts;
  if (!columns.some(({ verdict, status, reason }) => verdict || status || reason)) return null;
  return (heading) =>
    grid({
      heading: `${heading}Kesepakatan per kolom (${tally(columns)})`,
      head: ['No.', 'Kolom', 'Keputusan', 'Alasan', 'Status'],
      widths: [22, 125, 54, '*', 82],
      rows: columns.map((column, index) => [
        ordinal(index),
        nameCell(column.name, column.title),
        word(column.verdict) || '-',
        column.reason ?? '-',
        word(column.status) || '-',
      ]),
    });
}

/** The columns in short, with what became of each. */
export function columnsSection({ columns }: OfficialFacts): Section {
  if (columns.length === 0) return null;
  return (heading) =>
    grid({
      heading: `${heading}Kolom data (${tally(columns)})`,
      head: ['No.', 'Kolom', 'Kelas akses', 'Keputusan', 'Alasan', 'Status'],
      widths: [22, 125, 46, 54, '*', 78],
      rows: columns.map((column, index) => [
        ordinal(index),
        nameCell(column.name, column.title),
        word(column.accessClass),
        word(column.verdict) || '-',
        column.reason ?? '-',
        word(column.status) || '-',
      ]),
    });
}

/** `12 kolom: 9 disepakati, 3 ditunda`. */
function tally(columns: readonly OfficialColumn[]): string {
  const counts = new Map<string, number>();
  for (const { verdict } of columns) {
    if (verdict) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  }
  const listed = [...counts].map(([verdict, count]) => `${count} ${word(verdict).toLowerCase()}`);
  return [`${columns.length} kolom`, listed.join(', ')].filter(Boolean).join(': ');
}

export function eventsSection({ events, procedure }: OfficialFacts): Section {
  if (events.length === 0) return null;
  const titles = new Map(procedureOf(procedure).steps.map(({ no, title }) => [no, title.id]));
  return (heading) =>
    grid({
      heading: `${heading}Riwayat pelaksanaan`,
      head: ['No.', 'Waktu', 'Langkah', 'Tindakan', 'Pelaksana'],
      widths: [22, 84, 110, '*', 110],
      rows: events.map(({ date, step, action, actor }, index) => [
        ordinal(index),
        longMoment(date),
        [`${step}.`, titles.get(step)].filter(Boolean).join(' '),
        word(action),
        actor,
      ]),
    });
}
