import type { Content, ContentText } from 'pdfmake/interfaces.js';

/** Where the department signs. */
export const PLACE = 'Bangil';
export const DEPARTMENT = 'Dinas Komunikasi dan Informatika Kabupaten Pasuruan';

/** A4 in points: 25 mm at the left, where a file is bound, 20 mm at the right. */
export const PAGE = { margins: [71, 40, 57, 62] as [number, number, number, number], width: 467 };

const centred = (text: string, fontSize: number, more: Partial<ContentText> = {}): ContentText => ({
  text,
  fontSize,
  lineHeight: 1.1,
  alignment: 'center',
  ...more,
});

/** Kop surat. Facts from the head of the SOP. pdfmake writes into what it is given, so each document gets its own. */
export const letterhead = (): Content[] => [
  centred('PEMERINTAH KABUPATEN PASURUAN', 14),
  centred('DINAS KOMUNIKASI DAN INFORMATIKA', 18, { bold: true }),
  centred('Gedung Graha As Salam Lantai 1, Komplek Perkantoran Pemerintah Kabupaten Pasuruan', 10),
  centred('Jl. Raya Raci Km 9 Bangil-Pasuruan, Telepon (0343) 429064', 10),
  centred('Website: diskominfo.pasuruankab.go.id   Email: diskominfo@pasuruankab.go.id', 10),
  {
    canvas: [rule(0, 2.5), rule(3.5, 0.75)],
    margin: [0, 6, 0, 14],
  },
];

const rule = (y: number, lineWidth: number) =>
  ({ type: 'line', x1: 0, y1: y, x2: PAGE.width, y2: y, lineWidth }) as const;

/** Below every page: which case, which content, which page. One line each, so cut where it would not fit. */
export const footer =
  (caseNumber: string, hash: string) =>
  (page: number, pages: number): Content => {
    const [left, , right] = PAGE.margins;
    const shown = caseNumber.replace(/\s+/g, ' ').slice(0, 60);
    return {
      margin: [left, 14, right, 0],
      fontSize: 8,
      stack: [
        { canvas: [rule(0, 0.5)], margin: [0, 0, 0, 3] },
        {
          columns: [
            { text: `Permohonan Nomor ${shown}` },
            { text: `Halaman ${page} dari ${pages}`, alignment: 'right', width: 90 },
          ],
        },
        { text: `SHA-256 isi dokumen: ${hash}` },
      ],
    };
  };
