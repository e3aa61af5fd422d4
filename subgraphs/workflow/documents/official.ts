import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { contentHash } from '../../../schema/definition.js';
import type { OfficialFacts, OfficialKind } from './facts.js';
import { declaration, FORMS, type Form } from './forms.js';
import { longDate, utcDay } from './indonesian-dates.js';
import { DEPARTMENT, footer, letterhead, PAGE, PLACE } from './letterhead.js';
import { printableWhole } from './printable.js';
import {
  applicationSection,
  columnsSection,
  datasetSection,
  decisionsSection,
  eventsSection,
  resultsSection,
  type Section,
  structureSection,
  textSection,
} from './sections.js';
import { signatureBlock } from './signatures.js';
import { boxes, pairs } from './tables.js';

export { OFFICIAL_KINDS, type OfficialFacts, type OfficialKind } from './facts.js';

const LOSSY_NOTE =
  'Aksara yang tidak dapat dicetak ditampilkan sebagai "?"; isi lengkapnya ada pada rekaman elektronik.';

/** SHA-256 (hex) of what the document says, as printed below each of its pages; over the facts, not the PDF's bytes. */
export const officialHash = (kind: OfficialKind, facts: OfficialFacts): string =>
  contentHash({ kind, facts });

/**
 * The document as an A4 PDF. The same facts give the same bytes: dates and ids come from the facts, and the streams
 * are not compressed, because zlib's output differs between builds. Throws a RangeError where `facts.date` is none.
 */
export async function renderOfficial(kind: OfficialKind, facts: OfficialFacts): Promise<Uint8Array> {
  const hash = officialHash(kind, facts);
  const { value: shown, lossy } = printableWhole(facts);
  const created = utcDay(facts.date);
  const definition: TDocumentDefinitions = {
    pageSize: 'A4',
    pageMargins: PAGE.margins,
    version: '1.7',
    compress: false,
    language: 'id-ID',
    info: {
      // pdfkit writes it into XML without escaping.
      title: `${FORMS[kind].title} ${shown.number}`.replace(/[<>&\s]+/g, ' '),
      author: DEPARTMENT,
      creator: 'SatuGraf',
      creationDate: created,
      modDate: created,
    },
    defaultStyle: { font: 'Times', fontSize: 11, lineHeight: 1.2 },
    footer: footer(shown.caseNumber, hash),
    content: [
      ...letterhead(),
      ...body(FORMS[kind], shown),
      ...(lossy ? [{ text: LOSSY_NOTE, fontSize: 8, italics: true, margin: [0, 12, 0, 0] } as Content] : []),
    ],
  };
  const pdfmake = await printer();
  return new Uint8Array(await pdfmake.createPdf(definition).getBuffer());
}

/** pdfmake takes a third of a second to load: only who prints pays. It may open no file and no address. */
async function printer() {
  const { default: pdfmake } = await import('pdfmake');
  const fonts = {
    normal: 'Times-Roman',
    bold: 'Times-Bold',
    italics: 'Times-Italic',
    bolditalics: 'Times-BoldItalic',
  };
  pdfmake.setFonts({ Times: fonts });
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy((path) => Object.values(fonts).includes(path));
  return pdfmake;
}

function body(form: Form, facts: OfficialFacts): Content[] {
  const placed = `${PLACE}, ${longDate(facts.date)}`;
  const signatures = signatureBlock(facts.signers, form.layout === 'LETTER' ? null : placed);
  return [
    ...heading(form, facts, placed),
    ...numbered(sections(form, facts)),
    ...(form.closing ? [paragraph(form.closing)] : []),
    signatures,
  ];
}

function heading(form: Form, facts: OfficialFacts, placed: string): Content[] {
  const title: Content[] = [
    { text: form.title.toUpperCase(), alignment: 'center', bold: true, fontSize: 13 },
    { text: `Nomor: ${facts.number}`, alignment: 'center', margin: [0, 0, 0, 12] },
  ];
  switch (form.layout) {
    case 'SHEET':
      return [...title, sheet(form, facts)];
    case 'LETTER':
      return [...addressed(form, facts, placed), paragraph(form.opening(facts))];
    case 'RECORD':
      return [...title, paragraph(form.opening(facts)), ...parties(facts), paragraph(declaration(facts))];
    case 'PAPER':
      return [...title, paragraph(form.opening(facts))];
  }
}

const paragraph = (text: string): Content => ({ text, alignment: 'justify', margin: [0, 2, 0, 6] });

/** Number, subject and addressees at the head of a letter. */
const addressed = (form: Form, facts: OfficialFacts, placed: string): Content[] => [
  { text: placed, alignment: 'right' },
  pairs(
    [
      ['Nomor', facts.number],
      ['Lampiran', '-'],
      ['Hal', `${form.title}: ${facts.caseTitle}`],
    ],
    { labelWidth: 52 },
  ),
  {
    margin: [0, 8, 0, 12],
    columns: [
      { text: 'Yth.', width: 26 },
      { stack: [...form.addressees(facts), 'di Tempat'], width: PAGE.width - 26 },
    ],
  },
];

const sheet = (form: Form, facts: OfficialFacts): Content =>
  boxes([
    [
      ['Permohonan dari', `${facts.agency.name} (${facts.agency.slug})`],
      ['Nomor disposisi', facts.number],
    ],
    [
      ['Nomor permohonan', facts.caseNumber],
      ['Tanggal disposisi', longDate(facts.date)],
    ],
    [['Hal', facts.caseTitle]],
    ...(facts.purpose ? [[['Maksud dan tujuan', facts.purpose]] as const] : []),
    [['Diteruskan kepada', form.addressees(facts).join('\n')]],
    [[form.remarks, facts.remarks]],
  ]);

const parties = ({ signers }: OfficialFacts): Content[] =>
  signers.map(({ name, nip, position }, index) =>
    pairs([
      [`${index + 1}. Nama`, name],
      ...(nip ? [['    NIP', nip] as const] : []),
      ['    Jabatan', position],
    ]),
  );

function sections(form: Form, facts: OfficialFacts): Section[] {
  const remarks = textSection(form.remarks, facts.remarks);
  const results = resultsSection(form.results, facts);
  const dataset = datasetSection(facts);
  if (form.layout === 'SHEET') return [dataset, columnsSection(facts), results, eventsSection(facts)];
  const first = [applicationSection(facts), dataset];
  if (form.structure)
    return [
      ...first,
      structureSection(facts),
      decisionsSection(facts),
      results,
      remarks,
      eventsSection(facts),
    ];
  return [...first, remarks, results, columnsSection(facts), eventsSection(facts)];
}

const numbered = (all: readonly Section[]): Content[] =>
  all
    .filter((section) => section !== null)
    .map((section, index) => section(`${String.fromCharCode(65 + index)}. `));
