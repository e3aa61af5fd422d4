import { describe, expect, test } from 'vitest';
import { DOCUMENTS, type DocumentKind } from '../../subgraphs/workflow/procedure.js';
import type { Action } from '../../subgraphs/workflow/rules.js';
import { type Application, nextActor } from '../../subgraphs/workflow/state.js';
import {
  APPLICATION,
  contested,
  done,
  incomplete,
  PaperCase,
  PEOPLE,
  type Person,
  PROCEDURE,
  paperAt,
} from './paper-case.js';

const { producer, team, divisionHead, departmentHead } = PEOPLE;

const SUBMIT = { type: 'SUBMIT', profile: null, waiver: null } as const;
const PROFILE: DocumentKind = 'APPLICATION_PROFILE';
const DISPOSITION: Action = { type: 'ISSUE_DISPOSITION', disposition: 'Proses.' };
const attach = (document: DocumentKind): Action => ({ type: 'ATTACH', document, upload: 'unggahan' });
const invalidate = (document: DocumentKind): Action => ({ type: 'INVALIDATE', document, reason: 'kosong' });
const waive = (document: DocumentKind = PROFILE): Action => ({ type: 'WAIVE', document, reason: 'mendesak' });
const edit = (application: Partial<Application>, profile: string | null = null): Action => ({
  type: 'EDIT',
  application,
  direction: null,
  profile,
});

describe('what an application says', () => {
  test.each<[string, Partial<Application>]>([
    ['title', { title: '' }],
    ['title', { title: ' \t' }],
    ['purpose', { purpose: '' }],
    ['purpose', { purpose: '\n' }],
    ['contact', { contacts: [] }],
  ])('without a %s it is not submitted, document or not (%j)', (_what, lacking) => {
    const paper = new PaperCase();
    paper.do(producer, edit(lacking));
    for (const given of [SUBMIT, { ...SUBMIT, profile: 'Dokumen.' }, { ...SUBMIT, waiver: 'menyusul' }])
      expect(paper.refusal(producer, given)).toBe('APPLICATION_INCOMPLETE');
    paper.do(producer, edit(APPLICATION));
    paper.do(producer, { ...SUBMIT, profile: 'Dokumen.' });
    expect(paper.state).toMatchObject({ status: 'OPEN', incomplete: false });
  });

  test('it is edited until it is submitted, and again once it was returned', () => {
    const paper = new PaperCase();
    paper.do(producer, edit({ title: 'Lain' }));
    expect(paper.application).toEqual({ ...APPLICATION, title: 'Lain' });
    paper.to('SUBMIT');
    expect(paper.refusal(producer, edit({ title: 'Lagi' }))).toBe('WRONG_STEP');
    paper.do(departmentHead, { type: 'RETURN', reason: 'lengkapi' });
    paper.do(producer, edit({ title: 'Lagi' }));
    expect(paper.application.title).toBe('Lagi');
  });

  test('its document comes with the draft or with the submission; blank text is none', () => {
    const drafted = done(new PaperCase(), producer, edit({}, ' Dokumen. '));
    expect(drafted.do(producer, SUBMIT).documents).toEqual([]);
    expect(drafted.state.incomplete).toBe(false);
    const submitted = new PaperCase();
    const { documents } = submitted.do(producer, { ...SUBMIT, profile: 'Dokumen.' });
    expect(documents).toEqual([{ kind: PROFILE, body: 'Dokumen.' }]);
    const blank = done(new PaperCase(), producer, edit({}, ' \n'));
    expect(blank.refusal(producer, SUBMIT)).toBe('DOCUMENT_MISSING');
    const attached = done(new PaperCase(), producer, attach(PROFILE));
    expect(attached.refusal(producer, SUBMIT)).toBeUndefined();
  });
});

describe('an application without its document', () => {
  test('goes in only with the request for a waiver', () => {
    for (const waiver of [null, '', ' \n'])
      expect(new PaperCase().refusal(producer, { ...SUBMIT, waiver, profile: ' ' })).toBe('DOCUMENT_MISSING');
    const paper = incomplete();
    expect(paper.state).toMatchObject({ status: 'OPEN', step: 'SUBMIT', incomplete: true });
    expect(paper.deviations).toEqual([]);
  });

  test('waits for DIVISION_HEAD; until then there is no disposition', () => {
    const paper = incomplete();
    expect(nextActor(paper.state, PROCEDURE)).toBe('DIVISION_HEAD');
    expect(paper.forbids('ISSUE_DISPOSITION', departmentHead)).toBe('DOCUMENT_MISSING');
  });

  test('goes on once it is waived, which is a failure of the producer', () => {
    const paper = incomplete();
    const { deviations, reason, outsideSop } = paper.do(divisionHead, waive());
    expect(deviations).toEqual([
      {
        kind: 'COMPLETENESS',
        step: 'SUBMIT',
        attempt: 1,
        chargedTo: 'PRODUCER',
        facts: { document: PROFILE },
      },
    ]);
    expect({ reason, outsideSop }).toEqual({ reason: 'mendesak', outsideSop: false });
    expect(nextActor(paper.state, PROCEDURE)).toBe('DEPARTMENT_HEAD');
    paper.do(departmentHead, DISPOSITION);
    expect(paper.state.step).toBe('HAND_OVER');
  });

  test('goes on without a failure once the document comes after all', () => {
    const paper = done(incomplete(), producer, attach(PROFILE));
    expect(nextActor(paper.state, PROCEDURE)).toBe('DEPARTMENT_HEAD');
    expect(paper.refusal(divisionHead, waive())).toBe('WAIVER_NOT_ASKED');
    expect(done(paper, departmentHead, DISPOSITION).deviations).toEqual([]);
  });

  test('another attachment does not complete it', () => {
    const paper = done(incomplete(), producer, attach('SUPPORTING'));
    expect(paper.state.incomplete).toBe(true);
    expect(nextActor(paper.state, PROCEDURE)).toBe('DIVISION_HEAD');
  });

  test('can be returned and refused; what is submitted then is complete or not for itself', () => {
    const paper = done(incomplete(), departmentHead, { type: 'RETURN', reason: 'lengkapi' });
    expect(paper.refusal(producer, SUBMIT)).toBe('DOCUMENT_MISSING');
    paper.do(producer, { ...SUBMIT, profile: 'Dokumen.' });
    expect(paper.state).toMatchObject({ incomplete: false, attempts: { SUBMIT: 2 } });
    expect(done(incomplete(), departmentHead, { type: 'REFUSE', reason: 'x' }).state.status).toBe('REFUSED');
  });

  test('only what is missing at the step is waived, and once', () => {
    const paper = incomplete();
    for (const document of DOCUMENTS.filter((kind) => kind !== PROFILE))
      expect([document, paper.refusal(divisionHead, waive(document))]).toEqual([
        document,
        'WAIVER_NOT_ASKED',
      ]);
    paper.do(divisionHead, waive());
    expect(paper.refusal(divisionHead, waive())).toBe('WAIVER_NOT_ASKED');
    expect(paperAt('REPORT').refusal(divisionHead, waive())).toBe('WAIVER_NOT_ASKED');
  });
});

describe('documents that are handed in', () => {
  const OWED: Readonly<Partial<Record<DocumentKind, readonly Person[]>>> = {
    APPLICATION_PROFILE: ['producer'],
    VALIDATION_RESULT: ['producer'],
    SUPPORTING: ['producer', 'team', 'divisionHead', 'departmentHead'],
  };

  test.each(DOCUMENTS)('%s comes from whom it belongs to; what the hub issues from nobody', (document) => {
    for (const person of Object.keys(PEOPLE) as Person[]) {
      const refused = paperAt('AGREE').refusal(PEOPLE[person], attach(document));
      expect([person, refused]).toEqual([
        person,
        OWED[document]?.includes(person) ? undefined : 'WRONG_ROLE',
      ]);
    }
  });

  test('to a draft they come from its producer alone: nobody else knows of it', () => {
    for (const person of Object.keys(PEOPLE) as Person[]) {
      const refused = paperAt('DRAFT').refusal(PEOPLE[person], attach('SUPPORTING'));
      expect([person, refused]).toEqual([person, person === 'producer' ? undefined : 'WRONG_ROLE']);
    }
  });

  test('a file moves nothing but the version', () => {
    const paper = paperAt('AGREE');
    const { version, ...before } = paper.state;
    paper.do(producer, attach('SUPPORTING'));
    expect(paper.state).toEqual({ ...before, version: version + 1 });
  });

  test('one that turns out to be unfit is a failure of the producer, and needed again at step 8', () => {
    const paper = paperAt('ACCEPT');
    const { deviations } = paper.do(team, invalidate(PROFILE));
    expect(deviations).toEqual([
      {
        kind: 'COMPLETENESS',
        step: 'ACCEPT',
        attempt: 1,
        chargedTo: 'PRODUCER',
        facts: { document: PROFILE },
      },
    ]);
    for (const type of ['ACCEPT', 'CONTEST'] as const)
      expect(paper.forbids(type, producer)).toBe('DOCUMENT_MISSING');
    expect(paper.refusal(divisionHead, invalidate(PROFILE))).toBe('DOCUMENT_MISSING');
    paper.do(producer, attach(PROFILE));
    expect(paper.forbids('ACCEPT', producer)).toBeUndefined();
    expect(paper.deviations).toHaveLength(1);
  });

  test('DIVISION_HEAD may waive it there too; a document that comes later ends the waiver', () => {
    const paper = done(paperAt('ACCEPT'), divisionHead, invalidate(PROFILE));
    paper.do(divisionHead, waive());
    expect(paper.forbids('ACCEPT', producer)).toBeUndefined();
    expect(paper.deviations.map(({ kind, step }) => [kind, step])).toEqual([
      ['COMPLETENESS', 'ACCEPT'],
      ['COMPLETENESS', 'ACCEPT'],
    ]);
    paper.do(producer, attach(PROFILE));
    paper.do(team, invalidate(PROFILE));
    expect(paper.forbids('ACCEPT', producer)).toBe('DOCUMENT_MISSING');
  });

  test('one that comes as text ends the waiver as well', () => {
    const paper = done(incomplete(), divisionHead, waive());
    paper.do(departmentHead, { type: 'RETURN', reason: 'lengkapi' });
    paper.do(producer, { ...SUBMIT, profile: 'Dokumen.' });
    paper.do(team, invalidate(PROFILE));
    expect(paper.forbids('ISSUE_DISPOSITION', departmentHead)).toBe('DOCUMENT_MISSING');
  });

  test('found unfit in step 1 the application is incomplete again: DEPARTMENT_HEAD is not awaited', () => {
    const paper = done(paperAt('SUBMIT'), team, invalidate(PROFILE));
    expect(nextActor(paper.state, PROCEDURE)).toBe('DIVISION_HEAD');
    expect(paper.forbids('ISSUE_DISPOSITION', departmentHead)).toBe('DOCUMENT_MISSING');
  });

  test('a failure never blocks the case', () => {
    const paper = paperAt('AGREE');
    paper.do(team, invalidate(PROFILE));
    paper.verdict('AGREED', 'kode', 'pasien', 'biaya', 'catatan').sign().to('ACCEPT');
    expect(paper.deviations).toHaveLength(1);
  });

  test('only what people hand in can be found unfit', () => {
    const paper = done(paperAt('REPORT'), producer, attach('SUPPORTING'));
    const unfit = DOCUMENTS.filter((kind) => paper.refusal(team, invalidate(kind)) === undefined);
    expect(unfit).toEqual([PROFILE, 'VALIDATION_RESULT']);
  });
});

describe('the validation of step 7', () => {
  const adopt = (validation: string | null): Action => ({ type: 'ADOPT', validation });
  const VALIDATION: DocumentKind = 'VALIDATION_RESULT';

  test('is text, or a file that was handed in before', () => {
    const text = paperAt('ADOPT').do(producer, adopt(' Sudah. '));
    expect(text.documents).toEqual([{ kind: VALIDATION, body: 'Sudah.' }]);
    const paper = done(paperAt('ADOPT'), producer, attach(VALIDATION));
    expect(paper.do(producer, adopt(null)).documents).toEqual([]);
    expect(paper.state.step).toBe('ACCEPT');
  });

  test('is made anew in each attempt, and at this step', () => {
    const early = done(paperAt('DELIVER'), producer, attach(VALIDATION)).to('ADOPT');
    expect(early.refusal(producer, adopt(null))).toBe('DOCUMENT_MISSING');
    const again = contested('pasien').sign().to('ADOPT');
    expect(again.documents).toContain(VALIDATION);
    expect(again.refusal(producer, adopt(null))).toBe('DOCUMENT_MISSING');
  });

  test('does not come by what was found unfit', () => {
    const paper = done(paperAt('ADOPT'), producer, attach(VALIDATION));
    paper.do(team, invalidate(VALIDATION));
    expect(paper.refusal(producer, adopt(null))).toBe('DOCUMENT_MISSING');
    expect(done(paper, producer, attach(VALIDATION)).refusal(producer, adopt(null))).toBeUndefined();
  });
});
