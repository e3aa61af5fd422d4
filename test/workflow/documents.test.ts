import { afterEach, describe, expect, it, vi } from 'vitest';
import type { OfficialColumn } from '../../subgraphs/workflow/documents/facts.js';
import {
  OFFICIAL_KINDS,
  type OfficialFacts,
  officialHash,
  renderOfficial,
} from '../../subgraphs/workflow/documents/official.js';

const column = (name: string, more: Partial<OfficialColumn> = {}): OfficialColumn => ({
  name,
  label: name,
  title: `Judul ${name}`,
  description: `Definisi ${name}.`,
  attributes: '',
  type: 'INTEGER',
  unit: null,
  accessClass: 'OPEN',
  key: false,
  reference: null,
  status: null,
  verdict: null,
  reason: null,
  ...more,
});

const FACTS: OfficialFacts = {
  number: '000.8.3.3/12/424.084/2026',
  date: '2026-03-05',
  caseNumber: '2026-0012',
  procedure: '00.8.3.3/114.3/424.084/2024',
  caseTitle: 'Integrasi data kunjungan puskesmas',
  purpose: 'Penyajian data pada portal Satu Data.',
  agency: { slug: 'dinkes', name: 'Dinas Kesehatan' },
  dataset: { field: 'dinkesKunjungan', title: 'Kunjungan puskesmas', description: 'Kunjungan per tahun.' },
  columns: [
    column('kodeKecamatan', { type: 'TEXT', key: true, reference: 'Region', verdict: 'AGREED' }),
    column('jumlahKunjunganRawatJalanPuskesmas', { unit: 'orang', verdict: 'AGREED', status: 'LIVE' }),
    column('biaya', { accessClass: 'RESTRICTED', verdict: 'DEFERRED', reason: 'Menunggu rekonsiliasi.' }),
    column('namaPasien', { accessClass: 'CLOSED', verdict: 'DECLINED', reason: 'Data pribadi.' }),
  ],
  remarks: 'Agar ditindaklanjuti.\n  a. Periksa data;\n\n  b. Laporkan.',
  signers: [
    { position: 'Kepala Dinas Kesehatan', name: 'Siti Aminah, S.KM', nip: '19850101 201001 2 003' },
    { position: 'Ketua Tim', name: 'Budi Santoso' },
  ],
  facts: [{ label: 'Pemuatan data', value: '1.204 baris dimuat' }],
  events: [{ date: '2026-01-05T17:30:00.000Z', step: 1, action: 'SUBMIT', actor: 'Siti Aminah' }],
};

const raw = (pdf: Uint8Array) => Buffer.from(pdf).toString('latin1');
// Not TextDecoder: some versions of Node read windows-1252 as latin1.
const WIN_ANSI_80 = '€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ';
const winAnsi = (hex: string) =>
  Array.from(Buffer.from(hex, 'hex'), (byte) => WIN_ANSI_80[byte - 0x80] ?? String.fromCharCode(byte)).join(
    '',
  );

/** Lines of text by page, in the order of writing: pieces at the same height without a gap in between. */
function pagesOf(pdf: Uint8Array): string[][] {
  const streams = [...raw(pdf).matchAll(/>>\nstream\n(1 0 0 -1 .*?)\nendstream/gs)];
  return streams.map(([, stream = '']) => {
    const lines: { y: string; text: string }[] = [];
    for (const [, y = '', pieces = ''] of stream.matchAll(
      /1 0 0 1 [\d.-]+ ([\d.-]+) Tm\n[^[]*\[(.*?)\] TJ/gs,
    )) {
      const bytes = [...pieces.matchAll(/<([0-9a-f]*)>/g)].map(([, hex = '']) => hex).join('');
      const text = winAnsi(bytes);
      const last = lines.at(-1);
      if (last?.y === y) last.text += text;
      else lines.push({ y, text });
    }
    return lines.map(({ text }) => text);
  });
}

const textOf = (pdf: Uint8Array) => pagesOf(pdf).flat().join('\n');
/** Without white space: cells break lines where they must. */
const squeezed = (text: string) => text.replace(/\s/g, '');

afterEach(() => vi.useRealTimers());

describe.each(OFFICIAL_KINDS)('%s', (kind) => {
  it('says what the facts say', async () => {
    const said = squeezed(textOf(await renderOfficial(kind, FACTS)));
    const expected = [
      FACTS.number,
      FACTS.caseNumber,
      FACTS.caseTitle,
      FACTS.purpose,
      FACTS.agency.name,
      'Bangil, 5 Maret 2026',
      'PEMERINTAH KABUPATEN PASURUAN',
      'DINAS KOMUNIKASI DAN INFORMATIKA',
      ...FACTS.columns.flatMap(({ name, reason }) => [name, reason ?? '']),
      'Disepakati',
      'Ditunda',
      'Ditolak',
      'Terbatas',
      'a. Periksa data;',
      'b. Laporkan.',
      '1.204 baris dimuat',
      'Permohonan diajukan',
      '6 Januari 2026 00.30 WIB',
      ...FACTS.signers.flatMap(({ position, name, nip }) => [position, name, nip ?? '']),
      `SHA-256 isi dokumen: ${officialHash(kind, FACTS)}`,
      'Halaman 1 dari',
    ];
    expect(expected.filter((text) => !said.includes(squeezed(text)))).toEqual([]);
  });

  it('is the same to the byte for the same facts, whatever the clock says', async () => {
    const first = await renderOfficial(kind, FACTS);
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2031-01-01T00:00:00Z') });
    const [second, third] = await Promise.all([renderOfficial(kind, FACTS), renderOfficial(kind, FACTS)]);
    expect(Buffer.compare(first, second)).toBe(0);
    expect(Buffer.compare(first, third)).toBe(0);
    const other = await renderOfficial(kind, { ...FACTS, remarks: 'Lain.' });
    expect(Buffer.compare(first, other)).not.toBe(0);
  });

  it('is complete without dataset, columns, signers, results and history', async () => {
    const bare = { ...FACTS, dataset: null, columns: [], signers: [], facts: [], events: [], remarks: '' };
    const pages = pagesOf(await renderOfficial(kind, bare));
    expect(pages).toHaveLength(1);
    expect(pages[0]?.join('\n')).toContain('Bangil, 5 Maret 2026');
  });

  it('runs over pages, each with the headers of its table, and loses nothing', async () => {
    const words = Array.from({ length: 1200 }, (_, index) => `kata${index}`);
    const many = {
      ...FACTS,
      remarks: `${words.join(' ')}\n${'x'.repeat(3000)}`,
      columns: Array.from({ length: 200 }, (_, index) =>
        column(`kolom${index}akhir`, { verdict: 'DEFERRED', reason: `alasan${index}akhir` }),
      ),
    };
    expect(many.remarks.length).toBeGreaterThan(10_000);
    const pages = pagesOf(await renderOfficial(kind, many));
    const all = squeezed(pages.flat().join(''));
    expect(all).toContain(squeezed(words.join('')).slice(0, 200));
    expect(words.filter((word) => !all.includes(word))).toEqual([]);
    expect(all.split('x').length).toBeGreaterThan(3000);
    const names = many.columns.flatMap(({ name, reason }) => [name, reason ?? '']);
    expect(names.filter((name) => !all.includes(name))).toEqual([]);
    for (const [index, page] of pages.entries()) {
      const text = squeezed(page.join(''));
      expect(text).toContain(`Halaman${index + 1}dari${pages.length}`);
      expect(text).toContain(officialHash(kind, many));
      if (/alasan\d+akhir/.test(text)) expect(text).toContain('Alasan');
    }
  });
});

describe('an official document', () => {
  it('keeps every word of a reason that is longer than a page', async () => {
    const words = Array.from({ length: 1500 }, (_, index) => `kata${index};`);
    const columns = [column('panjang', { verdict: 'DECLINED', reason: words.join(' ') }), column('sesudah')];
    const pages = pagesOf(await renderOfficial('REQUIREMENTS', { ...FACTS, columns }));
    const reasons = pages
      .flat()
      .join('')
      .match(/kata\d+;/g);
    expect(reasons).toEqual(words);
    expect(pages.filter((page) => page.join('').includes('Alasan')).length).toBeGreaterThan(3);
  });

  it('breaks no line where the official did not, and keeps empty lines and indents', async () => {
    const lines = pagesOf(await renderOfficial('FINAL_REPORT', FACTS))[0] ?? [];
    const at = lines.findIndex((line) => line.startsWith('Agar'));
    expect(lines.slice(at, at + 4).map((line) => line.trimEnd())).toEqual([
      'Agar ditindaklanjuti.',
      '  a. Periksa data;',
      '',
      '  b. Laporkan.',
    ]);
  });

  it('prints WinAnsi as it is and says so where it had to give up a character', async () => {
    const plain = textOf(
      await renderOfficial('DISPOSITION', { ...FACTS, remarks: 'Café – Rp 1.000 ½ (“ya”)' }),
    );
    expect(plain).toContain('Café – Rp 1.000 ½ (“ya”)');
    expect(plain).not.toContain('Aksara yang tidak dapat dicetak');
    const lossy = textOf(await renderOfficial('DISPOSITION', { ...FACTS, remarks: 'Baik 😀 sekali' }));
    expect(lossy).toContain('Baik ? sekali');
    expect(lossy).toContain('Aksara yang tidak dapat dicetak');
  });

  it('never lets a text become part of the file', async () => {
    const hostile =
      ') Tj ET \\) >> endstream endobj\r%%EOF <script>&amp; </rdf:li> [<41>] TJ \u0000\u0007 /JavaScript (';
    const facts = { ...FACTS, number: hostile, caseNumber: hostile, caseTitle: hostile, remarks: hostile };
    const pdf = await renderOfficial('DISPOSITION', facts);
    const count = (text: string, part: string) => text.split(part).length - 1;
    const [file, calm] = [raw(pdf), raw(await renderOfficial('DISPOSITION', { ...FACTS, remarks: '😀' }))];
    expect(count(file, '\nendobj\n')).toBe(count(calm, '\nendobj\n'));
    expect(count(file, '</rdf:li>')).toBe(count(calm, '</rdf:li>'));
    expect(file).not.toContain('<script>');
    expect(textOf(pdf)).toContain('<script>&amp; </rdf:li> [<41>] TJ ?? /JavaScript (');
    expect(squeezed(textOf(pdf))).toContain(squeezed(') Tj ET \\) >> endstream endobj'));
    // Every object is where the cross-reference table says.
    const table = file.slice(Number(file.match(/startxref\n(\d+)/)?.[1])).match(/\d{10}(?= 00000 n)/g) ?? [];
    expect(table.length).toBeGreaterThan(5);
    for (const [index, offset] of table.entries())
      expect(file.slice(Number(offset)).startsWith(`${index + 1} 0 obj`), `object ${index + 1}`).toBe(true);
  });

  it('uses the standard fonts only and carries the date of its facts', async () => {
    const file = raw(await renderOfficial('FINAL_REPORT', FACTS));
    expect(file).not.toContain('/FontFile');
    expect(new Set(file.match(/\/BaseFont \/[\w-]+/g))).toEqual(
      new Set(['/BaseFont /Times-Roman', '/BaseFont /Times-Bold']),
    );
    expect(file).toContain('(D:20260305000000Z)');
  });

  it('takes no time to speak of for one word of 100,000 letters', async () => {
    const started = performance.now();
    const pdf = await renderOfficial('DISPOSITION', { ...FACTS, remarks: 'y'.repeat(100_000) });
    expect(textOf(pdf).split('y').length).toBeGreaterThan(100_000);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('keeps within the margins whatever the words are', async () => {
    const long = 'w'.repeat(400);
    const facts = {
      ...FACTS,
      purpose: long,
      agency: { slug: 'dinkes', name: long },
      columns: [column(long, { title: long, description: long, verdict: 'DECLINED', reason: long })],
      facts: [{ label: long, value: long }],
    };
    for (const kind of OFFICIAL_KINDS) {
      const file = raw(await renderOfficial(kind, facts));
      const ends = [...file.matchAll(/([\d.]+) [\d.]+ l\n/g)].map(([, x]) => Number(x));
      expect(Math.max(...ends)).toBeLessThanOrEqual(595.28 - 57 + 1);
    }
  });

  it('is refused for a date that does not exist', async () => {
    await expect(renderOfficial('DISPOSITION', { ...FACTS, date: '2026-02-30' })).rejects.toThrow(RangeError);
  });
});
