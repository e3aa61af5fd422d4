import type { Official, Role } from '../../subgraphs/viewer.js';
import type { CaseFact, InboxFacts } from '../../subgraphs/workflow/oversight/inbox.js';
import { PROCEDURES } from '../../subgraphs/workflow/procedure.js';
import { type CaseState, FIRST_STATE } from '../../subgraphs/workflow/state.js';

const PROCEDURE = PROCEDURES[0]?.number ?? '';
export const NOBODY: InboxFacts = {
  cases: [],
  deviations: [],
  reports: [],
  releases: [],
  erasures: [],
  promises: [],
};
/** 30 and 31 March 2026 are a Monday and a Tuesday; on Friday, 3 April, nobody works. */
export const GOOD_FRIDAY: ReadonlySet<string> = new Set(['2026-04-03']);

export const DAY = 86_400_000;
export const iso = (day: number) => new Date(day * DAY).toISOString().slice(0, 10);
export const dayNumber = (date: string) => Date.parse(date) / DAY;

export const official = (agency: string | null, ...roles: Role[]): Official => ({
  kind: 'OFFICIAL',
  accountId: 'me',
  name: 'Pejabat',
  agency,
  roles,
});

/** A case that was opened at its step on 30 March 2026 and is due at the end of 2 April. */
export const caseAt = (state: Partial<CaseState>, more: Partial<CaseFact> = {}): CaseFact => {
  const whole: CaseState = { ...FIRST_STATE, status: 'OPEN', ...state };
  return {
    case: '2026-0001',
    dataset: null,
    title: 'Puskesmas',
    agency: 'dinkes',
    status: whole.status,
    step: whole.step,
    procedure: PROCEDURE,
    state: whole,
    updatedAt: new Date('2026-03-31T02:00:00Z'),
    attempt: {
      chargedTo: 'TECHNICAL_TEAM',
      openedAt: new Date('2026-03-30T02:00:00Z'),
      dueOn: '2026-04-02',
    },
    ...more,
  };
};

export const signature = { accountId: 'somebody', contentHash: '0' };
