import { graphql, type VariablesOf } from '../../../hub/graphql.js';
import { CLASSES } from '../../../terms.js';
import { DOCUMENTS } from '../names.js';
import type { OpenCase } from '../open-case.js';
import { columnsOf, type Field, type Forms, type Option, REASON } from './form.js';

const WAIVE = graphql(`
  mutation WaiveDocument($number: ID!, $version: Int!, $document: DocumentKind!, $reason: String!) {
    waiveDocument(number: $number, version: $version, document: $document, reason: $reason) { number version }
  }
`);
const INVALIDATE = graphql(`
  mutation InvalidateDocument($number: ID!, $version: Int!, $document: DocumentKind!, $reason: String!) {
    invalidateDocument(number: $number, version: $version, document: $document, reason: $reason) { number version }
  }
`);
const SUSPEND = graphql(`
  mutation SuspendFields($number: ID!, $version: Int!, $columns: [String!], $reason: String!) {
    suspendFields(number: $number, version: $version, columns: $columns, reason: $reason) { number version }
  }
`);
const LIFT = graphql(`
  mutation LiftSuspension($number: ID!, $version: Int!) {
    liftSuspension(number: $number, version: $version) { number version }
  }
`);
const RAISE_CLASS = graphql(`
  mutation RaiseClass($number: ID!, $version: Int!, $column: String!, $to: AccessClass!, $reason: String!) {
    raiseClass(number: $number, version: $version, column: $column, to: $to, reason: $reason) { number version }
  }
`);
const CANCEL = graphql(`
  mutation CancelCase($number: ID!, $version: Int!, $reason: String!) {
    cancelCase(number: $number, version: $version, reason: $reason) { number version }
  }
`);

type DocumentKind = VariablesOf<typeof WAIVE>['document'];

/** The documents that steps need, which alone can be waived. */
const REQUIRED = [
  'APPLICATION_PROFILE',
  'DISPOSITION',
  'INTEGRATION_SPECIFICATION',
  'REQUIREMENTS',
  'INTEGRATION_RESULT',
] as const satisfies readonly DocumentKind[];

const asOption = (kind: DocumentKind): Option => ({ value: kind, words: DOCUMENTS[kind] });

const handedIn = ({ dossier }: OpenCase): readonly Option[] => {
  const valid = dossier.documents.filter(({ invalidReason }) => invalidReason === null);
  return [...new Set(valid.map(({ kind }) => kind))].map(asOption);
};

const document = (options: NonNullable<Field['options']>): Field => ({
  of: 'choice',
  label: { id: 'Dokumen', en: 'Document' },
  required: true,
  options,
});

export const OUTSIDE_FORMS: Forms = {
  WAIVE: {
    lead: {
      id: 'Langkah boleh berlanjut tanpa dokumen ini; tercatat sebagai penyimpangan kelengkapan.',
      en: 'The step may go on without the document; it is recorded as a failure of completeness.',
    },
    fields: [document(() => REQUIRED.map(asOption)), REASON],
    initial: () => ({ choice: 'APPLICATION_PROFILE' }),
    send: (client, stage, { choice, reason }) =>
      client.mutation(WAIVE, { ...stage, document: choice as DocumentKind, reason }).toPromise(),
  },
  INVALIDATE: {
    lead: {
      id: 'Dokumen dianggap belum ada lagi sampai diserahkan yang layak.',
      en: 'The document is missing again until a fit one is handed in.',
    },
    grave: true,
    fields: [document(handedIn), REASON],
    send: (client, stage, { choice, reason }) =>
      client.mutation(INVALIDATE, { ...stage, document: choice as DocumentKind, reason }).toPromise(),
  },
  SUSPEND: {
    lead: {
      id: 'Kolom segera ditahan dari pemakai lain. Pencabutannya memerlukan tanda tangan tim teknis dan produsen.',
      en: 'The columns are withheld at once. Lifting it needs the signatures of the team and the producer.',
    },
    grave: true,
    fields: [
      {
        of: 'columns',
        label: { id: 'Kolom', en: 'Columns' },
        hint: { id: 'Kosongkan untuk semua kolom permohonan ini.', en: 'Leave empty for all of the case’s.' },
        options: columnsOf,
      },
      REASON,
    ],
    send: (client, stage, { columns, reason }) =>
      client
        .mutation(SUSPEND, { ...stage, columns: columns.length > 0 ? [...columns] : null, reason })
        .toPromise(),
  },
  LIFT: {
    lead: {
      id: 'Dengan tanda tangan kedua pihak, kolom yang dihentikan tayang kembali.',
      en: 'With the signatures of both sides the suspended columns come back.',
    },
    fields: [],
    send: (client, stage) => client.mutation(LIFT, stage).toPromise(),
  },
  RAISE_CLASS: {
    lead: {
      id: 'Berlaku seketika. Menurunkan kelas memerlukan permohonan perubahan.',
      en: 'Acts at once. To lower a class needs a CHANGE case.',
    },
    fields: [
      { of: 'column', label: { id: 'Kolom', en: 'Column' }, required: true, options: columnsOf },
      {
        of: 'choice',
        label: { id: 'Menjadi', en: 'To' },
        required: true,
        options: () => [
          { value: 'RESTRICTED', words: CLASSES.RESTRICTED },
          { value: 'CLOSED', words: CLASSES.CLOSED },
        ],
      },
      REASON,
    ],
    send: (client, stage, { column, choice, reason }) =>
      client
        .mutation(RAISE_CLASS, {
          ...stage,
          column,
          to: choice === 'CLOSED' ? 'CLOSED' : 'RESTRICTED',
          reason,
        })
        .toPromise(),
  },
  CANCEL: {
    lead: {
      id: 'Permohonan berakhir dan kolomnya keluar dari graf, kecuali yang sudah final.',
      en: 'The case ends and its columns leave the graph, except those confirmed earlier.',
    },
    grave: true,
    fields: [REASON],
    send: (client, stage, { reason }) => client.mutation(CANCEL, { ...stage, reason }).toPromise(),
  },
};
