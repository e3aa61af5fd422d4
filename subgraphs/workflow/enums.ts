import { registerEnumType } from 'type-graphql';
import { enumOf } from '../enums.js';
import { DEVIATION_KINDS, DEVIATION_STATUSES } from './deviations/rules.js';
import { DOCUMENTS, STEPS } from './procedure.js';
import { ACTION_TYPES } from './rules.js';
import { CASE_KINDS, CASE_STATUSES, DIRECTIONS, FIELD_VERDICTS } from './state.js';

export const StepEnum = enumOf(STEPS);
registerEnumType(StepEnum, { name: 'StepId', description: 'Sembilan uraian prosedur SOP.' });
export const DocumentEnum = enumOf(DOCUMENTS);
registerEnumType(DocumentEnum, { name: 'DocumentKind' });
export const VerdictEnum = enumOf(FIELD_VERDICTS);
registerEnumType(VerdictEnum, { name: 'FieldVerdict', description: 'Keputusan langkah 3 untuk satu kolom.' });
export const CaseStatusEnum = enumOf(CASE_STATUSES);
registerEnumType(CaseStatusEnum, { name: 'CaseStatus' });
export const CaseKindEnum = enumOf(CASE_KINDS);
registerEnumType(CaseKindEnum, { name: 'CaseKind' });
export const DirectionEnum = enumOf(DIRECTIONS);
registerEnumType(DirectionEnum, {
  name: 'CaseDirection',
  description: 'Whether the applicant gives data, uses data, or both.',
});
export const ActionEnum = enumOf(ACTION_TYPES);
registerEnumType(ActionEnum, { name: 'CaseAction', description: 'Everything that can be done to a case.' });
export const DeviationKindEnum = enumOf(DEVIATION_KINDS);
registerEnumType(DeviationKindEnum, {
  name: 'DeviationKind',
  description: 'Penyimpangan kelengkapan, waktu, output.',
});
export const DeviationStatusEnum = enumOf(DEVIATION_STATUSES);
registerEnumType(DeviationStatusEnum, { name: 'DeviationStatus' });
