import {
  contested,
  done,
  incomplete,
  type PaperCase,
  PEOPLE,
  POSITIONS,
  paperAt,
  type Straight,
} from './paper-case.js';

/** Where a case can stand: on the straight way, or off it. */
export const STANDS = {
  ...(Object.fromEntries(POSITIONS.map((position) => [position, () => paperAt(position)])) as Record<
    Straight,
    () => PaperCase
  >),
  // Judged, and not signed yet: from here every action of step 3 can go through.
  AGREE: () => paperAt('AGREE').verdict('AGREED', 'kode', 'pasien', 'biaya', 'catatan'),
  CONTESTED: () => contested('pasien'),
  INCOMPLETE: () => incomplete(),
  SUSPENDED: () =>
    done(paperAt('ACCEPT'), PEOPLE.team, { type: 'SUSPEND', columns: ['pasien'], reason: 'bocor' }),
  CANCELLED: () => done(paperAt('HAND_OVER'), PEOPLE.producer, { type: 'CANCEL', reason: 'batal' }),
  REFUSED: () =>
    done(paperAt('SUBMIT'), PEOPLE.departmentHead, { type: 'REFUSE', reason: 'bukan urusan kami' }),
};
export type Stand = keyof typeof STANDS;
export const ALL_STANDS = Object.keys(STANDS) as Stand[];

export const but = (stands: readonly Stand[], ...others: readonly Stand[]): Stand[] =>
  stands.filter((stand) => !others.includes(stand));

export const RUNNING: readonly Stand[] = but(ALL_STANDS, 'DRAFT', 'CLOSED', 'CANCELLED', 'REFUSED');
/** Where something of the case is delivered. */
export const DELIVERED: readonly Stand[] = [
  'ADOPT',
  'ACCEPT',
  'REPORT',
  'PREPARED',
  'FORWARDED',
  'CLOSED',
  'CONTESTED',
  'SUSPENDED',
];
export const HANDED_OVER: readonly Stand[] = [...DELIVERED, 'AGREE', 'ASSESS', 'PROVISION', 'DELIVER'];
