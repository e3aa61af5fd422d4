import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import type { Caller } from '../support/hub.js';
import {
  account,
  act,
  agreed,
  draft,
  load,
  lookInto,
  type Stage,
  send,
  stored,
} from '../workflow/case-over-http.js';
import {
  attemptIn,
  column,
  deviationIn,
  KODE,
  newest,
  type Office,
  onFile,
  openOffice,
  refusedBy,
  sha256,
  structure,
} from './office.js';

// The papers of a case: those that the hub issues, and those that are handed in as files.

let office: Office;
beforeAll(async () => {
  office = await openOffice('2026-06-08 09:00');
});
afterAll(() => office[Symbol.asyncDispose]());

const begun = async (title: string): Promise<Stage> =>
  act(office.producer, 'submitCase', await draft(office.producer, title));

describe('a document that the hub issues', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await act(office.departmentHead, 'issueDisposition', await begun('Data surat'));
    const definition = structure('surat', KODE, column('nilai', 'INTEGER'));
    stage = await act(office.producer, 'handOver', stage, { definition });
    await office.hub.hub.settle();
    await load(office.hub, office.producer, 'dinkes_surat', 'kode,nilai\n35.14.01,7\n');
    stage = await agreed(office.hub, office.producer, stage);
    stage = await act(office.team, 'assessCase', stage);
    stage = await act(office.team, 'provisionCase', stage, { account: account() });
    stage = await act(office.team, 'deliverCase', stage);
    stage = await act(office.producer, 'adoptCase', stage);
    stage = await act(office.producer, 'acceptCase', stage);
    stage = await act(office.team, 'prepareReport', stage);
  });

  test('is a PDF whose bytes have the listed hash, saved and never shown by a browser', async () => {
    const { dossier } = await onFile(office.producer, stage);
    const issued = dossier.documents.filter(({ number }) => number !== null);
    expect(issued.map(({ kind, version }) => `${kind} ${version}`)).toEqual(
      [
        'DISPOSITION 1',
        'INTEGRATION_SPECIFICATION 1',
        'INTEGRATION_SPECIFICATION 2',
        'REQUIREMENTS 1',
        'INTEGRATION_RESULT 1',
        'INTEGRATION_REPORT 1',
        'ACCEPTANCE_RECORD 1',
        'FINAL_REPORT 1',
      ].sort(),
    );
    for (const one of dossier.documents) {
      const { status, headers, bytes } = await office.producer.download(one.path);
      expect([one.path, status, sha256(bytes), bytes.length]).toEqual([one.path, 200, one.sha256, one.bytes]);
      expect(headers.get('content-disposition')).toMatch(/^attachment; filename="/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain('sandbox');
      expect(headers.get('content-type')).toMatch(one.number ? /^application\/pdf$/ : /^text\/plain/);
      if (one.number) expect(Buffer.from(bytes.subarray(0, 5)).toString()).toBe('%PDF-');
    }
  });

  test('is for those who read the dossier', async () => {
    const { path } = newest(await onFile(office.team, stage), 'DISPOSITION');
    const statusFor = async (caller: Caller) => (await caller.download(path)).status;
    for (const caller of [office.producer, office.team, office.divisionHead, office.departmentHead])
      expect(await statusFor(caller)).toBe(200);
    for (const caller of [office.stranger, office.consumer, office.admin, office.hub.anonymous])
      expect(await statusFor(caller)).toBeGreaterThanOrEqual(401);
    for (const wrong of [`${path}0`, path.replace(/1$/, '0'), path.replace(/1$/, '-1'), `${path}%00`])
      expect((await office.team.download(wrong)).status).toBe(404);
  });

  test('that cannot be read is refused in words, not as the file that it would have been', async () => {
    const { path } = newest(await onFile(office.team, stage), 'DISPOSITION');
    const sql = postgres(office.hub.databaseUrl, { max: 1, onnotice: () => {} });
    try {
      await sql`alter table document_chunks rename to chunks_aside`;
      const { status, headers, bytes } = await office.team.download(path);
      await sql`alter table chunks_aside rename to document_chunks`;
      expect([status, headers.get('content-disposition')]).toEqual([500, null]);
      expect(JSON.parse(Buffer.from(bytes).toString())).toMatchObject({
        errors: [{ extensions: { code: 'INTERNAL' } }],
      });
    } finally {
      await sql.end();
    }
  });

  test('is numbered without a gap within its kind and year, also when many are issued at once', async () => {
    const cases = await Promise.all(Array.from({ length: 8 }, (_, at) => begun(`Serentak ${at}`)));
    await Promise.all(cases.map((one) => act(office.departmentHead, 'issueDisposition', one)));
    // A refused one leaves no hole.
    const next = await begun('Ditolak dahulu');
    for (const disposition of [' ', 'a\0b'])
      expect(
        (await send(office.departmentHead, 'issueDisposition', next, { disposition })).errors,
      ).toHaveLength(1);
    await act(office.departmentHead, 'issueDisposition', next);
    office.moveTo('2027-01-04 09:00');
    const newYear = await act(office.departmentHead, 'issueDisposition', await begun('Tahun baru'));
    expect(newest(await onFile(office.team, newYear), 'DISPOSITION').number).toMatch(
      /DISPOSISI\/DISKOMINFO\/2027$/,
    );
    office.moveTo('2026-06-08 10:00');

    const numbers = await lookInto(
      office.hub,
      (sql) => sql<{ number: string }[]>`select number from case_documents where number is not null`,
    );
    const series = new Map<string, number[]>();
    for (const { number } of numbers) {
      const [count = '', ...rest] = number.split('/');
      series.set(rest.join('/'), [...(series.get(rest.join('/')) ?? []), Number(count)]);
    }
    expect(series.get('DISPOSISI/DISKOMINFO/2026')?.length).toBeGreaterThanOrEqual(10);
    for (const [name, counts] of series)
      expect([name, counts.sort((a, b) => a - b)]).toEqual([name, counts.map((_, at) => at + 1)]);
  });
});

/** The smallest file that its bytes show to be a PDF, and one that they show to be a PNG. */
const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

async function plainZip(): Promise<Buffer> {
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from('bukan naskah'), 'catatan.txt');
  zip.end();
  const parts: Buffer[] = [];
  for await (const part of zip.outputStream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

describe('a file that is handed in', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await begun('Data berkas');
  });

  const attach = async (caller: Caller, bytes: Uint8Array, name: string, document = 'SUPPORTING') => {
    const upload = await caller.upload(bytes, name);
    return send(caller, 'attachDocument', stage, { document, upload: upload.body['id'] });
  };

  test.each([
    ['a PDF', PDF, 'Surat permohonan.pdf', 'application/pdf'],
    ['a PNG', PNG, 'tangkapan layar.PNG', 'image/png'],
  ])('%s is kept as it was, byte by byte', async (_, bytes, name, mediaType) => {
    const answer = await attach(office.producer, bytes, name);
    expect(answer.errors, answer.text).toEqual([]);
    stage = answer.data?.result ?? stage;
    const kept = newest(await onFile(office.team, stage), 'SUPPORTING');
    expect(kept).toMatchObject({ mediaType, bytes: bytes.length, sha256: sha256(bytes), number: null });
    const { headers, ...download } = await office.team.download(kept.path);
    expect(Buffer.from(download.bytes).equals(bytes)).toBe(true);
    expect(headers.get('content-disposition')).toContain(`filename*=UTF-8''${encodeURIComponent(name)}`);
    expect(headers.get('content-disposition')).toMatch(/^attachment/);
    expect([headers.get('x-content-type-options'), headers.get('content-type')]).toEqual([
      'nosniff',
      mediaType,
    ]);
  });

  test('that is not what its name says, is empty or too large, is refused and changes nothing', async () => {
    const before = await stored(office.hub, stage.number);
    for (const [what, bytes, name, code, status] of [
      ['a text called PDF', Buffer.from('Hanya teks.\n'), 'surat.pdf', 'FILE_REFUSED', 415],
      ['a PDF called DOCX', PDF, 'surat.docx', 'FILE_REFUSED', 415],
      ['a PDF without an ending', PDF, 'surat', 'FILE_REFUSED', 415],
      ['a program', Buffer.from(`MZ${'\0'.repeat(58)}`), 'pemasang.exe', 'FILE_REFUSED', 415],
      ['a program called PDF', Buffer.from(`MZ${'\0'.repeat(58)}`), 'surat.pdf', 'FILE_REFUSED', 415],
      ['a plain ZIP called DOCX', await plainZip(), 'surat.docx', 'FILE_REFUSED', 415],
      ['nothing', Buffer.alloc(0), 'surat.pdf', 'FILE_REFUSED', 415],
      ['a page', Buffer.from('<!doctype html><script>1</script>'), 'surat.html', 'FILE_REFUSED', 415],
      [
        'too much',
        Buffer.concat([PDF, Buffer.alloc(20_000_001 - PDF.length)]),
        'a.pdf',
        'BODY_TOO_LARGE',
        413,
      ],
    ] as const)
      expect([what, ...refusedBy(await attach(office.producer, bytes, name))]).toEqual([what, status, code]);
    for (const upload of ['tiada', '00000000-0000-4000-8000-000000000000'])
      expect(refusedBy(await send(office.producer, 'attachDocument', stage, { upload }))).toEqual([
        404,
        'NOT_FOUND',
      ]);
    // Nobody hands in what another has sent, or what is another's to hand in.
    const { body } = await office.producer.upload(PDF, 'surat.pdf');
    expect(refusedBy(await send(office.team, 'attachDocument', stage, { upload: body['id'] }))).toEqual([
      404,
      'NOT_FOUND',
    ]);
    for (const document of ['APPLICATION_PROFILE', 'DISPOSITION', 'FINAL_REPORT'])
      expect(refusedBy(await attach(office.team, PDF, 'surat.pdf', document))).toEqual([403, 'WRONG_ROLE']);
    expect(await stored(office.hub, stage.number)).toBe(before);
  });

  test('of exactly 20,000,000 bytes is taken', async () => {
    const answer = await attach(
      office.producer,
      Buffer.concat([PDF, Buffer.alloc(20_000_000 - PDF.length)]),
      'a.pdf',
    );
    stage = answer.data?.result ?? stage;
    expect(newest(await onFile(office.team, stage), 'SUPPORTING').bytes).toBe(20_000_000);
  });

  test('is not taken from strangers, consumers or the public', async () => {
    for (const caller of [office.consumer, office.admin, office.hub.anonymous])
      expect((await caller.upload(PDF, 'surat.pdf')).status).toBeGreaterThanOrEqual(401);
    const before = await stored(office.hub, stage.number);
    expect(refusedBy(await attach(office.stranger, PDF, 'surat.pdf'))[1]).toBe('CASE_NOT_FOUND');
    expect(await stored(office.hub, stage.number)).toBe(before);
  });

  test('completes an application that went in without it: the clock of step 1 starts then', async () => {
    office.moveTo('2026-06-08 09:00');
    const incomplete = await draft(office.producer, 'Dokumen menyusul', { profile: null });
    stage = await act(office.producer, 'submitCase', incomplete, { profile: null, waiver: 'Menyusul.' });
    office.moveTo('2026-06-12 16:00');
    await office.hub.hub.oversee();
    const answer = await attach(office.producer, PDF, 'profil.pdf', 'APPLICATION_PROFILE');
    stage = answer.data?.result ?? stage;
    const complete = await onFile(office.team, stage);
    expect(complete).toMatchObject({ nextActor: 'DEPARTMENT_HEAD', deviations: [] });
    expect(attemptIn(complete, 'SUBMIT')).toMatchObject({
      openedAt: '2026-06-12T09:00:00.000Z',
      dueOn: '2026-06-15',
    });
    expect(refusedBy(await send(office.divisionHead, 'waiveDocument', stage))).toEqual([
      409,
      'WAIVER_NOT_ASKED',
    ]);
  });

  test('found unfit is missing again, a failure of the producer; the step waits for a new one', async () => {
    stage = await act(office.divisionHead, 'invalidateDocument', stage, { reason: 'Tanpa tanda tangan.' });
    const invalid = await onFile(office.team, stage);
    expect(newest(invalid, 'APPLICATION_PROFILE').invalidReason).toBe('Tanpa tanda tangan.');
    expect(deviationIn(invalid, { kind: 'COMPLETENESS' })).toMatchObject({
      chargedTo: 'PRODUCER',
      step: 'SUBMIT',
    });
    const before = await stored(office.hub, stage.number);
    expect(refusedBy(await send(office.departmentHead, 'issueDisposition', stage))).toEqual([
      409,
      'DOCUMENT_MISSING',
    ]);
    expect(await stored(office.hub, stage.number)).toBe(before);
    stage = (await attach(office.producer, PDF, 'profil-2.pdf', 'APPLICATION_PROFILE')).data?.result ?? stage;
    stage = await act(office.departmentHead, 'issueDisposition', stage);
    const { dossier } = await onFile(office.team, stage);
    const profiles = dossier.documents.filter(({ kind }) => kind === 'APPLICATION_PROFILE');
    expect(profiles.map(({ version, invalidReason }) => [version, invalidReason])).toEqual([
      [1, 'Tanpa tanda tangan.'],
      [2, null],
    ]);
  });

  test('can be the result of the validation of step 7, of this attempt alone', async () => {
    const definition = structure('validasi', KODE, column('nilai', 'INTEGER'));
    stage = await act(office.producer, 'handOver', stage, { definition });
    await office.hub.hub.settle();
    await load(office.hub, office.producer, 'dinkes_validasi', 'kode,nilai\n35.14.01,7\n');
    stage = await agreed(office.hub, office.producer, stage);
    stage = await act(office.team, 'assessCase', stage);
    stage = await act(office.team, 'provisionCase', stage, { account: account() });
    // Handed in before its step, it is no result of it.
    stage = (await attach(office.producer, PDF, 'dini.pdf', 'VALIDATION_RESULT')).data?.result ?? stage;
    stage = await act(office.team, 'deliverCase', stage);
    const before = await stored(office.hub, stage.number);
    expect(refusedBy(await send(office.producer, 'adoptCase', stage, { validation: null }))).toEqual([
      409,
      'DOCUMENT_MISSING',
    ]);
    expect(await stored(office.hub, stage.number)).toBe(before);
    stage = (await attach(office.producer, PNG, 'hasil.png', 'VALIDATION_RESULT')).data?.result ?? stage;
    stage = await act(office.producer, 'adoptCase', stage, { validation: null });
    expect((await onFile(office.team, stage)).step).toBe('ACCEPT');
  });
});
