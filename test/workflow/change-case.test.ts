import { describe, expect, test } from 'vitest';
import type { ColumnDefinition } from '../../schema/definition.js';
import type { FieldStatus } from '../../schema/exposure.js';
import { ACTION_TYPES, type Action } from '../../subgraphs/workflow/rules.js';
import {
  column,
  definition,
  done,
  earlier,
  official,
  PaperCase,
  PEOPLE,
  type Person,
  paperAt,
} from './paper-case.js';

const { producer, team, divisionHead } = PEOPLE;

const CANCEL: Action = { type: 'CANCEL', reason: 'batal' };
const STANDING = [
  earlier('kode', 'CONFIRMED', { type: 'TEXT', key: true }),
  earlier('pasien'),
  earlier('biaya', 'CONFIRMED', { accessClass: 'RESTRICTED' }),
];
const replacing = (replaces: string, name: string, more: Partial<ColumnDefinition> = {}) =>
  column(name, { replaces, ...more });

/** A CHANGE of the finished dataset, on its straight way. */
const change = (columns: readonly ColumnDefinition[], drops: readonly string[] = [], standing = STANDING) =>
  new PaperCase({ kind: 'CHANGE', standing, definition: definition(columns), drops });

/** What the hand-over says to a structure; undefined where it takes it. */
const refused = (
  columns: readonly ColumnDefinition[],
  drops: readonly string[] = [],
  standing: readonly ReturnType<typeof earlier>[] = STANDING,
) => {
  const paper = new PaperCase({ kind: 'CHANGE', standing }).to('HAND_OVER');
  return paper.refusal(producer, { type: 'HAND_OVER', definition: definition(columns), drops });
};

test('a finished case is never edited: what is left to it is to withdraw and to raise a class', () => {
  const paper = paperAt('CLOSED');
  const possible = ACTION_TYPES.filter((type) =>
    (Object.keys(PEOPLE) as Person[]).some((person) => {
      const forbidden = paper.forbids(type, PEOPLE[person]);
      return forbidden === undefined || forbidden === 'NOT_SUSPENDED';
    }),
  );
  expect(possible).toEqual(['SUSPEND', 'LIFT', 'RAISE_CLASS']);
});

describe('a CHANGE carries only added, altered and dropped columns', () => {
  test('of each at least one', () => {
    expect(refused([])).toBe('DEFINITION_INVALID');
    expect(refused([column('baru')])).toBeUndefined();
    expect(refused([replacing('pasien', 'pasienRawat')])).toBeUndefined();
    expect(refused([], ['pasien'])).toBeUndefined();
  });

  test('an altered column is a new one beside the old: it has another name', () => {
    expect(refused([column('pasien', { unit: 'kunjungan' })])).toBe('DEFINITION_INVALID');
    expect(refused([replacing('pasien', 'pasien')])).toBe('DEFINITION_INVALID');
  });

  test('a column is altered or dropped once', () => {
    expect(refused([replacing('pasien', 'a1'), replacing('pasien', 'a2')])).toBe('DEFINITION_INVALID');
    expect(refused([replacing('pasien', 'a1')], ['pasien'])).toBe('DEFINITION_INVALID');
    expect(refused([column('baru')], ['pasien', 'pasien'])).toBe('DEFINITION_INVALID');
    expect(refused([replacing('pasien', 'a1')], ['biaya'])).toBeUndefined();
  });

  test.each<[FieldStatus, string | undefined]>([
    ['LIVE', undefined],
    ['CONFIRMED', undefined],
    ['DISPUTED', undefined],
    ['PROPOSED', 'UNKNOWN_COLUMN'],
    ['AGREED', 'UNKNOWN_COLUMN'],
    ['DEFERRED', 'UNKNOWN_COLUMN'],
  ])('what was delivered is altered and dropped, and nothing else (%s)', (status, expected) => {
    const standing = [...STANDING, earlier('lama', status)];
    expect(refused([replacing('lama', 'baru')], [], standing)).toBe(expected);
    expect(refused([column('baru')], ['lama'], standing)).toBe(expected);
    expect(refused([column('baru')], ['lain'], standing)).toBe('UNKNOWN_COLUMN');
  });

  test('what an earlier case has deferred waits for it, and is added by its own name', () => {
    const standing = [...STANDING, earlier('nanti', 'DEFERRED')];
    expect(refused([column('nanti', { unit: 'orang' })], [], standing)).toBeUndefined();
  });

  test('together with what stands the structure has to be one that can be hosted', () => {
    const region = { type: 'TEXT', reference: { entity: 'Region', field: 'wilayah' } } as const;
    const standing = [...STANDING, earlier('kecamatan', 'CONFIRMED', region)];
    expect(
      refused(
        [column('desa', { ...region, reference: { entity: 'Region', field: 'desaNya' } })],
        [],
        standing,
      ),
    ).toBe('DEFINITION_INVALID');
    expect(refused([column('wilayah')], [], standing)).toBe('DEFINITION_INVALID');
  });

  test('a NEW case neither alters nor drops', () => {
    const paper = paperAt('HAND_OVER');
    const handOver = (columns: ColumnDefinition[], drops: string[]) =>
      paper.refusal(producer, { type: 'HAND_OVER', definition: definition(columns), drops });
    expect(handOver([replacing('pasien', 'baru')], [])).toBe('DEFINITION_INVALID');
    expect(handOver([column('baru')], ['pasien'])).toBe('DEFINITION_INVALID');
  });
});

describe('the way of a CHANGE', () => {
  test('its own columns have the life of any; what stands keeps its status to the delivery', () => {
    const paper = change([replacing('pasien', 'pasienRawat'), column('baru')], ['biaya']);
    expect(paper.to('AGREE').statuses).toEqual({ pasienRawat: 'PROPOSED', baru: 'PROPOSED' });
    expect(paper.to('ASSESS').statuses).toEqual({ pasienRawat: 'AGREED', baru: 'AGREED' });
    expect([...paper.to('DELIVER').leaving]).toEqual([]);
    expect(paper.to('ADOPT').statuses).toEqual({ pasienRawat: 'LIVE', baru: 'LIVE' });
    expect(Object.fromEntries(paper.leaving)).toEqual({
      pasien: { replacedBy: 'pasienRawat' },
      biaya: { replacedBy: null },
    });
    expect(paper.to('CLOSED').statuses).toEqual({ pasienRawat: 'CONFIRMED', baru: 'CONFIRMED' });
    expect(paper.leaving.size).toBe(2);
  });

  test.each([
    'DECLINED',
    'DEFERRED',
  ] as const)('where the altered column is %s the old one stays', (verdict) => {
    const paper = change([replacing('pasien', 'pasienRawat'), column('baru')]).to('AGREE');
    paper.verdict('AGREED', 'baru').verdict(verdict, 'pasienRawat').sign().to('CLOSED');
    expect([...paper.leaving]).toEqual([]);
  });

  test('a dropped column alone can be agreed on', () => {
    const paper = change([], ['biaya']).to('AGREE');
    expect(paper.sign().state.step).toBe('ASSESS');
    expect([...paper.to('CLOSED').leaving]).toEqual([['biaya', { replacedBy: null }]]);
  });

  test('what is dropped and altered belongs to what both sides sign', () => {
    const hashOf = (columns: readonly ColumnDefinition[], drops: readonly string[]) =>
      change(columns, drops).to('AGREE').hash;
    const hashes = [
      hashOf([column('baru')], []),
      hashOf([column('baru')], ['biaya']),
      hashOf([column('baru')], ['pasien']),
      hashOf([replacing('pasien', 'baru')], []),
      hashOf([replacing('biaya', 'baru')], []),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  test('another hand-over decides anew what is dropped', () => {
    const paper = change([column('baru')], ['biaya']).to('AGREE');
    paper.do(team, { type: 'REJECT', reason: 'ulang', defect: false });
    paper.do(producer, { type: 'HAND_OVER', definition: definition([column('baru')]), drops: ['pasien'] });
    expect([...paper.to('ADOPT').leaving.keys()]).toEqual(['pasien']);
  });
});

describe('what was to leave stays', () => {
  /** Delivered, and come back to step 3 by *belum*. */
  const back = () => {
    const paper = change([replacing('pasien', 'pasienRawat'), column('baru')], ['biaya']).to('ACCEPT');
    paper.do(producer, { type: 'CONTEST', columns: ['pasienRawat'], reason: 'keliru' });
    return paper;
  };
  const handedOver = (columns: readonly ColumnDefinition[], drops: readonly string[]) => {
    const paper = done(back(), team, { type: 'REJECT', reason: 'ulang', defect: false });
    return done(paper, producer, { type: 'HAND_OVER', definition: definition(columns), drops });
  };
  const all = (paper: PaperCase) =>
    paper.verdict('AGREED', ...paper.fields.map((field) => field.column.name)).sign();

  test('where the case is cancelled', () => {
    for (const paper of [back(), change([column('baru')], ['biaya']).to('ACCEPT')]) {
      expect(paper.leaving.size).toBeGreaterThan(0);
      expect([...done(paper, divisionHead, CANCEL).leaving]).toEqual([]);
      expect(new Set(Object.values(paper.statuses))).toEqual(new Set(['DECLINED']));
    }
  });

  test('where the case is cancelled after a second structure that would have let it', () => {
    const paper = all(handedOver([column('baru')], []));
    expect([...done(paper, divisionHead, CANCEL).leaving]).toEqual([]);
  });

  test('where the second delivery neither replaces nor drops it', () => {
    const paper = all(handedOver([column('baru')], ['biaya'])).to('ADOPT');
    expect([...paper.leaving.keys()]).toEqual(['biaya']);
    const declined = back().verdict('DECLINED', 'pasienRawat').sign().to('ADOPT');
    expect([...declined.leaving.keys()]).toEqual(['biaya']);
  });
});

test('in a CHANGE as in every case nobody stands on both sides', () => {
  const paper = change([column('baru')]);
  paper.do(official('pindahan', ['PRODUCER'], 'dinkes'), { type: 'SUBMIT', profile: 'x', waiver: null });
  expect(paper.to('AGREE').forbids('JUDGE', official('pindahan', ['TECHNICAL_TEAM']))).toBe('SAME_PERSON');
});
