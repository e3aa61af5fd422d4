import type { ASTNode } from 'graphql';
import { isComposed } from '../exposure.js';
import type { Problem } from './finding.js';
import type { CoveredDataset } from './landscape.js';

/** Why a field is stored and not composed, and what has to happen. */
export function uncoveredProblem(
  coordinate: string,
  agency: string,
  datasets: readonly CoveredDataset[],
  node: ASTNode | undefined,
): Problem {
  const [type = '', field = ''] = coordinate.split('.');
  const dataset = datasets.find(
    ({ names, agency: owner }) =>
      names.type === type || (owner === agency && (names.field === field || names.byKey === field)),
  );
  const column = dataset && Object.hasOwn(dataset.columns, field) ? dataset.columns[field] : undefined;
  const told = (id: string, en: string, next: Problem['next'] = 'PRODUCER'): Problem => ({
    rule: 'uncovered',
    severity: 'INFO',
    coordinate,
    node,
    next,
    words: {
      id: `${coordinate} disimpan tetapi belum digabung: ${id}.`,
      en: `${coordinate} is stored but not composed: ${en}.`,
    },
  });
  if (!dataset)
    return told(
      'belum ada permohonan yang mencakupnya; ajukan permohonan, atau permohonan perubahan (CHANGE)',
      'no case covers it; open a case, or a CHANGE',
    );
  if (column && !isComposed(column.status, column.accessClass))
    return told(
      'kolomnya ditolak atau tertutup; hapus dari SDL',
      'its column is declined or closed; remove it from the SDL',
    );
  if (column || type !== dataset.names.type)
    return told(
      'permohonannya belum sampai PROVISION',
      'its case has not come to PROVISION',
      'TECHNICAL_TEAM',
    );
  return told(
    'belum ada permohonan yang mencakup kolom ini; buka permohonan perubahan (CHANGE)',
    'no case covers this column; open a CHANGE',
  );
}
