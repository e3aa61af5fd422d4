import type { Words } from '../../schema/errors.js';
import type { Role } from '../viewer.js';

export const STEPS = [
  'SUBMIT',
  'HAND_OVER',
  'AGREE',
  'ASSESS',
  'PROVISION',
  'DELIVER',
  'ADOPT',
  'ACCEPT',
  'REPORT',
] as const;
export type StepId = (typeof STEPS)[number];

export const DOCUMENTS = [
  'APPLICATION_PROFILE',
  'DISPOSITION',
  'INTEGRATION_SPECIFICATION',
  'REQUIREMENTS',
  'ACCESS_ACCOUNT',
  'INTEGRATION_RESULT',
  'INTEGRATION_REPORT',
  'VALIDATION_RESULT',
  'ACCEPTANCE_RECORD',
  'FINAL_REPORT',
] as const;
export type DocumentKind = (typeof DOCUMENTS)[number];

/** `mutu baku`: what the step needs, how long it may take, what it yields. */
export interface Standard {
  readonly requirement: DocumentKind | null;
  readonly duration: { readonly count: number; readonly unit: 'WORKING_DAY' | 'MONTH' } | null;
  readonly output: Words;
}

export interface ProcedureStep {
  readonly no: number;
  readonly id: StepId;
  readonly performer: Role;
  readonly title: Words;
  readonly standard: Standard;
}

export interface Procedure {
  /** Number of the SOP. */
  readonly number: string;
  /** In force from this date on. */
  readonly effective: string;
  readonly steps: readonly ProcedureStep[];
}

const days = (count: number) => ({ count, unit: 'WORKING_DAY' as const });
const months = (count: number) => ({ count, unit: 'MONTH' as const });

/** SOP Interoperabilitas Data, Diskominfo Kabupaten Pasuruan, as one table. */
export const PROCEDURE: Procedure = {
  number: '00.8.3.3/114.3/424.084/2024',
  effective: '2024-01-22',
  steps: [
    {
      no: 1,
      id: 'SUBMIT',
      performer: 'PRODUCER',
      title: { id: 'Permohonan integrasi data', en: 'Application for data integration' },
      standard: {
        requirement: 'APPLICATION_PROFILE',
        duration: days(1),
        output: { id: 'Disposisi Integrasi Aplikasi', en: 'Disposition' },
      },
    },
    {
      no: 2,
      id: 'HAND_OVER',
      performer: 'PRODUCER',
      title: { id: 'Penyerahan data dan struktur kepada tim teknis', en: 'Hand-over of data and structure' },
      standard: {
        requirement: 'DISPOSITION',
        duration: days(1),
        output: { id: 'Dokumen Integrasi dan Struktur DB', en: 'Integration specification' },
      },
    },
    {
      no: 3,
      id: 'AGREE',
      performer: 'TECHNICAL_TEAM',
      title: { id: 'Evaluasi integrasi: kolom yang disepakati', en: 'Evaluation: which fields are agreed' },
      standard: {
        requirement: 'INTEGRATION_SPECIFICATION',
        duration: months(1),
        output: { id: 'Dokumen Integrasi dan Struktur DB yang disepakati', en: 'The agreed specification' },
      },
    },
    {
      no: 4,
      id: 'ASSESS',
      performer: 'TECHNICAL_TEAM',
      title: { id: 'Evaluasi kebutuhan data; program API', en: 'Assessment of needs; the API' },
      standard: {
        requirement: 'REQUIREMENTS',
        duration: months(1),
        output: { id: 'Program API', en: 'The API: a subgraph version that passes its check' },
      },
    },
    {
      no: 5,
      id: 'PROVISION',
      performer: 'TECHNICAL_TEAM',
      title: { id: 'Penyiapan API dalam satu server; akun', en: 'The API on the one server; accounts' },
      standard: {
        requirement: 'REQUIREMENTS',
        duration: months(1),
        output: { id: 'Akun', en: 'Access account' },
      },
    },
    {
      no: 6,
      id: 'DELIVER',
      performer: 'TECHNICAL_TEAM',
      title: { id: 'Laporan hasil integrasi dan arsip data', en: 'Integration report; the data archived' },
      standard: {
        requirement: 'INTEGRATION_RESULT',
        duration: days(1),
        output: { id: 'Laporan hasil Integrasi Data', en: 'Integration report' },
      },
    },
    {
      no: 7,
      id: 'ADOPT',
      performer: 'PRODUCER',
      title: { id: 'Pemutakhiran sistem produsen', en: "Update of the producer's system" },
      standard: {
        requirement: 'INTEGRATION_RESULT',
        duration: days(3),
        output: { id: 'Hasil validasi sistem / integrasi data', en: 'Validation result' },
      },
    },
    {
      no: 8,
      id: 'ACCEPT',
      performer: 'PRODUCER',
      title: { id: 'Evaluasi akhir: sudah sesuai atau belum', en: 'Final evaluation: conforms or not' },
      standard: {
        requirement: 'APPLICATION_PROFILE',
        duration: days(1),
        output: { id: 'Berita acara kesesuaian', en: 'Acceptance record' },
      },
    },
    {
      no: 9,
      id: 'REPORT',
      performer: 'TECHNICAL_TEAM',
      title: { id: 'Laporan akhir kepada Kepala Bidang dan Kepala Dinas', en: 'Final report to the heads' },
      standard: {
        requirement: null,
        duration: null,
        output: { id: 'Laporan akhir', en: 'Final report' },
      },
    },
  ],
};
