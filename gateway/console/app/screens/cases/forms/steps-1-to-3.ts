import { graphql } from '../../../hub/graphql.js';
import { type Forms, orNull, REASON } from './form.js';

const SUBMIT = graphql(`
  mutation SubmitCase($number: ID!, $version: Int!, $profile: String, $waiver: String) {
    submitCase(number: $number, version: $version, profile: $profile, waiver: $waiver) { number version }
  }
`);
const ISSUE_DISPOSITION = graphql(`
  mutation IssueDisposition($number: ID!, $version: Int!, $disposition: String!) {
    issueDisposition(number: $number, version: $version, disposition: $disposition) { number version }
  }
`);
const RETURN = graphql(`
  mutation ReturnCase($number: ID!, $version: Int!, $reason: String!) {
    returnCase(number: $number, version: $version, reason: $reason) { number version }
  }
`);
const REFUSE = graphql(`
  mutation RefuseCase($number: ID!, $version: Int!, $reason: String!) {
    refuseCase(number: $number, version: $version, reason: $reason) { number version }
  }
`);
const REJECT = graphql(`
  mutation RejectAgreement($number: ID!, $version: Int!, $reason: String!, $defect: Boolean!) {
    rejectAgreement(number: $number, version: $version, reason: $reason, defect: $defect) { number version }
  }
`);
const REROUTE = graphql(`
  mutation RerouteCase($number: ID!, $version: Int!, $reason: String!, $to: StepId!) {
    rerouteCase(number: $number, version: $version, reason: $reason, to: $to) { number version }
  }
`);

export const EARLY_FORMS: Forms = {
  SUBMIT: {
    lead: {
      id: 'Setelah diajukan, jam langkah 1 berjalan sampai kepala dinas menerbitkan disposisi.',
      en: 'Once submitted, the clock of step 1 runs until the department head issues the disposition.',
    },
    fields: [
      {
        of: 'text',
        label: { id: 'Dokumen data dan informasi aplikasi', en: 'Data and application profile' },
        hint: {
          id: 'Data apa yang dibagikan, dari aplikasi apa, dan untuk apa. Kosongkan bila sudah dilampirkan sebagai berkas.',
          en: 'Which data, from which application, what for. Leave empty where it is attached as a file.',
        },
      },
      {
        of: 'reason',
        label: { id: 'Alasan bila dokumen belum ada', en: 'Reason where the document is not there yet' },
        hint: {
          id: 'Hanya bila dokumen belum dapat diberikan; kepala bidang memutuskan pengecualiannya.',
          en: 'Only where it cannot be given yet; the division head decides about the waiver.',
        },
      },
    ],
    initial: ({ dossier }) => ({
      text: dossier.documents.findLast(({ kind }) => kind === 'APPLICATION_PROFILE')?.body ?? '',
    }),
    send: (client, stage, { text, reason }) =>
      client.mutation(SUBMIT, { ...stage, profile: orNull(text), waiver: orNull(reason) }).toPromise(),
  },
  ISSUE_DISPOSITION: {
    lead: {
      id: 'Disposisi Anda membuka langkah 2: produsen menyerahkan struktur data.',
      en: 'Your disposition opens step 2: the producer hands over the structure.',
    },
    fields: [{ of: 'text', label: { id: 'Isi disposisi', en: 'Disposition' }, required: true }],
    initial: () => ({ text: 'Agar diproses sesuai SOP.' }),
    send: (client, stage, { text }) =>
      client.mutation(ISSUE_DISPOSITION, { ...stage, disposition: text }).toPromise(),
  },
  RETURN: {
    lead: {
      id: 'Permohonan kembali menjadi draf; produsen melengkapinya lalu mengajukan lagi.',
      en: 'The application becomes a draft again; the producer completes and submits it once more.',
    },
    fields: [REASON],
    send: (client, stage, { reason }) => client.mutation(RETURN, { ...stage, reason }).toPromise(),
  },
  REFUSE: {
    lead: { id: 'Permohonan berakhir di sini.', en: 'The application ends here.' },
    grave: true,
    fields: [REASON],
    send: (client, stage, { reason }) => client.mutation(REFUSE, { ...stage, reason }).toPromise(),
  },
  REJECT: {
    lead: {
      id: 'Permohonan kembali ke langkah 2: produsen menyerahkan struktur lagi. Kedua tanda tangan gugur.',
      en: 'The case goes back to step 2: the producer hands over again. Both signatures are void.',
    },
    grave: true,
    fields: [
      REASON,
      {
        of: 'defect',
        label: {
          id: 'Karena cacat pada struktur (tercatat sebagai penyimpangan keluaran langkah 2)',
          en: 'For a defect of the structure (recorded as a failure of step 2)',
        },
      },
    ],
    send: (client, stage, { reason, defect }) =>
      client.mutation(REJECT, { ...stage, reason, defect }).toPromise(),
  },
  REROUTE: {
    lead: {
      id: 'Setelah evaluasi akhir belum sesuai, tim boleh sekali langsung ke langkah 4 atau 5.',
      en: 'After the final evaluation failed, the team may go to step 4 or 5 at once, one time.',
    },
    fields: [
      {
        of: 'choice',
        label: { id: 'Ke langkah', en: 'To step' },
        required: true,
        options: () => [
          { value: 'ASSESS', words: { id: '4 Penyiapan API', en: '4 Preparing the API' } },
          { value: 'PROVISION', words: { id: '5 Penyediaan akses', en: '5 Provision' } },
        ],
      },
      REASON,
    ],
    send: (client, stage, { reason, choice }) =>
      client
        .mutation(REROUTE, { ...stage, reason, to: choice === 'ASSESS' ? 'ASSESS' : 'PROVISION' })
        .toPromise(),
  },
};
