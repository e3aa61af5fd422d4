import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditChain } from '../../subgraphs/workflow/evidence/audit.js';
import { account, act, agreed, draft, load, type Stage } from '../workflow/case-over-http.js';
import {
  acknowledge,
  archived,
  attemptIn,
  column,
  deviationIn,
  factsOf,
  KODE,
  newest,
  nothingComesOf as nothing,
  type Office,
  onFile,
  openOffice,
  type Refused,
  refusedBy,
  rows,
  sha256,
  statusesIn,
  structure,
} from './office.js';

// SOP Interoperabilitas Data, steps 4 to 9, as one case of Dinas Kesehatan went through them from April 2026 on, each
// test from where the one before it left off.

const DATASET = 'dinkes_imunisasi';
const COLUMNS = [
  KODE,
  column('sasaran', 'INTEGER', { unit: 'anak' }),
  column('cakupan', 'DECIMAL', { unit: 'persen' }),
  column('catatan', 'TEXT'),
];
const CSV = 'kode,sasaran,cakupan,catatan\n35.14.01,120,87.5,a\n35.14.02,98,91.25,b\n';

let office: Office;
let stage: Stage;
beforeAll(async () => {
  office = await openOffice('2026-04-08 09:00');
  stage = await act(office.producer, 'submitCase', await draft(office.producer, 'Integrasi data imunisasi'));
  stage = await act(office.departmentHead, 'issueDisposition', stage);
  stage = await act(office.producer, 'handOver', stage, { definition: structure('imunisasi', ...COLUMNS) });
  office.moveTo('2026-04-10 09:00');
  stage = await agreed(office.hub, office.producer, stage, { catatan: 'DECLINED' });
});
afterAll(() => office[Symbol.asyncDispose]());

const file = () => onFile(office.team, stage);
/** Each is refused by its code and leaves everything on file as it was, to the last byte. */
const nothingComesOf = (...attempts: readonly Refused[]) => nothing(office, stage, attempts);

describe('4. Evaluasi kebutuhan data; program API (tim teknis; 1 bulan)', () => {
  test('Monday 20 April: the subgraph has passed its check', async () => {
    // A month from 10 April is a Sunday.
    expect(attemptIn(await file(), 'ASSESS').dueOn).toBe('2026-05-11');
    office.moveTo('2026-04-20 09:00');
    await nothingComesOf(
      ['WRONG_ROLE', 'producer', 'assessCase'],
      ['WRONG_STEP', 'team', 'provisionCase', { account: account() }],
    );
    stage = await act(office.team, 'assessCase', stage);
    expect(await file()).toMatchObject({ step: 'PROVISION', nextActor: 'TECHNICAL_TEAM' });
  });
});

describe('5. Penyiapan API dalam satu server; akun (tim teknis; 1 bulan)', () => {
  test('Wednesday 22 April: the data is loaded, and the account is named', async () => {
    office.moveTo('2026-04-22 09:00');
    await nothingComesOf(['OUTPUT_MISSING', 'team', 'provisionCase', { account: account() }]);
    await load(office.hub, office.producer, DATASET, CSV);
    await nothingComesOf(['NOT_FOUND', 'team', 'provisionCase', { account: 'tiada' }]);
    stage = await act(office.team, 'provisionCase', stage, { account: account() });
    const provisioned = await file();
    expect(newest(provisioned, 'ACCESS_ACCOUNT').body).toContain(account());
    expect(newest(provisioned, 'INTEGRATION_RESULT').number).toMatch(/DOK-HASIL/);
    expect(attemptIn(provisioned, 'DELIVER').dueOn).toBe('2026-04-23');
  });
});

describe('6. Laporan hasil integrasi dan arsip data (tim teknis; 1 hari)', () => {
  test('Thursday 23 April: delivered, the agreed columns are read by everybody who signs in', async () => {
    office.moveTo('2026-04-23 09:00');
    await nothingComesOf(
      ['WRONG_ROLE', 'producer', 'deliverCase'],
      ['DOCUMENT_MISSING', 'team', 'deliverCase', { report: ' ' }],
    );
    stage = await act(office.team, 'deliverCase', stage);
    await office.hub.hub.settle();
    const delivered = await file();
    expect(statusesIn(delivered)).toMatchObject({ kode: 'LIVE', sasaran: 'LIVE', cakupan: 'LIVE' });
    expect(await rows(office.consumer, DATASET, 'sasaran cakupan')).toEqual({
      nodes: [
        { sasaran: 120, cakupan: '87.5' },
        { sasaran: 98, cakupan: '91.25' },
      ],
      withheld: {},
    });
  });

  test('the report goes to Produsen Data and Kepala Bidang, and each acknowledges it once', async () => {
    const { reports } = (await file()).dossier;
    expect(
      reports.map(({ kind, version, role, acknowledgedAt }) => [kind, version, role, acknowledgedAt]),
    ).toEqual([
      ['INTEGRATION_REPORT', 1, 'DIVISION_HEAD', null],
      ['INTEGRATION_REPORT', 1, 'PRODUCER', null],
    ]);
    const idOf = (role: string) => reports.find((one) => one.role === role)?.id ?? '';
    for (const who of [office.stranger, office.team, office.departmentHead])
      expect(refusedBy(await acknowledge(who, idOf('PRODUCER')))).toEqual([404, 'NOT_FOUND']);
    for (const time of ['10:00', '11:00']) {
      office.moveTo(`2026-04-23 ${time}`);
      for (const [who, role] of [
        [office.producer, 'PRODUCER'],
        [office.divisionHead, 'DIVISION_HEAD'],
      ] as const)
        expect((await acknowledge(who, idOf(role))).data).toEqual({ acknowledgeCaseReport: true });
    }
    const { dossier } = await file();
    expect(dossier.reports.map(({ acknowledgedAt }) => acknowledgedAt)).toEqual(
      Array(2).fill('2026-04-23T03:00:00.000Z'),
    );
    expect(dossier.events.filter(({ action }) => action === 'REPORT_ACKNOWLEDGED')).toHaveLength(2);
  });

  test('the data is archived in a bundle that verifies, under the hash in event and dossier', async () => {
    const { listed, download, verdict } = await archived(office, await file(), 1);
    expect(download.status).toBe(200);
    expect(download.headers.get('content-disposition')).toContain('attachment');
    expect(download.headers.get('x-content-type-options')).toBe('nosniff');
    expect(verdict).toMatchObject({
      ok: true,
      about: { case: stage.number, dataset: DATASET, release: 1 },
      sha256: listed?.sha256,
    });
    expect(listed).toMatchObject({ sha256: sha256(download.bytes), bytes: String(download.bytes.length) });
    expect((await factsOf(office.hub, stage, 'DELIVER'))['archive']).toBe(listed?.sha256);
    // Its own officials alone have it.
    for (const who of [office.stranger, office.consumer, office.hub.anonymous])
      expect((await who.download(listed?.path ?? '')).status).toBeGreaterThanOrEqual(400);
  });
});

describe('7. Pemutakhiran sistem Produsen Data (3 hari)', () => {
  test('Tuesday 28 April: the result of the validation is handed in, on the last day', async () => {
    expect(attemptIn(await file(), 'ADOPT')).toMatchObject({ chargedTo: 'PRODUCER', dueOn: '2026-04-28' });
    office.moveTo('2026-04-28 23:59');
    await nothingComesOf(
      ['DOCUMENT_MISSING', 'producer', 'adoptCase', { validation: null }],
      ['WRONG_ROLE', 'team', 'adoptCase'],
    );
    stage = await act(office.producer, 'adoptCase', stage);
    const adopted = await file();
    expect(attemptIn(adopted, 'ADOPT').lateDays).toBe(0);
    expect(newest(adopted, 'VALIDATION_RESULT').step).toBe('ADOPT');
  });
});

describe('8. Evaluasi akhir (Produsen Data; 1 hari)', () => {
  test('Wednesday 29 April, belum: the named column is withdrawn, and a new disposition goes to the team and Kepala Dinas', async () => {
    office.moveTo('2026-04-29 13:00');
    await nothingComesOf(
      ['UNKNOWN_COLUMN', 'producer', 'contestCase', { columns: ['tiada'] }],
      ['UNKNOWN_COLUMN', 'producer', 'contestCase', { columns: ['catatan'] }],
      ['OUTPUT_MISSING', 'producer', 'contestCase', { columns: [] }],
      ['REASON_REQUIRED', 'producer', 'contestCase', { columns: ['cakupan'], reason: ' ' }],
      ['WRONG_ROLE', 'team', 'contestCase', { columns: ['cakupan'] }],
    );
    const before = newest(await file(), 'DISPOSITION').number;
    stage = await act(office.producer, 'contestCase', stage, {
      columns: ['cakupan'],
      reason: 'Angka Bangil keliru.',
    });
    await office.hub.hub.settle();
    const contested = await file();
    expect(contested).toMatchObject({ step: 'AGREE', nextActor: 'TECHNICAL_TEAM' });
    expect(statusesIn(contested)).toMatchObject({ kode: 'LIVE', sasaran: 'LIVE', cakupan: 'DISPUTED' });
    const disposition = newest(contested, 'DISPOSITION');
    expect(disposition).toMatchObject({ version: 2, body: expect.stringContaining('cakupan') });
    expect(disposition.number).not.toBe(before);
    const sent = contested.dossier.reports.filter(({ kind }) => kind === 'DISPOSITION');
    expect(sent.map(({ version, role }) => [version, role])).toEqual([
      [2, 'DEPARTMENT_HEAD'],
      [2, 'TECHNICAL_TEAM'],
    ]);
    expect(deviationIn(contested, { kind: 'OUTPUT', step: 'DELIVER' })).toMatchObject({
      attempt: 1,
      chargedTo: 'TECHNICAL_TEAM',
      detail: 'cakupan',
    });
    expect((await rows(office.consumer, DATASET, 'sasaran cakupan')).withheld).toEqual({
      [`${DATASET}.nodes.cakupan`]: 'FIELD_WITHDRAWN',
    });
  });

  test('Thursday 30 April: the team re-routes to step 5 with its reason, and delivers again', async () => {
    office.moveTo('2026-04-30 09:00');
    await nothingComesOf(
      ['REASON_REQUIRED', 'team', 'rerouteCase', { reason: '' }],
      ['BAD_USER_INPUT', 'team', 'rerouteCase', { to: 'DELIVER' }],
      ['WRONG_ROLE', 'producer', 'rerouteCase'],
    );
    stage = await act(office.team, 'rerouteCase', stage, { reason: 'Hanya data yang keliru; muat ulang.' });
    const rerouted = await file();
    expect(rerouted).toMatchObject({ step: 'PROVISION', nextActor: 'TECHNICAL_TEAM' });
    expect(rerouted.dossier.events.at(-1)).toMatchObject({
      action: 'REROUTE',
      reason: 'Hanya data yang keliru; muat ulang.',
    });
    expect(attemptIn(rerouted, 'PROVISION')).toMatchObject({ attempt: 2, dueOn: '2026-06-02' });
    await load(office.hub, office.producer, DATASET, CSV.replace('87.5', '78.5'));
    stage = await act(office.team, 'provisionCase', stage, { account: account() });
    stage = await act(office.team, 'deliverCase', stage);
    await office.hub.hub.settle();
    expect(statusesIn(await file())).toMatchObject({ sasaran: 'LIVE', cakupan: 'LIVE' });
    expect((await rows(office.consumer, DATASET, 'cakupan')).nodes?.[0]).toEqual({ cakupan: '78.5' });
    const [first, second] = await Promise.all(
      [1, 2].map(async (attempt) => archived(office, await file(), attempt)),
    );
    expect([first?.verdict.ok, second?.verdict]).toMatchObject([true, { ok: true, about: { release: 2 } }]);
  });

  test('Tuesday 5 May, sudah: the data is final', async () => {
    office.moveTo('2026-05-05 09:00');
    stage = await act(office.producer, 'adoptCase', stage);
    await nothingComesOf(['DOCUMENT_MISSING', 'producer', 'acceptCase', { record: ' ' }]);
    stage = await act(office.producer, 'acceptCase', stage, { record: 'Data sudah sesuai.' });
    const accepted = await file();
    expect(statusesIn(accepted)).toEqual({
      kode: 'CONFIRMED',
      sasaran: 'CONFIRMED',
      cakupan: 'CONFIRMED',
      catatan: 'DECLINED',
    });
    expect(newest(accepted, 'ACCEPTANCE_RECORD').number).toMatch(/BERITA-ACARA/);
    await nothingComesOf(
      ['WRONG_ROLE', 'producer', 'cancelCase'],
      ['WRONG_STEP', 'divisionHead', 'cancelCase'],
    );
  });
});

describe('9. Laporan akhir (tim teknis, Kepala Bidang, Kepala Dinas)', () => {
  test('a step without a limit is never late; acknowledged by Kepala Dinas the case is closed', async () => {
    expect(attemptIn(await file(), 'REPORT').dueOn).toBeNull();
    office.moveTo('2026-07-01 09:00');
    await office.hub.hub.oversee();
    expect((await file()).deviations.filter(({ step }) => step === 'REPORT')).toEqual([]);
    await nothingComesOf(
      ['WRONG_STEP', 'divisionHead', 'forwardReport'],
      ['WRONG_ROLE', 'producer', 'prepareReport'],
    );
    stage = await act(office.team, 'prepareReport', stage);
    await nothingComesOf(['WRONG_STEP', 'departmentHead', 'acknowledgeReport']);
    stage = await act(office.divisionHead, 'forwardReport', stage);
    expect((await file()).nextActor).toBe('DEPARTMENT_HEAD');
    stage = await act(office.departmentHead, 'acknowledgeReport', stage);
    const closed = await file();
    expect(closed).toMatchObject({ status: 'CLOSED', step: 'REPORT', nextActor: null });
    expect(newest(closed, 'FINAL_REPORT').version).toBe(1);
    expect(attemptIn(closed, 'REPORT')).toMatchObject({ completedAt: expect.any(String), lateDays: null });
    await nothingComesOf(
      ['WRONG_STEP', 'team', 'prepareReport'],
      ['WRONG_STEP', 'producer', 'acceptCase'],
      ['WRONG_STEP', 'team', 'rerouteCase'],
    );
  });

  test('its history: one transition a version, nothing outside the SOP, in a chain without a gap', async () => {
    const { dossier, version } = await file();
    const transitions = dossier.events.filter(({ transition }) => transition);
    expect(transitions.map((one) => one.version)).toEqual(transitions.map((_, at) => at + 2));
    expect(transitions.at(-1)?.version).toBe(version);
    expect(dossier.events.some(({ outsideSop }) => outsideSop)).toBe(false);
    const steps = transitions.map(({ toStep }) => toStep).filter((step, at, all) => step !== all[at - 1]);
    expect(steps).toEqual([
      ...['SUBMIT', 'HAND_OVER', 'AGREE', 'ASSESS', 'PROVISION', 'DELIVER', 'ADOPT', 'ACCEPT'],
      ...['AGREE', 'PROVISION', 'DELIVER', 'ADOPT', 'ACCEPT', 'REPORT'],
    ]);
    expect(await auditChain(office.hub.hub.parts.writes.db, null)).toMatchObject({ ok: true });
  });
});
