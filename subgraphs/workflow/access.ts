import { hasRole, isOwnProducer, isSignedIn, isTeamOrHead, type Viewer } from '../viewer.js';
import type { CaseStatus } from './state.js';

/** How much of a case a viewer may read (SOP.md, "Who reads the local subgraphs"). */
export type CaseAccess = 'WHOLE' | 'DATES' | 'STEP' | 'NONE';

export interface CaseSubject {
  readonly agency: string;
  readonly status: CaseStatus;
  /** Whether it was ever submitted; a draft that is cancelled was not. */
  readonly submitted: boolean;
  /** Whether the case withholds a column of its dataset from signed-in callers. */
  readonly withholds: boolean;
}

/** Own producers read drafts too; everybody else sees a case from its submission on. */
export function caseAccess(viewer: Viewer, subject: CaseSubject): CaseAccess {
  if (isOwnProducer(viewer, subject.agency)) return 'WHOLE';
  if (subject.status === 'DRAFT' || !subject.submitted || !isSignedIn(viewer)) return 'NONE';
  if (isTeamOrHead(viewer)) return 'WHOLE';
  if (hasRole(viewer, 'ADMIN')) return 'DATES';
  return subject.withholds ? 'STEP' : 'NONE';
}
