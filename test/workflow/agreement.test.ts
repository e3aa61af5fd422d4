import { describe, expect, test } from 'vitest';
import type { ColumnDefinition } from '../../schema/definition.js';
import type { Action } from '../../subgraphs/workflow/rules.js';
import { agreementHash, type CaseFacts } from '../../subgraphs/workflow/state.js';
import { decide } from '../../subgraphs/workflow/transitions.js';
import { AGENCY, COLUMNS, column, contested, definition, official, PEOPLE, paperAt } from './paper-case.js';

const { producer, team, divisionHead } = PEOPLE;
const NAMES = COLUMNS.map(({ name }) => name);

const judged = () => paperAt('AGREE').verdict('AGREED', ...NAMES);

describe('step 3', () => {
  test('both sides sign the same content; the second signature is the ya', () => {
    const paper = judged();
    const contentHash = paper.hash;
    paper.do(producer, { type: 'SIGN', contentHash });
    expect(paper.state.step).toBe('AGREE');
    expect(paper.hash).toBe(contentHash);
    paper.do(team, { type: 'SIGN', contentHash });
    expect(paper.state).toMatchObject({
      step: 'ASSESS',
      signatures: {
        PRODUCER: { accountId: producer.accountId, contentHash },
        TECHNICAL_TEAM: { accountId: team.accountId, contentHash },
      },
    });
  });

  test('one side alone reaches nothing, however often it signs', () => {
    const paper = judged();
    paper.do(team, { type: 'SIGN', contentHash: paper.hash });
    for (const who of [official('rekan tim', ['TECHNICAL_TEAM']), team])
      expect(paper.refusal(who, { type: 'SIGN', contentHash: paper.hash })).toBe('ALREADY_SIGNED');
    expect(paper.state.step).toBe('AGREE');
    expect(Object.keys(paper.state.signatures)).toEqual(['TECHNICAL_TEAM']);
    expect(paper.statuses['pasien']).toBe('PROPOSED');
  });

  test('one person cannot sign for both sides, whatever roles it is given in between', () => {
    const asProducer = official('pindahan', ['PRODUCER'], AGENCY);
    const asTeam = official('pindahan', ['TECHNICAL_TEAM']);
    for (const [first, second] of [
      [asProducer, asTeam],
      [asTeam, asProducer],
    ] as const) {
      const paper = judged();
      paper.do(first, { type: 'SIGN', contentHash: paper.hash });
      expect(paper.refusal(second, { type: 'SIGN', contentHash: paper.hash })).toBe('SAME_PERSON');
    }
  });

  test.each<[string, Action]>([
    [
      'another verdict',
      { type: 'JUDGE', verdicts: [{ column: 'pasien', verdict: 'DECLINED', reason: 'x' }] },
    ],
    [
      'another reason',
      { type: 'JUDGE', verdicts: [{ column: 'biaya', verdict: 'DEFERRED', reason: 'lain' }] },
    ],
    [
      'the same verdict again',
      { type: 'JUDGE', verdicts: [{ column: 'kode', verdict: 'AGREED', reason: null }] },
    ],
  ])('%s voids the signature that is there, by whichever side', (_name, edit) => {
    for (const [signer, editor] of [
      [team, producer],
      [producer, team],
      [team, team],
    ] as const) {
      const paper = judged();
      paper.do(signer, { type: 'SIGN', contentHash: paper.hash });
      paper.do(editor, edit);
      expect(paper.state.signatures).toEqual({});
      paper.do(signer === team ? producer : team, { type: 'SIGN', contentHash: paper.hash });
      expect(paper.state.step).toBe('AGREE');
    }
  });

  test('what was read before an edit cannot be signed after it', () => {
    const paper = judged();
    const read = paper.hash;
    paper.verdict('DEFERRED', 'biaya');
    expect(paper.refusal(producer, { type: 'SIGN', contentHash: read })).toBe('CONTENT_CHANGED');
    expect(paper.refusal(producer, { type: 'SIGN', contentHash: '' })).toBe('CONTENT_CHANGED');
    expect(paper.refusal(producer, { type: 'SIGN', contentHash: paper.hash })).toBeUndefined();
  });

  test('a second hand-over voids signatures and verdicts', () => {
    const paper = judged();
    const read = paper.hash;
    paper.do(producer, { type: 'SIGN', contentHash: read });
    paper.do(team, { type: 'REJECT', reason: 'satuan keliru', defect: true });
    paper.to('AGREE');
    expect(paper.state).toMatchObject({ signatures: {}, judgements: {} });
    expect(paper.refusal(team, { type: 'SIGN', contentHash: paper.hash })).toBe('OUTPUT_MISSING');
  });

  test('every field needs its verdict, also one with the name of something that all objects have', () => {
    for (const name of ['pasien', 'constructor', 'toString', 'valueOf']) {
      const paper = paperAt('HAND_OVER');
      paper.do(producer, {
        type: 'HAND_OVER',
        definition: definition([column('kode'), column(name)]),
        drops: [],
      });
      paper.verdict('AGREED', 'kode');
      expect([name, paper.refusal(team, { type: 'SIGN', contentHash: paper.hash })]).toEqual([
        name,
        'OUTPUT_MISSING',
      ]);
      expect(paper.verdict('DECLINED', name).sign().statuses).toEqual({ kode: 'AGREED', [name]: 'DECLINED' });
    }
  });

  test('ya needs one agreed field or more', () => {
    const paper = paperAt('AGREE')
      .verdict('DECLINED', ...NAMES)
      .verdict('DEFERRED', 'biaya');
    expect(paper.refusal(team, { type: 'SIGN', contentHash: paper.hash })).toBe('NOTHING_AGREED');
    // A closed column is in no graph.
    expect(paper.verdict('AGREED', 'catatan').refusal(team, { type: 'SIGN', contentHash: paper.hash })).toBe(
      'NOTHING_AGREED',
    );
    expect(paper.verdict('AGREED', 'kode').sign().state.step).toBe('ASSESS');
  });

  test('verdicts are about columns of the structure', () => {
    const verdicts = [{ column: 'lain', verdict: 'AGREED', reason: null }] as const;
    expect(paperAt('AGREE').refusal(team, { type: 'JUDGE', verdicts })).toBe('UNKNOWN_COLUMN');
  });

  test('the agreed specification and the requirements follow', () => {
    const paper = paperAt('AGREE').verdict('AGREED', 'kode', 'pasien', 'catatan', 'biaya');
    const contentHash = paper.hash;
    paper.do(team, { type: 'SIGN', contentHash });
    const { documents } = paper.do(producer, { type: 'SIGN', contentHash });
    expect(documents.map(({ kind }) => kind)).toEqual(['INTEGRATION_SPECIFICATION', 'REQUIREMENTS']);
  });
});

describe('what is signed', () => {
  const first = COLUMNS[1];
  const hashOf = (
    one: ColumnDefinition,
    verdict: 'AGREED' | 'DEFERRED' = 'AGREED',
    reason: string | null = null,
  ) => {
    const fields: CaseFacts['fields'] = [{ column: one, status: 'PROPOSED' }];
    const state = { ...paperAt('AGREE').state, judgements: { [one.name]: { verdict, reason } } };
    return agreementHash(state, fields);
  };

  test.each<[string, Partial<ColumnDefinition>]>([
    ['name', { name: 'kunjungan' }],
    ['label', { label: 'lain' }],
    ['title', { title: 'lain' }],
    ['description', { description: 'lain' }],
    ['type', { type: 'DECIMAL' }],
    ['unit', { unit: 'kunjungan' }],
    ['class', { accessClass: 'RESTRICTED' }],
    ['key', { key: true }],
    ['code reference', { reference: { entity: 'Region', field: 'wilayah' } }],
  ])('covers the %s of a column', (_what, change) => {
    expect(hashOf({ ...first, ...change })).not.toBe(hashOf(first));
  });

  test('covers verdict and reason, and nothing that comes and goes with the case', () => {
    expect(hashOf(first, 'DEFERRED')).not.toBe(hashOf(first));
    expect(hashOf(first, 'DEFERRED', 'a')).not.toBe(hashOf(first, 'DEFERRED', 'b'));
    const { state, fields } = judged();
    const later = { ...state, version: 99, attempts: {}, signatures: {} };
    expect(
      agreementHash(
        later,
        fields.map((field) => ({ ...field, status: 'LIVE' })),
      ),
    ).toBe(agreementHash(state, fields));
  });

  test('is a SHA-256 that does not depend on the order in which attributes were written', () => {
    const turned = Object.fromEntries(Object.entries(first).reverse()) as unknown as ColumnDefinition;
    expect(hashOf(turned)).toBe(hashOf(first));
    expect(hashOf(first)).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('the life of a field status', () => {
  const decided = () =>
    paperAt('AGREE')
      .verdict('AGREED', 'kode', 'pasien')
      .verdict('DEFERRED', 'biaya')
      .verdict('DECLINED', 'catatan');

  test('hand-over proposes every field; verdicts alone change nothing; ya decides', () => {
    const paper = decided();
    expect(new Set(Object.values(paper.statuses))).toEqual(new Set(['PROPOSED']));
    expect(paper.sign().statuses).toEqual({
      kode: 'AGREED',
      pasien: 'AGREED',
      biaya: 'DEFERRED',
      catatan: 'DECLINED',
    });
  });

  test('only agreed fields go live at DELIVER, and only live ones are confirmed', () => {
    const paper = decided().sign().to('DELIVER');
    expect(paper.statuses['pasien']).toBe('AGREED');
    expect(paper.to('ADOPT').statuses).toEqual({
      kode: 'LIVE',
      pasien: 'LIVE',
      biaya: 'DEFERRED',
      catatan: 'DECLINED',
    });
    expect(paper.to('ACCEPT').statuses['pasien']).toBe('LIVE');
    expect(paper.to('REPORT').statuses).toEqual({
      kode: 'CONFIRMED',
      pasien: 'CONFIRMED',
      biaya: 'DEFERRED',
      catatan: 'DECLINED',
    });
    expect(paper.to('CLOSED').statuses['pasien']).toBe('CONFIRMED');
  });

  test('belum disputes what it names; the others stay live', () => {
    expect(contested('pasien').statuses).toMatchObject({ kode: 'LIVE', pasien: 'DISPUTED', biaya: 'LIVE' });
  });

  test('belum names live fields of the case, one or more', () => {
    const paper = decided().sign().to('ACCEPT');
    const contest = (...columns: string[]) =>
      paper.refusal(producer, { type: 'CONTEST', columns, reason: 'keliru' });
    expect(contest('lain')).toBe('UNKNOWN_COLUMN');
    expect(contest('pasien', 'biaya')).toBe('UNKNOWN_COLUMN');
    expect(contest()).toBe('OUTPUT_MISSING');
  });

  test.each([
    'ASSESS',
    'PROVISION',
  ] as const)('a disputed field goes live again after a re-route to %s', (to) => {
    const paper = contested('pasien');
    paper.do(team, { type: 'REROUTE', to, reason: 'muat ulang' });
    expect(paper.statuses['pasien']).toBe('DISPUTED');
    expect(paper.to('ADOPT').statuses).toMatchObject({ kode: 'LIVE', pasien: 'LIVE' });
  });

  test('agreed anew, a disputed field waits for the delivery and the others stay live', () => {
    const paper = contested('pasien').sign();
    expect(paper.statuses).toMatchObject({ kode: 'LIVE', pasien: 'DISPUTED' });
    expect(paper.to('ADOPT').statuses).toMatchObject({ kode: 'LIVE', pasien: 'LIVE' });
  });

  test('a disputed field can be declined; that takes it out', () => {
    const paper = contested('pasien').verdict('DECLINED', 'pasien').sign();
    expect(paper.statuses).toMatchObject({ kode: 'LIVE', pasien: 'DECLINED' });
    expect(paper.to('REPORT').statuses).toMatchObject({ kode: 'CONFIRMED', pasien: 'DECLINED' });
  });

  test('a later tidak leaves live fields live, through the second hand-over and ya', () => {
    const paper = contested('pasien');
    paper.do(producer, { type: 'REJECT', reason: 'struktur berubah', defect: true });
    expect(paper.statuses).toMatchObject({ kode: 'LIVE', pasien: 'DISPUTED' });
    const columns = COLUMNS.map((one) => (one.name === 'pasien' ? { ...one, unit: 'kunjungan' } : one));
    paper.do(producer, {
      type: 'HAND_OVER',
      definition: definition([...columns, column('baru')]),
      drops: [],
    });
    // What was not altered keeps its status and its verdict; what was has to be agreed like a new one.
    expect(paper.statuses).toMatchObject({
      kode: 'LIVE',
      biaya: 'LIVE',
      pasien: 'PROPOSED',
      baru: 'PROPOSED',
    });
    expect(paper.refusal(team, { type: 'SIGN', contentHash: paper.hash })).toBe('OUTPUT_MISSING');
    paper.verdict('AGREED', 'pasien').verdict('DEFERRED', 'baru').sign();
    expect(paper.statuses).toMatchObject({ kode: 'LIVE', pasien: 'AGREED', baru: 'DEFERRED' });
    expect(paper.to('ADOPT').statuses).toMatchObject({ kode: 'LIVE', pasien: 'LIVE', baru: 'DEFERRED' });
  });

  test('a disputed field that is handed over unaltered stays disputed', () => {
    const paper = contested('pasien');
    paper.do(team, { type: 'REJECT', reason: 'ulang', defect: true });
    expect(paper.to('AGREE').statuses).toMatchObject({ kode: 'LIVE', pasien: 'DISPUTED' });
  });

  test('a cancelled case takes its fields out, except what an earlier case confirmed', () => {
    const paper = paperAt('ADOPT');
    paper.do(divisionHead, { type: 'CANCEL', reason: 'batal' });
    expect(new Set(Object.values(paper.statuses))).toEqual(new Set(['DECLINED']));

    const { state, facts } = paperAt('ADOPT');
    const earlier = { column: column('lama'), status: 'CONFIRMED' } as const;
    const cancel: Action = { type: 'CANCEL', reason: 'batal' };
    const fields = [...facts.fields, earlier];
    const decision = decide(state, { ...facts, fields }, divisionHead, state.version, cancel);
    if (!decision.ok) throw decision.refusal;
    expect([...decision.change.statuses.keys()]).toEqual(NAMES);
  });
});
