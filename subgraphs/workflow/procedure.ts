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
  'SUPPORTING',
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
  /** Whom a passed deadline is charged to; of step 1 the head, whose disposition the clock waits for. */
  readonly chargedTo: Role;
  readonly title: Words;
  readonly standard: Standard;
}

export interface Procedure {
  /** Number of the SOP. */
  readonly number: string;
  /** In force from this date on. */
  readonly effective: string;
  readonly steps: readonly ProcedureStep[];
  readonly settings: ProcedureSettings;
}

/** Decisions where the SOP's text is silent. */
export interface ProcedureSettings {
  /** Months that a column which a CHANGE has replaced or dropped stays in the graph after the delivery. */
  readonly graceMonths: number;
}

const days = (count: number) => ({ count, unit: 'WORKING_DAY' as const });
const months = (count: number) => ({ count, unit: 'MONTH' as const });

/** SOP Interoperabilitas Data, Diskominfo Kabupaten Pasuruan, as one table. A revised SOP is one more such table. */
const SOP_2024: Procedure = {
  number: '00.8.3.3/114.3/424.084/2024',
  effective: '2024-01-22',
  steps: [
    {
      no: 1,
      id: 'SUBMIT',
      performer: 'PRODUCER',
      chargedTo: 'DEPARTMENT_HEAD',
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
      chargedTo: 'PRODUCER',
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
      chargedTo: 'TECHNICAL_TEAM',
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
      chargedTo: 'TECHNICAL_TEAM',
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
      chargedTo: 'TECHNICAL_TEAM',
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
      chargedTo: 'TECHNICAL_TEAM',
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
      chargedTo: 'PRODUCER',
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
      chargedTo: 'PRODUCER',
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
      chargedTo: 'TECHNICAL_TEAM',
      title: { id: 'Laporan akhir kepada Kepala Bidang dan Kepala Dinas', en: 'Final report to the heads' },
      standard: {
        requirement: null,
        duration: null,
        output: { id: 'Laporan akhir', en: 'Final report' },
      },
    },
  ],
  settings: { graceMonths: 3 },
};

/** Every version of the procedure, the oldest first. */
export const PROCEDURES: readonly Procedure[] = [SOP_2024];

/** The version in force on a date (YYYY-MM-DD), under which a case that begins then stays to its end. */
export function procedureInForce(date: string, versions: readonly Procedure[] = PROCEDURES): Procedure {
  const found = versions.findLast(({ effective }) => effective <= date);
  if (!found) throw new RangeError(`no procedure is in force on ${date}`);
  return found;
}

/** The version with this SOP number. */
export function procedureOf(number: string, versions: readonly Procedure[] = PROCEDURES): Procedure {
  const found = versions.find((one) => one.number === number);
  if (!found) throw new RangeError(`no procedure has the number ${number}`);
  return found;
}

export function stepOf(procedure: Procedure, id: StepId): ProcedureStep {
  const found = procedure.steps.find((step) => step.id === id);
  if (!found) throw new RangeError(`the procedure ${procedure.number} has no step ${id}`);
  return found;
}
