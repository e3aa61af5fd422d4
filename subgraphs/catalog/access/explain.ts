import type { Words } from '../../../schema/errors.js';
import type { Verdict, WithheldCode } from '../../../schema/exposure.js';
import {
  columnVerdict,
  type Dataset,
  type DatasetColumn,
  hasData,
  someColumnIsReadable,
} from '../../directory.js';
import type { Subject } from '../../subject.js';
import { type Role, standingOf, type Viewer } from '../../viewer.js';

export type AccessCode = 'VALUES' | 'NO_RELEASE' | WithheldCode;

/** Why a viewer may or may not read what a coordinate stands for. */
export interface Explanation {
  readonly dataset: Dataset;
  /** The column that decides; null where the dataset as a whole does. */
  readonly column: DatasetColumn | null;
  readonly code: AccessCode;
  readonly words: Words;
  /** Whether the viewer needs a grant, now or once the column is delivered. */
  readonly needsGrant: boolean;
  /** Who can change it. */
  readonly ask: Role;
}

/** Explains what the gate would decide; null for a name that does not exist for the viewer. */
export function explain(subject: Subject, viewer: Viewer): Explanation | null {
  if (!('dataset' in subject)) return null;
  const { dataset } = subject;
  const found = decisive(subject, viewer);
  if (found === null || found.verdict === 'ABSENT') return null;
  const { column, verdict } = found;
  const about = subject.kind === 'COLUMN' || subject.kind === 'BACK_REFERENCE' ? subject.column : undefined;
  const code = verdict === 'VALUES' && !hasData(dataset, about) ? 'NO_RELEASE' : verdict;
  const insider = standingOf(viewer, dataset.agency) === 'INSIDER';
  const needsGrant = !insider && column?.accessClass === 'RESTRICTED';
  return {
    dataset,
    column,
    code,
    words: code === 'VALUES' ? readable(insider, needsGrant) : WITHHELD[code],
    needsGrant,
    ask: code === 'FIELD_NOT_AGREED' || code === 'FIELD_NOT_DELIVERED' ? 'TECHNICAL_TEAM' : 'PRODUCER',
  };
}

/** The column whose verdict counts, and that verdict. */
function decisive(
  subject: Extract<Subject, { dataset: Dataset }>,
  viewer: Viewer,
): { readonly column: DatasetColumn | null; readonly verdict: Verdict } | null {
  const { dataset } = subject;
  const of = (column: DatasetColumn) => ({ column, verdict: columnVerdict(dataset, column, viewer) });
  if (subject.kind === 'COLUMN') return of(subject.column);
  const [first] = dataset.columns;
  if (!first) return null;
  // What surrounds the columns can be read where one of them can.
  if (!someColumnIsReadable(dataset, viewer)) return of(first);
  if (subject.kind === 'BACK_REFERENCE') return of(subject.column);
  if (subject.kind === 'DATASET') return { column: null, verdict: 'VALUES' };
  const keys = dataset.columns.filter(({ definition }) => definition.key).map(of);
  return keys.find(({ verdict }) => verdict !== 'VALUES') ?? keys[0] ?? null;
}

function readable(insider: boolean, needsGrant: boolean): Words {
  if (insider)
    return {
      id: 'Anda membacanya sebagai produsen dataset ini, tim teknis, atau kepala, apa pun langkahnya.',
      en: 'You read it as the producer of this dataset, the technical team or a head, whatever its step.',
    };
  if (needsGrant)
    return {
      id: 'Kolom terbatas; Anda membacanya dengan izin yang masih berlaku.',
      en: 'It is restricted; you read it by a grant in force.',
    };
  return {
    id: 'Data sudah diserahkan menurut SOP dan terbuka bagi Anda.',
    en: 'It has been delivered under the SOP and is open to you.',
  };
}

const WITHHELD: Readonly<Record<Exclude<AccessCode, 'VALUES'>, Words>> = {
  FIELD_NOT_AGREED: {
    id: 'Kolom belum disepakati oleh tim teknis dan produsen (langkah 3), atau ditunda ke permohonan perubahan.',
    en: 'The technical team and the producer have not agreed on it yet (step 3), or it is deferred to a CHANGE case.',
  },
  FIELD_NOT_DELIVERED: {
    id: 'Kolom sudah disepakati; nilainya terbuka setelah hasil integrasi diserahkan (langkah 6).',
    en: 'It is agreed; its values open once the result is delivered (step 6).',
  },
  FIELD_RESTRICTED: {
    id: 'Kolom terbatas; membacanya memerlukan izin dengan tujuan dan tanggal akhir.',
    en: 'It is restricted; reading it needs a grant with a purpose and an end date.',
  },
  FIELD_OUT_OF_SCOPE: {
    id: 'Data terbuka bagi Anda, tetapi lingkup kunci ini tidak mencakupnya.',
    en: 'It is open to you, but not to a key of these scopes.',
  },
  FIELD_WITHDRAWN: {
    id: 'Kolom sedang ditarik: ada keberatan pada evaluasi akhir, atau layanannya dihentikan sementara.',
    en: 'It is withdrawn for now: the final evaluation disputes it, or it is suspended.',
  },
  NO_RELEASE: {
    id: 'Anda boleh membacanya, tetapi belum ada rilis yang memuatnya.',
    en: 'You may read it, but no release holds it yet.',
  },
};
