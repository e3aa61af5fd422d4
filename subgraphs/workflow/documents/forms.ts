import type { OfficialFacts, OfficialKind } from './facts.js';
import { longDate, spelledDate } from './indonesian-dates.js';
import { DEPARTMENT, PLACE } from './letterhead.js';

const DIVISION_HEAD = 'Kepala Bidang E-Government dan Statistik';
const TEAM = 'Tim Pengembangan Aplikasi dan Tata Kelola e-Gov';
const SOP = 'SOP Interoperabilitas Data';

/** How a kind looks and what it says besides the facts. */
export interface Form {
  readonly title: string;
  /** `SHEET` a form of boxes; `LETTER` with number and addressees; `RECORD` names its parties; `PAPER` plain. */
  readonly layout: 'SHEET' | 'LETTER' | 'RECORD' | 'PAPER';
  readonly addressees: (facts: OfficialFacts) => readonly string[];
  readonly opening: (facts: OfficialFacts) => string;
  /** Whether the database structure is shown in full, with the decisions in a table of their own. */
  readonly structure: boolean;
  readonly remarks: string;
  readonly results: string;
  readonly closing: string;
}

const nobody = () => [];

export const FORMS: Readonly<Record<OfficialKind, Form>> = {
  DISPOSITION: {
    title: 'Lembar Disposisi Integrasi Aplikasi',
    layout: 'SHEET',
    addressees: ({ agency }) => [`1. ${TEAM} (tim teknis)`, `2. ${agency.name} selaku Produsen Data`],
    opening: () => '',
    structure: false,
    remarks: 'Isi disposisi',
    results: 'Keterangan',
    closing: '',
  },
  INTEGRATION_SPECIFICATION: {
    title: 'Dokumen Integrasi dan Struktur DB',
    layout: 'PAPER',
    addressees: nobody,
    opening: ({ agency }) =>
      `Dokumen ini memuat data dan struktur basis data yang diserahkan oleh ${agency.name} selaku Produsen Data untuk dievaluasi dan disepakati kolom demi kolom sesuai ${SOP}.`,
    structure: true,
    remarks: 'Catatan',
    results: 'Keterangan',
    closing: '',
  },
  REQUIREMENTS: {
    title: 'Dokumen Kebutuhan Integrasi',
    layout: 'PAPER',
    addressees: nobody,
    opening: ({ agency }) =>
      `Dokumen ini memuat kebutuhan integrasi data ${agency.name} sebagai hasil evaluasi yang disepakati oleh Produsen Data dan tim teknis, dan menjadi dasar pembuatan program API sesuai ${SOP}.`,
    structure: true,
    remarks: 'Catatan',
    results: 'Keterangan',
    closing: '',
  },
  INTEGRATION_RESULT: {
    title: 'Dokumen Hasil Integrasi Data',
    layout: 'PAPER',
    addressees: nobody,
    opening: ({ agency }) =>
      `Dokumen ini memuat hasil penyiapan API dan pemuatan data ${agency.name} dalam satu server, menurut catatan pemeriksaan, pemuatan, dan kesehatan layanan.`,
    structure: false,
    remarks: 'Catatan',
    results: 'Hasil pemeriksaan, pemuatan, dan kesehatan layanan',
    closing: '',
  },
  INTEGRATION_REPORT: {
    title: 'Laporan Hasil Integrasi Data',
    layout: 'LETTER',
    addressees: ({ agency }) => [`1. Pimpinan ${agency.name} selaku Produsen Data`, `2. ${DIVISION_HEAD}`],
    opening: ({ agency }) =>
      `Dengan hormat, bersama ini kami sampaikan laporan hasil integrasi data ${agency.name}. Data yang diintegrasikan telah diarsipkan sesuai ${SOP}.`,
    structure: false,
    remarks: 'Uraian',
    results: 'Hasil pemeriksaan, pemuatan, dan kesehatan layanan',
    closing:
      'Demikian laporan ini kami sampaikan untuk ditindaklanjuti dengan pemutakhiran sistem oleh Produsen Data dan evaluasi akhir. Atas perhatian dan kerja samanya disampaikan terima kasih.',
  },
  ACCEPTANCE_RECORD: {
    title: 'Berita Acara Kesesuaian Integrasi Data',
    layout: 'RECORD',
    addressees: nobody,
    opening: ({ date, signers }) =>
      `Pada hari ini, ${spelledDate(date)} (${longDate(date)}), bertempat di ${PLACE}, ${
        signers.length > 0
          ? 'kami yang bertanda tangan di bawah ini:'
          : 'Produsen Data telah melakukan evaluasi akhir.'
      }`,
    structure: false,
    remarks: 'Hasil evaluasi akhir',
    results: 'Keterangan',
    closing: 'Demikian berita acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya.',
  },
  FINAL_REPORT: {
    title: 'Laporan Akhir Integrasi Data',
    layout: 'LETTER',
    addressees: () => [`Kepala ${DEPARTMENT}`, `melalui ${DIVISION_HEAD}`],
    opening: ({ agency }) =>
      `Dengan hormat, bersama ini kami laporkan hasil akhir integrasi data ${agency.name} yang telah dilaksanakan sesuai ${SOP}.`,
    structure: false,
    remarks: 'Uraian',
    results: 'Hasil pelaksanaan',
    closing: 'Demikian laporan akhir ini disampaikan. Mohon arahan lebih lanjut.',
  },
};

/** What the parties of a record declare, below their names. */
export const declaration = ({ agency, caseNumber, signers }: OfficialFacts): string =>
  `${signers.length > 0 ? 'menyatakan' : 'Dinyatakan'} bahwa evaluasi akhir atas hasil integrasi data ${agency.name} pada permohonan nomor ${caseNumber} telah dilakukan oleh Produsen Data dan data dinyatakan sudah sesuai, dengan rincian sebagai berikut.`;
