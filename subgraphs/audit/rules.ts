import { refusal } from '../../schema/errors.js';
import { hasRole, type Viewer } from '../viewer.js';

/** Throws FORBIDDEN for whoever may not see the audit. */
export function guardAudit(viewer: Viewer): void {
  if (!hasRole(viewer, 'ADMIN', 'DIVISION_HEAD', 'DEPARTMENT_HEAD'))
    throw refusal('FORBIDDEN', { needs: 'ADMIN / DIVISION_HEAD / DEPARTMENT_HEAD' });
}
