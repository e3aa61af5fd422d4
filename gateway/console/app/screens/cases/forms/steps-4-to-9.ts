import { graphql } from '../../../hub/graphql.js';
import { type Forms, orNull, REASON } from './form.js';

const ASSESS = graphql(`
  mutation AssessCase($number: ID!, $version: Int!) {
    assessCase(number: $number, version: $version) { number version }
  }
`);
const PROVISION = graphql(`
  mutation ProvisionCase($number: ID!, $version: Int!, $account: ID!) {
    provisionCase(number: $number, version: $version, account: $account) { number version }
  }
`);
const DELIVER = graphql(`
  mutation DeliverCase($number: ID!, $version: Int!, $report: String!) {
    deliverCase(number: $number, version: $version, report: $report) { number version }
  }
`);
const ADOPT = graphql(`
  mutation AdoptCase($number: ID!, $version: Int!, $validation: String) {
    adoptCase(number: $number, version: $version, validation: $validation) { number version }
  }
`);
const ACCEPT = graphql(`
  mutation AcceptCase($number: ID!, $version: Int!, $record: String!) {
    acceptCase(number: $number, version: $version, record: $record) { number version }
  }
`);
const CONTEST = graphql(`
  mutation ContestCase($number: ID!, $version: Int!, $columns: [String!]!, $reason: String!) {
    contestCase(number: $number, version: $version, columns: $columns, reason: $reason) { number version }
  }
`);
const PREPARE_REPORT = graphql(`
  mutation PrepareReport($number: ID!, $version: Int!, $report: String!) {
    prepareReport(number: $number, version: $version, report: $report) { number version }
  }
`);
const FORWARD_REPORT = graphql(`
  mutation ForwardReport($number: ID!, $version: Int!) {
    forwardReport(number: $number, version: $version) { number version }
  }
`);
const ACKNOWLEDGE_REPORT = graphql(`
  mutation AcknowledgeReport($number: ID!, $version: Int!) {
    acknowledgeReport(number: $number, version: $version) { number version }
  }
`);

export const LATE_FORMS: Forms = {
  ASSESS: {
    lead: {
      id: 'Menyatakan bahwa subgraf dataset telah lolos pemeriksaan dan tersusun dalam graf.',
      en: 'Confirms that the dataset’s subgraph has passed its check and is composed.',
    },
    fields: [],
    send: (client, stage) => client.mutation(ASSESS, stage).toPromise(),
  },
  PROVISION: {
    lead: {
      id: 'Akun adalah kunci layanan aplikasi pemakai; bila belum ada, kunci produsen sendiri untuk validasi.',
      en: 'The account is the service key of the consuming application, or the producer’s own for validation.',
    },
    fields: [{ of: 'account', label: { id: 'ID kunci layanan', en: 'Service key id' }, required: true }],
    send: (client, stage, { choice }) =>
      client.mutation(PROVISION, { ...stage, account: choice.trim() }).toPromise(),
  },
  DELIVER: {
    lead: {
      id: 'Laporan dikirim kepada produsen dan kepala bidang; data diarsipkan dan kolom yang disepakati ditayangkan.',
      en: 'The report goes to the producer and the division head; data are archived, agreed columns go live.',
    },
    fields: [
      {
        of: 'text',
        label: { id: 'Laporan hasil integrasi data', en: 'Integration report' },
        required: true,
      },
    ],
    send: (client, stage, { text }) => client.mutation(DELIVER, { ...stage, report: text }).toPromise(),
  },
  ADOPT: {
    lead: {
      id: 'Sistem Anda telah dimutakhirkan dan diperiksa terhadap data dari hub.',
      en: 'Your system has been updated and validated against the hub’s data.',
    },
    fields: [
      {
        of: 'text',
        label: { id: 'Hasil validasi', en: 'Validation result' },
        hint: {
          id: 'Kosongkan bila sudah dilampirkan sebagai berkas.',
          en: 'Leave empty where it is attached as a file.',
        },
      },
    ],
    send: (client, stage, { text }) =>
      client.mutation(ADOPT, { ...stage, validation: orNull(text) }).toPromise(),
  },
  ACCEPT: {
    lead: {
      id: 'Data menjadi final. Perubahan berikutnya adalah permohonan baru.',
      en: 'The data become final. A later change is a new case.',
    },
    fields: [
      { of: 'text', label: { id: 'Berita acara kesesuaian', en: 'Acceptance record' }, required: true },
    ],
    send: (client, stage, { text }) => client.mutation(ACCEPT, { ...stage, record: text }).toPromise(),
  },
  CONTEST: {
    lead: {
      id: 'Kolom yang disebut ditahan, dan disposisi baru dikirim kepada tim teknis; permohonan kembali ke langkah 3.',
      en: 'The named columns are withheld and a new disposition goes to the team; back to step 3.',
    },
    grave: true,
    fields: [
      {
        of: 'columns',
        label: { id: 'Kolom yang belum sesuai', en: 'Columns that do not conform' },
        required: true,
        options: ({ dossier }) =>
          dossier.fields
            .filter(({ status }) => status === 'LIVE')
            .map(({ name, title }) => ({ value: name, words: { id: title, en: title } })),
      },
      REASON,
    ],
    send: (client, stage, { columns, reason }) =>
      client.mutation(CONTEST, { ...stage, columns: [...columns], reason }).toPromise(),
  },
  PREPARE_REPORT: {
    lead: {
      id: 'Laporan diteruskan oleh kepala bidang kepada kepala dinas.',
      en: 'The division head forwards the report to the department head.',
    },
    fields: [{ of: 'text', label: { id: 'Laporan akhir', en: 'Final report' }, required: true }],
    send: (client, stage, { text }) =>
      client.mutation(PREPARE_REPORT, { ...stage, report: text }).toPromise(),
  },
  FORWARD_REPORT: {
    lead: { id: 'Laporan akhir diteruskan kepada kepala dinas.', en: 'It goes to the department head.' },
    fields: [],
    send: (client, stage) => client.mutation(FORWARD_REPORT, stage).toPromise(),
  },
  ACKNOWLEDGE_REPORT: {
    lead: {
      id: 'Dengan diterimanya laporan akhir, permohonan selesai.',
      en: 'With the final report acknowledged the case is closed.',
    },
    fields: [],
    send: (client, stage) => client.mutation(ACKNOWLEDGE_REPORT, stage).toPromise(),
  },
};
