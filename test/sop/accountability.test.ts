import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../support/hub.js';
import { act, draft, lookInto, type Stage, send, stored } from '../workflow/case-over-http.js';
import {
  acknowledge,
  attemptIn,
  column,
  deviationIn,
  KODE,
  newest,
  type Office,
  onDeviation,
  onFile,
  openOffice,
  refusedBy,
  structure,
} from './office.js';

// Who answers for what: failures and their accounts, officials in another's place, and people on one side of a case.

let office: Office;
beforeAll(async () => {
  office = await openOffice('2026-03-13 09:00');
});
afterAll(() => office[Symbol.asyncDispose]());

const definition = (name: string) => structure(name, KODE, column('nilai', 'INTEGER'));

describe('a failure is accounted for by its performer and judged by the superior', () => {
  const words = { cause: 'Petugas sakit.', correction: 'Pengganti ditunjuk.' };
  let stage: Stage;
  const file = () => onFile(office.team, stage);
  const late = async () => deviationIn(await file(), { kind: 'TIME' });
  const defect = async () => deviationIn(await file(), { kind: 'OUTPUT', corrects: null });

  beforeAll(async () => {
    stage = await act(office.producer, 'submitCase', await draft(office.producer, 'Data terlambat'));
    stage = await act(office.departmentHead, 'issueDisposition', stage);
  });

  test('due on Monday 16 March, handed over on the 25th: late by the two working days that Idul Fitri left', async () => {
    expect(attemptIn(await file(), 'HAND_OVER').dueOn).toBe('2026-03-16');
    office.moveTo('2026-03-17 00:01');
    for (let look = 0; look < 3; look++) await office.hub.hub.oversee();
    expect(await late()).toMatchObject({
      chargedTo: 'PRODUCER',
      status: 'OPEN',
      nextActor: 'PRODUCER',
      lateDays: 1,
    });
    office.moveTo('2026-03-24 10:00');
    await office.hub.hub.oversee();
    // While the step is open its lateness grows by working days alone.
    expect(attemptIn(await file(), 'HAND_OVER').lateDays).toBe(1);
    office.moveTo('2026-03-25 10:00');
    stage = await act(office.producer, 'handOver', stage, { definition: definition('terlambat') });
    expect((await late()).lateDays).toBe(2);
    office.moveTo('2026-03-30 10:00');
    await office.hub.hub.oversee();
    expect((await late()).lateDays).toBe(2);
    expect(attemptIn(await file(), 'HAND_OVER')).toMatchObject({
      lateDays: 2,
      completedAt: expect.any(String),
    });
  });

  test('nobody else accounts for it, and nobody judges what is not accounted for', async () => {
    const { id } = await late();
    const before = await stored(office.hub, stage.number);
    for (const [who, mutation, given, code] of [
      [office.team, 'accountForDeviation', words, 'WRONG_ROLE'],
      [office.divisionHead, 'accountForDeviation', words, 'WRONG_ROLE'],
      [office.stranger, 'accountForDeviation', words, 'NOT_FOUND'],
      [office.admin, 'accountForDeviation', words, 'NOT_FOUND'],
      [office.producer, 'accountForDeviation', { ...words, correction: '\n' }, 'REASON_REQUIRED'],
      [office.producer, 'accountForDeviation', { ...words, cause: 'a\0b' }, 'BAD_USER_INPUT'],
      [office.divisionHead, 'acceptDeviation', {}, 'DEVIATION_SETTLED'],
      [office.divisionHead, 'returnDeviation', { reason: 'belum ada' }, 'DEVIATION_SETTLED'],
      [office.consumer, 'acceptDeviation', {}, 'FORBIDDEN'],
    ] as const)
      expect([mutation, refusedBy(await onDeviation(who, mutation, id, given))[1]]).toEqual([mutation, code]);
    for (const id of ['bukan-id', '00000000-0000-4000-8000-000000000000'])
      expect(refusedBy(await onDeviation(office.producer, 'accountForDeviation', id, words))).toEqual([
        404,
        'NOT_FOUND',
      ]);
    expect(await stored(office.hub, stage.number)).toBe(before);
  });

  test('accounted for, returned with a reason, accounted for again, accepted', async () => {
    const { id } = await late();
    const accounted = await onDeviation(office.producer, 'accountForDeviation', id, words);
    expect(accounted.data?.result, accounted.text).toMatchObject({
      ...words,
      status: 'ACCOUNTED',
      nextActor: 'DIVISION_HEAD',
    });
    const before = await stored(office.hub, stage.number);
    for (const [who, mutation, given, code] of [
      [office.team, 'acceptDeviation', {}, 'WRONG_ROLE'],
      [office.departmentHead, 'acceptDeviation', {}, 'WRONG_ROLE'],
      [office.producer, 'acceptDeviation', {}, 'WRONG_ROLE'],
      [office.divisionHead, 'returnDeviation', { reason: ' ' }, 'REASON_REQUIRED'],
      [office.producer, 'accountForDeviation', words, 'DEVIATION_SETTLED'],
    ] as const)
      expect([mutation, refusedBy(await onDeviation(who, mutation, id, given))[1]]).toEqual([mutation, code]);
    expect(await stored(office.hub, stage.number)).toBe(before);

    const returned = await onDeviation(office.divisionHead, 'returnDeviation', id, {
      reason: 'Sebutkan siapa.',
    });
    expect(returned.data?.result).toMatchObject({
      status: 'RETURNED',
      nextActor: 'PRODUCER',
      judgement: 'Sebutkan siapa.',
    });
    const better = { cause: 'Petugas statistik sakit.', correction: 'Sari menggantikan.' };
    await onDeviation(office.producer, 'accountForDeviation', id, better);
    const accepted = await onDeviation(office.divisionHead, 'acceptDeviation', id, {});
    expect(accepted.data?.result).toMatchObject({
      ...better,
      status: 'ACCEPTED',
      nextActor: null,
      lateDays: 2,
    });
    // The case has gone its way meanwhile: these are records, not transitions.
    const { dossier, version } = await file();
    expect(version).toBe(stage.version);
    const records = dossier.events.filter(({ action }) => action.startsWith('DEVIATION_'));
    expect(records.map(({ action, role, transition }) => [action, role, transition])).toEqual([
      ['DEVIATION_ACCOUNT', 'PRODUCER', false],
      ['DEVIATION_RETURN', 'DIVISION_HEAD', false],
      ['DEVIATION_ACCOUNT', 'PRODUCER', false],
      ['DEVIATION_ACCEPT', 'DIVISION_HEAD', false],
    ]);
  });

  test('a wrong record is corrected by a second one; both stay', async () => {
    stage = await act(office.team, 'rejectAgreement', stage, { reason: 'Satuan keliru.' });
    const { id } = await defect();
    const before = await stored(office.hub, stage.number);
    for (const [who, reason, code] of [
      [office.producer, 'bukan salah kami', 'WRONG_ROLE'],
      [office.divisionHead, ' ', 'REASON_REQUIRED'],
    ] as const)
      expect(refusedBy(await onDeviation(who, 'correctDeviation', id, { reason }))[1]).toBe(code);
    expect(await stored(office.hub, stage.number)).toBe(before);

    const reason = 'Satuannya benar; tim teknis keliru membaca.';
    const corrected = await onDeviation(office.divisionHead, 'correctDeviation', id, { reason });
    expect(corrected.data?.result).toMatchObject({ status: 'CORRECTION', corrects: id, judgement: reason });
    const { deviations } = await file();
    const outputs = deviations.filter(({ kind }) => kind === 'OUTPUT');
    expect(outputs.map((one) => [one.status, one.corrects]).sort()).toEqual([
      ['CORRECTED', null],
      ['CORRECTION', id],
    ]);
    for (const record of outputs)
      expect(
        refusedBy(await onDeviation(office.divisionHead, 'correctDeviation', record.id, { reason })),
      ).toEqual([409, 'DEVIATION_SETTLED']);
    expect((await file()).deviations).toHaveLength(deviations.length);
  });
});

describe('an acting official (Plt.)', () => {
  const appoint = (caller: Caller, from: string, to: string) =>
    caller.query<{ appointActing: { inForce: boolean } } | null>(
      `mutation ($from: String!, $to: String!) {
        appointActing(official: "kepala.bidang", role: DEPARTMENT_HEAD, kind: PLT, replaced: "kepala.dinas",
          from: $from, to: $to, reason: "Cuti besar.") { inForce }
      }`,
      { from, to },
    );
  let stage: Stage;

  test('acts from the first to the last day of the appointment, and on no other', async () => {
    office.moveTo('2026-04-06 09:00');
    expect(refusedBy(await appoint(office.team, '2026-04-08', '2026-04-09'))).toEqual([403, 'FORBIDDEN']);
    expect((await appoint(office.departmentHead, '2026-04-08', '2026-04-09')).data?.appointActing).toEqual({
      inForce: false,
    });
    stage = await act(office.producer, 'submitCase', await draft(office.producer, 'Selama cuti'));
    for (const moment of ['2026-04-07 23:59', '2026-04-10 00:00']) {
      office.moveTo(moment);
      const answer = await send(office.divisionHead, 'issueDisposition', stage);
      expect([moment, ...refusedBy(answer)]).toEqual([moment, 403, 'WRONG_ROLE']);
    }
    office.moveTo('2026-04-09 23:59');
    stage = await act(office.divisionHead, 'issueDisposition', stage, { disposition: 'Agar diproses.' });
  });

  test('stands with both names in the history, and as Plt. under the document', async () => {
    const disposed = await onFile(office.team, stage);
    expect(disposed.dossier.events.at(-1)).toMatchObject({
      action: 'ISSUE_DISPOSITION',
      role: 'DEPARTMENT_HEAD',
      actor: 'Kepala Bidang E-Government',
      actingKind: 'PLT',
      onBehalfOf: 'Kepala Dinas',
    });
    const { number } = newest(disposed, 'DISPOSITION');
    const [document] = await lookInto(
      office.hub,
      (sql) =>
        sql<{ facts: { signers: unknown[] } }[]>`select facts from case_documents where number = ${number}`,
    );
    expect(document?.facts.signers).toEqual([
      { position: expect.stringMatching(/^Plt\. Kepala Dinas/), name: 'Kepala Bidang E-Government' },
    ]);
  });

  test('is nobody in another place when he acts in his own', async () => {
    office.moveTo('2026-04-09 10:00');
    const own = await act(
      office.producer,
      'submitCase',
      await draft(office.producer, 'Tanpa dokumen', { profile: null }),
      { profile: null, waiver: 'Menyusul.' },
    );
    await act(office.divisionHead, 'waiveDocument', own);
    expect((await onFile(office.team, own)).dossier.events.at(-1)).toMatchObject({
      action: 'WAIVE',
      role: 'DIVISION_HEAD',
      actingKind: null,
      onBehalfOf: null,
    });
  });
});

describe('one person stands on one side of a case', () => {
  let both: Caller;
  beforeAll(async () => {
    office.moveTo('2026-04-13 09:00');
    both = await office.employ('rangkap', { name: 'Wulan Rangkap', roles: ['PRODUCER', 'TECHNICAL_TEAM'] });
  });

  test('who has acted for the producer cannot sign for the team, but goes on for the producer', async () => {
    let stage = await act(both, 'submitCase', await draft(both, 'Permohonan sendiri'));
    stage = await act(office.departmentHead, 'issueDisposition', stage);
    stage = await act(both, 'handOver', stage, { definition: definition('sendiri') });
    const verdicts = ['kode', 'nilai'].map((name) => ({ column: name, verdict: 'AGREED' }));
    stage = await act(both, 'judgeFields', stage, { verdicts });
    const { contentHash } = (await onFile(both, stage)).dossier;
    stage = await act(both, 'signAgreement', stage, { contentHash });
    const signed = await onFile(both, stage);
    expect(signed.dossier.signedBy).toEqual(['PRODUCER']);
    expect(signed.dossier.events.at(-1)).toMatchObject({ action: 'SIGN', role: 'PRODUCER' });

    const before = await stored(office.hub, stage.number);
    expect(refusedBy(await send(both, 'signAgreement', stage, { contentHash }))).toEqual([
      409,
      'ALREADY_SIGNED',
    ]);
    for (const action of ['invalidateDocument', 'rerouteCase', 'deliverCase'] as const)
      expect([action, ...refusedBy(await send(both, action, stage))]).toEqual([action, 403, 'SAME_PERSON']);
    expect(await stored(office.hub, stage.number)).toBe(before);
    // Another one of the team can.
    stage = await act(office.team, 'signAgreement', stage, { contentHash });
    expect((await onFile(office.team, stage)).step).toBe('ASSESS');
    expect(refusedBy(await send(both, 'assessCase', stage))).toEqual([403, 'SAME_PERSON']);
  });

  test('who has acted for the team cannot act for the producer any more', async () => {
    let stage = await act(office.producer, 'submitCase', await draft(office.producer, 'Permohonan rekan'));
    stage = await act(office.departmentHead, 'issueDisposition', stage);
    stage = await act(office.producer, 'handOver', stage, { definition: definition('rekan') });
    stage = await act(both, 'invalidateDocument', stage);
    stage = await act(both, 'rejectAgreement', stage, { defect: false });
    expect((await onFile(office.team, stage)).dossier.events.at(-1)?.role).toBe('TECHNICAL_TEAM');
    const before = await stored(office.hub, stage.number);
    for (const action of ['handOver', 'cancelCase'] as const)
      expect([action, ...refusedBy(await send(both, action, stage))]).toEqual([action, 403, 'SAME_PERSON']);
    expect(await stored(office.hub, stage.number)).toBe(before);
  });

  test('an acting head who has applied himself does not dispose of his own application', async () => {
    const producer = await office.employ('tirta', { name: 'Tirta Produsen', roles: ['PRODUCER'] });
    const appointed = await office.departmentHead.query(
      `mutation { appointActing(official: "tirta", role: DEPARTMENT_HEAD, kind: PLH, replaced: "kepala.dinas",
        from: "2026-04-13", to: "2026-04-13", reason: "Dinas luar.") { inForce } }`,
    );
    expect(appointed.errors, appointed.text).toEqual([]);
    const stage = await act(producer, 'submitCase', await draft(producer, 'Permohonan Tirta'));
    expect(refusedBy(await send(producer, 'issueDisposition', stage))).toEqual([403, 'SAME_PERSON']);
    const other = await act(office.producer, 'submitCase', await draft(office.producer, 'Permohonan lain'));
    expect((await act(producer, 'issueDisposition', other)).version).toBe(other.version + 1);
  });

  test('a head who has applied himself does not judge what the producer accounts for', async () => {
    const head = await office.employ('kepala.rangkap', {
      name: 'Rahmat Rangkap',
      roles: ['PRODUCER', 'DIVISION_HEAD'],
    });
    let stage = await act(head, 'submitCase', await draft(head, 'Permohonan kepala'));
    stage = await act(office.departmentHead, 'issueDisposition', stage);
    stage = await act(office.producer, 'handOver', stage, { definition: definition('kepala') });
    stage = await act(office.team, 'rejectAgreement', stage);
    const { id } = deviationIn(await onFile(office.team, stage), { kind: 'OUTPUT' });
    const words = { cause: 'Satuan keliru.', correction: 'Diperbaiki.' };
    expect((await onDeviation(office.producer, 'accountForDeviation', id, words)).errors).toEqual([]);
    expect(refusedBy(await onDeviation(head, 'acceptDeviation', id, {}))).toEqual([403, 'SAME_PERSON']);
    expect((await onDeviation(office.divisionHead, 'acceptDeviation', id, {})).errors).toEqual([]);
  });

  test('who has acted for the team and moves to the producer does not acknowledge the report to the producer', async () => {
    const found = await lookInto(
      office.hub,
      (sql) => sql<{ id: string; number: string }[]>`
        select r.id, c.number from case_reports r join cases c on c.id = r.case_id
        where r.role = 'PRODUCER' and r.agency = 'dinkes' and r.acknowledged_at is null limit 1`,
    );
    const [report] = found;
    if (!report) throw new Error('the demo has no report to dinkes');
    const { version } = await onFile(office.team, report);
    const moved = await office.employ('pindah', { name: 'Galih Pindah', roles: ['TECHNICAL_TEAM'] });
    await act(moved, 'suspendFields', { number: report.number, version });
    await lookInto(
      office.hub,
      (sql) =>
        sql`insert into account_roles (account_id, role, confirmed_at) select id, 'PRODUCER', now() from accounts where username = 'pindah'`,
    );
    const before = await stored(office.hub, report.number);
    expect(refusedBy(await acknowledge(moved, report.id))).toEqual([403, 'SAME_PERSON']);
    expect(await stored(office.hub, report.number)).toBe(before);
  });
});
