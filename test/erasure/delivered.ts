import { randomUUID } from 'node:crypto';
import { sheetXml, workbook } from '../intake/made-files.js';
import { dataOf } from '../intake/onboarding.js';
import type { Caller, TestHub } from '../support/hub.js';
import { account, act, agreed, handedOver, type Stage } from '../workflow/case-over-http.js';

export const column = (name: string, type: string, more: object = {}) => ({
  name,
  label: name,
  title: name,
  description: 'Kolom uji.',
  type,
  accessClass: 'OPEN',
  ...more,
});

const definition = (name: string) => ({
  name,
  title: name,
  description: 'Data uji.',
  columns: [column('kode', 'TEXT', { key: true }), column('nama', 'TEXT'), column('jumlah', 'INTEGER')],
});

/** A word that stands nowhere else. */
export const word = (): string => `m${randomUUID().replaceAll('-', '')}`;

/** Rows whose `nama` are these words; the codes are `k1`, `k2`, … */
export const csv = (names: readonly string[], ...more: readonly string[]): string =>
  ['kode,nama,jumlah', ...names.map((name, at) => `k${at + 1},${name},${at}`), ...more, ''].join('\n');

/** Loads a file as a release; gives the upload's id. */
export async function load(
  hub: TestHub,
  field: string,
  file: string | Uint8Array,
  { mode = 'REPLACE', filename = 'data.csv' }: { readonly mode?: string; readonly filename?: string } = {},
): Promise<string> {
  const producer = await hub.official('produsen.dinkes');
  const { body } = await producer.upload(file, filename);
  await loadAgain(hub, field, String(body['id']), mode);
  return String(body['id']);
}

export async function loadAgain(
  hub: TestHub,
  field: string,
  upload: string,
  mode = 'REPLACE',
): Promise<void> {
  const producer = await hub.official('produsen.dinkes');
  dataOf(
    await producer.query(
      `mutation ($field: ID!, $upload: ID!, $mode: LoadMode!) {
        loadRelease(dataset: $field, upload: $upload, mode: $mode, rejects: SET_ASIDE) { number } }`,
      { field, upload, mode },
    ),
  );
  await hub.hub.settle();
}

export interface Delivered {
  readonly field: string;
  readonly case: Stage;
  /** What `nama` held in each release, and in a row of the first that was rejected. */
  readonly words: {
    readonly first: string;
    readonly second: string;
    readonly third: string;
    readonly rejected: string;
  };
  /** The upload of the second release, an XLSX file that is also a document of the case, and in its archive. */
  readonly upload: string;
}

/** A dataset whose case is closed, with three releases, an import, rejected rows, a document and an archive. */
export async function delivered(hub: TestHub, name: string): Promise<Delivered> {
  const [producer, team, head, chief] = (await Promise.all(
    ['produsen.dinkes', 'tim.teknis', 'kepala.bidang', 'kepala.dinas'].map((user) => hub.official(user)),
  )) as [Caller, Caller, Caller, Caller];
  const field = `dinkes_${name}`;
  const words = { first: word(), second: word(), third: word(), rejected: word() };
  let stage = await agreed(hub, producer, await handedOver(hub, producer, definition(name)));
  const first = await load(hub, field, csv([words.first, 'lain'], `k3,${words.rejected},bukan angka`));
  dataOf(
    await producer.query(
      'mutation ($upload: ID!, $field: ID!) { importFile(upload: $upload, dataset: $field) { id } }',
      {
        upload: first,
        field,
      },
    ),
  );
  const rows = [
    ['kode', 'nama', 'jumlah'],
    ['k1', words.second, 1],
  ];
  const book = await workbook({ sheets: [{ name: 'Data', rows: sheetXml(rows) }] });
  const upload = await load(hub, field, book, { filename: 'data.xlsx' });
  stage = await act(producer, 'attachDocument', stage, { upload });
  stage = await act(team, 'assessCase', stage);
  stage = await act(team, 'provisionCase', stage, { account: account() });
  stage = await act(team, 'deliverCase', stage);
  stage = await act(producer, 'adoptCase', stage);
  stage = await act(producer, 'acceptCase', stage);
  stage = await act(team, 'prepareReport', stage);
  stage = await act(head, 'forwardReport', stage);
  stage = await act(chief, 'acknowledgeReport', stage);
  await load(hub, field, csv([words.third]));
  return { field, case: stage, words, upload };
}

const ERASURE = `id dataset release column reason status proposedBy signedBy cancelledBy
  erased { kind name bytes sha256 }`;

export interface Erasure {
  readonly id: string;
  readonly status: string;
  readonly signedBy: string | null;
  readonly erased: readonly { kind: string; name: string; bytes: string | null; sha256: string | null }[];
}

export const propose = (
  caller: Caller,
  dataset: string,
  target: { readonly release?: number; readonly column?: string },
  reason = 'memuat data pribadi',
) =>
  caller.query<{ proposeErasure: Erasure | null }>(
    `mutation ($dataset: ID!, $release: Int, $column: String, $reason: String!) {
      proposeErasure(dataset: $dataset, release: $release, column: $column, reason: $reason) { ${ERASURE} } }`,
    { dataset, reason, ...target },
  );

export const sign = (caller: Caller, id: string) =>
  caller.query<{ signErasure: Erasure | null }>(
    `mutation ($id: ID!) { signErasure(id: $id) { ${ERASURE} } }`,
    { id },
  );

export const cancel = (caller: Caller, id: string) =>
  caller.query<{ cancelErasure: Erasure | null }>(
    `mutation ($id: ID!) { cancelErasure(id: $id) { ${ERASURE} } }`,
    { id },
  );

export const erasures = (caller: Caller, dataset: string) =>
  caller.query<{ erasures: Erasure[] | null }>(
    `query ($dataset: ID!) { erasures(dataset: $dataset) { ${ERASURE} } }`,
    { dataset },
  );

/** Proposed by the own producer; gives its id. */
export async function proposed(
  hub: TestHub,
  dataset: string,
  target: Parameters<typeof propose>[2],
): Promise<string> {
  const { proposeErasure } = dataOf(await propose(await hub.official('produsen.dinkes'), dataset, target));
  return proposeErasure?.id ?? '';
}

/** Proposed and signed; gives what was erased once the hub serves what is left. */
export async function erased(hub: TestHub, dataset: string, target: Parameters<typeof propose>[2]) {
  const id = await proposed(hub, dataset, target);
  const { signErasure } = dataOf(await sign(await hub.official('kepala.bidang'), id));
  await hub.hub.settle();
  return signErasure as Erasure;
}
