import type { Answer, Caller, TestHub } from '../support/hub.js';
import { dataOf, dispose, handOverAs } from './onboarding.js';

interface Question {
  readonly id: string;
  readonly column: string;
  readonly kind: string;
  readonly words: { id: string; en: string };
  readonly options: readonly { value: string; words: { id: string } }[];
  readonly proposed: string | null;
  readonly evidence: readonly { row: number; text: string }[];
  readonly answer?: string | null;
}
export interface Imported {
  readonly id: string;
  readonly dataset: string | null;
  readonly rows: number;
  readonly tables: readonly { sheet: string; labels: string[] }[];
  readonly aside: readonly { why: string; count: number }[];
  readonly columns: readonly {
    key: string;
    type: string | null;
    fills: string | null;
    unit: string | null;
  }[];
  readonly matches: readonly { text: string; code: string | null; confidence: number }[];
  readonly questions: readonly Question[];
  readonly answered: readonly Question[];
  readonly differences: readonly { kind: string; column: string; words: { id: string } }[];
  readonly preview: { columns: string[]; rows: (string | null)[][] };
  readonly problemCount: number;
  readonly problems: readonly { row: number; column: string | null; words: { id: string } }[];
  readonly ready: boolean;
  readonly proposal: { name: string; columns: { label: string; name: string; type: string }[] } | null;
  readonly graph: { type: string; query: string } | null;
}
const QUESTION =
  'id column kind words { id en } options { value words { id } } proposed evidence { row text } answer';
export const IMPORT = `{
  id dataset rows tables { sheet labels } aside { why count } columns { key type unit fills } matches { text code confidence }
  questions { ${QUESTION} } answered { ${QUESTION} } differences { kind column words { id } }
  preview { columns rows } problemCount problems { row column words { id } } ready
  proposal { name title description columns {
    name label title description type values concept classification measure unit accessClass key
    reference { entity field edition } } }
  graph { type query } }`;

export type Given = Readonly<Record<string, string>>;
export interface Override {
  readonly column: string;
  readonly [option: string]: unknown;
}

export const upload = async (
  caller: Caller,
  file: string | Uint8Array,
  filename = 'data.csv',
): Promise<string> => {
  const { status, body } = await caller.upload(file, filename);
  if (status >= 300) throw new Error(JSON.stringify(body));
  return String(body['id']);
};

export const askImport = (
  caller: Caller,
  id: string,
  dataset?: string,
): Promise<Answer<{ importFile: Imported }>> =>
  caller.query(
    `mutation ($upload: ID!, $dataset: ID) { importFile(upload: $upload, dataset: $dataset) ${IMPORT} }`,
    { upload: id, ...(dataset ? { dataset } : {}) },
  );

export const askAnswer = (
  caller: Caller,
  id: string,
  answers: Given,
  overrides: readonly Override[] = [],
): Promise<Answer<{ answerImport: Imported }>> =>
  caller.query(
    `mutation ($id: ID!, $answers: [AnswerInput!]!, $overrides: [ColumnOverrideInput!]!) {
      answerImport(import: $id, answers: $answers, overrides: $overrides) ${IMPORT} }`,
    { id, answers: Object.entries(answers).map(([question, value]) => ({ question, value })), overrides },
  );

export const ids = ({ questions }: Imported): string[] => questions.map(({ id }) => id);

export interface Loaded {
  readonly rows: number;
  readonly report: { readonly notes: readonly { id: string; en: string; column: string | null }[] };
}

/** The producer of dinkes at work, over HTTP. */
export class Importing {
  #made = 0;

  constructor(
    readonly hub: TestHub,
    readonly caller: Caller,
  ) {}

  async importOf(file: string | Uint8Array, dataset?: string, filename?: string): Promise<Imported> {
    return dataOf(await askImport(this.caller, await upload(this.caller, file, filename), dataset))
      .importFile;
  }

  async answer(id: string, answers: Given, overrides: readonly Override[] = []): Promise<Imported> {
    return dataOf(await askAnswer(this.caller, id, answers, overrides)).answerImport;
  }

  async askLoad(
    dataset: string,
    from: { upload?: string; import?: string },
  ): Promise<Answer<{ loadRelease: Loaded }>> {
    const loaded = await this.caller.query<{ loadRelease: Loaded }>(
      `mutation ($dataset: ID!, $upload: ID, $import: ID) {
        loadRelease(dataset: $dataset, upload: $upload, import: $import) {
          rows report { notes { id en column } } } }`,
      { dataset, ...from },
    );
    await this.hub.hub.settle();
    return loaded;
  }

  async loadFile(dataset: string, file: string | Uint8Array): Promise<Loaded> {
    return dataOf(await this.askLoad(dataset, { upload: await upload(this.caller, file) })).loadRelease;
  }

  /** Takes an import's proposal as it is, under a name of its own, to the dataset that it becomes. */
  async handedOver({ proposal }: Imported): Promise<string> {
    const name = `impor${++this.#made}`;
    const { case: state } = await dispose(this.hub, name);
    await handOverAs(this.caller, state, { ...proposal, name });
    await this.hub.hub.settle();
    return `dinkes_${name}`;
  }
}

/** A file that asks where its kecamatan lie and what its "-" means. */
export const FIRST = [
  'kode,kecamatan,tahun,bulan,jumlah,persen,tanggal,catatan',
  '00101,Purwodadi,2024,1,"1.234,50","7,09%",22 Januari 2024,baik',
  '00102,Tutur,2024,2,"2.000,25","8,5%",23 Februari 2024,-',
  '00103,Tosari,2024,3,-,9%,1 Maret 2024,cukup',
  '00104,Rembang,2024,4,"17,25","10,1%",2 April 2024,baik',
  '',
].join('\n');
