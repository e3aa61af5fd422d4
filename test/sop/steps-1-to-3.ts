import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createHub } from '../../gateway/hub.js';
import { testConfig } from '../support/config.js';
import { act, draft, type Stage, stored } from '../workflow/case-over-http.js';
import {
  attemptIn,
  column,
  deviationIn,
  KODE,
  newest,
  nothingComesOf as nothing,
  type Office,
  onDeviation,
  onFile,
  openOffice,
  type Refused,
  refusedBy,
  rows,
  statusesIn,
  structure,
} from './office.js';

// SOP Interoperabilitas Data, steps 1 to 3, as one case of Dinas Kesehatan went through them in March and April 2026,
// each test from where the one before it left off. Idul Fitri: no work from Wednesday 18 to Tuesday 24 March.

const DATASET = 'dinkes_imunisasi';
const SASARAN = column('sasaran', 'INTEGER', { unit: 'anak' });
const CAKUPAN = column('cakupan', 'DECIMAL', { unit: 'persen' });
const CATATAN = column('catatan', 'TEXT');

let office: Office;
let stage: Stage;
beforeAll(async () => {
  office = await openOffice('2026-03-13 09:00');
});
afterAll(() => office[Symbol.asyncDispose]());

const file = () => onFile(office.team, stage);
/** Each is refused by its code and leaves everything on file as it was, to the last byte. */
const nothingComesOf = (...attempts: readonly Refused[]) => nothing(office, stage, attempts);

describe('1. Permohonan integrasi data (Produsen Data; 1 hari; keluaran: disposisi Kepala Dinas)', () => {
  test('Friday 13 March: without its document the application is taken only with the request that it be waived', async () => {
    stage = await draft(office.producer, 'Integrasi data imunisasi', { profile: null });
    await nothingComesOf(
      ['DOCUMENT_MISSING', 'producer', 'submitCase', { profile: null }],
      ['DOCUMENT_MISSING', 'producer', 'submitCase', { profile: '  ', waiver: ' ' }],
    );
    stage = await act(office.producer, 'submitCase', stage, {
      profile: null,
      waiver: 'Dokumen masih di Inspektorat.',
    });
    const submitted = await file();
    expect(submitted).toMatchObject({ status: 'OPEN', step: 'SUBMIT', nextActor: 'DIVISION_HEAD' });
    // The clock of step 1 waits for the complete application.
    expect(attemptIn(submitted, 'SUBMIT')).toMatchObject({ dueOn: null, completedAt: null, lateDays: null });
    expect(submitted.deviations).toEqual([]);
    await nothingComesOf(
      ['DOCUMENT_MISSING', 'departmentHead', 'issueDisposition'],
      ['WRONG_ROLE', 'producer', 'waiveDocument'],
      ['WRONG_ROLE', 'team', 'waiveDocument'],
      ['WRONG_ROLE', 'departmentHead', 'waiveDocument'],
      ['REASON_REQUIRED', 'divisionHead', 'waiveDocument', { reason: ' ' }],
      ['WAIVER_NOT_ASKED', 'divisionHead', 'waiveDocument', { document: 'DISPOSITION' }],
    );
  });

  test('Monday 16 March: Kepala Bidang waives it, a failure of the producer; only now the clock runs', async () => {
    office.moveTo('2026-03-16 10:00');
    stage = await act(office.divisionHead, 'waiveDocument', stage, { reason: 'Menyusul dalam sepekan.' });
    const waived = await file();
    expect(waived.nextActor).toBe('DEPARTMENT_HEAD');
    expect(waived.dossier.waived).toEqual(['APPLICATION_PROFILE']);
    expect(waived.deviations).toEqual([
      expect.objectContaining({
        kind: 'COMPLETENESS',
        step: 'SUBMIT',
        attempt: 1,
        chargedTo: 'PRODUCER',
        status: 'OPEN',
        detail: 'APPLICATION_PROFILE',
      }),
    ]);
    expect(attemptIn(waived, 'SUBMIT')).toMatchObject({
      chargedTo: 'DEPARTMENT_HEAD',
      openedAt: '2026-03-16T03:00:00.000Z',
      dueOn: '2026-03-17',
    });
  });

  test('Wednesday 18 March, 00:01: the deadline has passed, which is recorded once by however many hubs look', async () => {
    office.moveTo('2026-03-17 23:59');
    await office.hub.hub.oversee();
    expect((await file()).deviations).toHaveLength(1);

    office.moveTo('2026-03-18 00:01');
    const { databaseUrl } = office.hub;
    await using second = await createHub(testConfig(databaseUrl), databaseUrl, { now: office.clock });
    const hubs = [office.hub.hub, second];
    await Promise.all([...hubs, ...hubs, ...hubs].map((hub) => hub.oversee()));
    await office.hub.hub.oversee();
    const late = await file();
    expect(deviationIn(late, { kind: 'TIME' })).toMatchObject({
      step: 'SUBMIT',
      attempt: 1,
      chargedTo: 'DEPARTMENT_HEAD',
      status: 'OPEN',
    });
    const passed = late.dossier.events.filter(({ action }) => action === 'DEADLINE_PASSED');
    expect(passed).toEqual([
      expect.objectContaining({ actor: 'SatuGraf', role: null, transition: false, version: late.version }),
    ]);
    // Nothing is blocked by it.
    expect(late).toMatchObject({ status: 'OPEN', version: stage.version, nextActor: 'DEPARTMENT_HEAD' });
  });

  test('Thursday 26 March: the disposition comes two working days late, which is final from now on', async () => {
    office.moveTo('2026-03-26 14:00');
    await nothingComesOf(
      ['WRONG_ROLE', 'divisionHead', 'issueDisposition'],
      ['WRONG_STEP', 'producer', 'handOver'],
      ['DOCUMENT_MISSING', 'departmentHead', 'issueDisposition', { disposition: ' ' }],
    );
    stage = await act(office.departmentHead, 'issueDisposition', stage, {
      disposition: 'Agar tim teknis memproses.',
    });
    const disposed = await file();
    expect(attemptIn(disposed, 'SUBMIT')).toMatchObject({ lateDays: 2 });
    expect(deviationIn(disposed, { kind: 'TIME' }).lateDays).toBe(2);
    expect(newest(disposed, 'DISPOSITION')).toMatchObject({
      version: 1,
      mediaType: 'application/pdf',
      number: expect.stringMatching(/^\d{4}\/DISPOSISI\/DISKOMINFO\/2026$/),
    });
    office.moveTo('2026-03-27 09:00');
    await office.hub.hub.oversee();
    expect(deviationIn(await file(), { kind: 'TIME' }).lateDays).toBe(2);
  });

  test('Kepala Dinas, who has no superior here, closes his own failure by a statement', async () => {
    const { id } = deviationIn(await file(), { kind: 'TIME' });
    const words = { cause: 'Cuti bersama Idul Fitri.', correction: 'Plt. ditunjuk sebelum cuti berikutnya.' };
    const before = await stored(office.hub, stage.number);
    for (const [who, given, code] of [
      [office.team, words, 'WRONG_ROLE'],
      [office.divisionHead, words, 'WRONG_ROLE'],
      [office.departmentHead, { ...words, cause: ' ' }, 'REASON_REQUIRED'],
    ] as const)
      expect(refusedBy(await onDeviation(who, 'accountForDeviation', id, given))[1]).toBe(code);
    expect(await stored(office.hub, stage.number)).toBe(before);
    const stated = await onDeviation(office.departmentHead, 'accountForDeviation', id, words);
    expect(stated.data?.result).toMatchObject({ status: 'STATED', nextActor: null, ...words });
    const again = await onDeviation(office.departmentHead, 'accountForDeviation', id, words);
    expect(refusedBy(again)).toEqual([409, 'DEVIATION_SETTLED']);
  });
});

describe('2. Penyerahan data dan struktur (Produsen Data; 1 hari)', () => {
  test('Friday 27 March: the structure is handed over; its columns are proposed and withheld', async () => {
    expect(attemptIn(await file(), 'HAND_OVER')).toMatchObject({
      chargedTo: 'PRODUCER',
      dueOn: '2026-03-27',
    });
    office.moveTo('2026-03-27 15:00');
    await nothingComesOf(
      ['CASE_NOT_FOUND', 'stranger', 'handOver'],
      ['WRONG_ROLE', 'team', 'handOver'],
      ['DEFINITION_INVALID', 'producer', 'handOver', { definition: structure('imunisasi') }],
    );
    const first = structure('imunisasi', KODE, SASARAN, column('cakupan', 'INTEGER'), CATATAN);
    stage = await act(office.producer, 'handOver', stage, { definition: first });
    await office.hub.hub.settle();
    const handed = await file();
    expect(handed).toMatchObject({ step: 'AGREE', nextActor: 'TECHNICAL_TEAM' });
    expect(attemptIn(handed, 'HAND_OVER').lateDays).toBe(0);
    expect(new Set(Object.values(statusesIn(handed)))).toEqual(new Set(['PROPOSED']));
    expect(newest(handed, 'INTEGRATION_SPECIFICATION').version).toBe(1);
    expect(attemptIn(handed, 'AGREE')).toMatchObject({ chargedTo: 'TECHNICAL_TEAM', dueOn: '2026-04-27' });
    expect((await rows(office.consumer, DATASET, 'sasaran')).withheld).toEqual({
      [DATASET]: 'FIELD_NOT_AGREED',
    });
  });
});

describe('3. Evaluasi integrasi (tim teknis bersama Produsen Data; 1 bulan)', () => {
  test('Monday 30 March, tidak: for a defect of the structure, a failure of step 2; back to the producer', async () => {
    office.moveTo('2026-03-30 09:00');
    await nothingComesOf(
      ['WRONG_ROLE', 'departmentHead', 'rejectAgreement'],
      ['REASON_REQUIRED', 'team', 'rejectAgreement', { reason: '' }],
    );
    stage = await act(office.team, 'rejectAgreement', stage, { reason: 'Cakupan harus desimal.' });
    const rejected = await file();
    expect(rejected).toMatchObject({ step: 'HAND_OVER', nextActor: 'PRODUCER' });
    expect(deviationIn(rejected, { kind: 'OUTPUT' })).toMatchObject({
      step: 'HAND_OVER',
      attempt: 1,
      chargedTo: 'PRODUCER',
      status: 'OPEN',
    });
    expect(attemptIn(rejected, 'HAND_OVER')).toMatchObject({ attempt: 2, dueOn: '2026-03-31' });
  });

  test('Thursday 2 April: handed over again, two working days late; the loop hides nothing', async () => {
    office.moveTo('2026-04-01 08:00');
    await office.hub.hub.oversee();
    await office.hub.hub.oversee();
    expect(deviationIn(await file(), { kind: 'TIME', step: 'HAND_OVER' })).toMatchObject({
      attempt: 2,
      chargedTo: 'PRODUCER',
      lateDays: 1,
    });
    office.moveTo('2026-04-02 10:00');
    const second = structure('imunisasi', KODE, SASARAN, CAKUPAN, CATATAN);
    stage = await act(office.producer, 'handOver', stage, { definition: second });
    await office.hub.hub.settle();
    const handed = await file();
    expect(deviationIn(handed, { kind: 'TIME', step: 'HAND_OVER' }).lateDays).toBe(2);
    expect(handed.dossier.stepTotals.find(({ step }) => step === 'HAND_OVER')).toMatchObject({
      attempts: 2,
      lateDays: 2,
    });
    expect(newest(handed, 'INTEGRATION_SPECIFICATION').version).toBe(2);
    // A month on is Saturday 2 May, so Monday.
    expect(attemptIn(handed, 'AGREE')).toMatchObject({ attempt: 2, dueOn: '2026-05-04' });
  });

  test('Friday 10 April, ya: field by field, and two people sign the same content', async () => {
    office.moveTo('2026-04-09 09:00');
    const verdicts = ['kode', 'sasaran', 'cakupan'].map((name) => ({ column: name, verdict: 'AGREED' }));
    stage = await act(office.team, 'judgeFields', stage, { verdicts });
    await nothingComesOf(
      ['OUTPUT_MISSING', 'team', 'signAgreement'],
      ['REASON_REQUIRED', 'team', 'judgeFields', { verdicts: [{ column: 'catatan', verdict: 'DECLINED' }] }],
      ['UNKNOWN_COLUMN', 'team', 'judgeFields', { verdicts: [{ column: 'tiada', verdict: 'AGREED' }] }],
    );
    stage = await act(office.producer, 'judgeFields', stage, {
      verdicts: [{ column: 'catatan', verdict: 'DECLINED', reason: 'memuat nama anak' }],
    });
    const { contentHash } = (await file()).dossier;
    await nothingComesOf(['CONTENT_CHANGED', 'team', 'signAgreement']);
    stage = await act(office.team, 'signAgreement', stage, { contentHash });
    expect(await file()).toMatchObject({ step: 'AGREE', nextActor: 'PRODUCER' });
    await nothingComesOf(
      ['ALREADY_SIGNED', 'team', 'signAgreement', { contentHash }],
      ['WRONG_ROLE', 'stranger', 'signAgreement', { contentHash }],
    );
    office.moveTo('2026-04-10 09:00');
    stage = await act(office.producer, 'signAgreement', stage, { contentHash });
    await office.hub.hub.settle();
    const agreed = await file();
    expect(agreed).toMatchObject({ step: 'ASSESS', nextActor: 'TECHNICAL_TEAM' });
    expect(statusesIn(agreed)).toEqual({
      kode: 'AGREED',
      sasaran: 'AGREED',
      cakupan: 'AGREED',
      catatan: 'DECLINED',
    });
    expect(newest(agreed, 'INTEGRATION_SPECIFICATION').version).toBe(3);
    expect(newest(agreed, 'REQUIREMENTS').version).toBe(1);
    expect((await rows(office.consumer, DATASET, 'sasaran')).withheld).toEqual({
      [DATASET]: 'FIELD_NOT_DELIVERED',
    });
  });
});
