import type { Client } from './client.js';
import { type DemoDataset, readDemoFile } from './datasets.js';

/** The officials who carry a case, each signed in. */
export interface Officials {
  readonly producer: Client;
  readonly team: Client;
  readonly divisionHead: Client;
  readonly departmentHead: Client;
}

interface CaseState {
  readonly number: string;
  readonly version: number;
}

/** Calls one action of the procedure on a case; gives its new version. */
async function act(
  client: Client,
  action: string,
  { number, version }: CaseState,
  args: Readonly<Record<string, readonly [type: string, value: unknown]>> = {},
): Promise<CaseState> {
  const entries = Object.entries(args);
  const declared = entries.map(([name, [type]]) => `, $${name}: ${type}`).join('');
  const passed = entries.map(([name]) => `, ${name}: $${name}`).join('');
  const data = await client.run<{ result: CaseState }>(
    `mutation ($number: ID!, $version: Int!${declared}) {
      result: ${action}(number: $number, version: $version${passed}) { number version }
    }`,
    { number, version, ...Object.fromEntries(entries.map(([name, [, value]]) => [name, value])) },
  );
  return data.result;
}

/**
 * Carries a dataset through the procedure, over HTTP, as far as it is to go. `settle` waits until the hub serves what
 * the last step has led to; `account` is the service key of step 5.
 */
export async function carry(
  dataset: DemoDataset,
  officials: Officials,
  account: string,
  settle: () => Promise<void>,
): Promise<void> {
  const { producer, team, departmentHead } = officials;
  const field = `${dataset.agency}_${dataset.definition.name}`;
  const drafted = await producer.run<{ draftCase: CaseState }>(
    `mutation ($title: String!, $purpose: String!, $profile: String!, $contacts: [ContactInput!]!) {
      draftCase(title: $title, purpose: $purpose, profile: $profile, contacts: $contacts) { number version }
    }`,
    {
      title: dataset.title,
      purpose: dataset.purpose,
      profile: `Data dan aplikasi: ${dataset.title}.`,
      contacts: [{ name: 'Narahubung demo', position: 'Statistisi', reach: 'demo@pasuruankab.example' }],
    },
  );
  let state = await act(producer, 'submitCase', drafted.draftCase);
  state = await act(departmentHead, 'issueDisposition', state, {
    disposition: ['String!', 'Agar tim teknis memproses integrasi data ini.'],
  });
  state = await act(producer, 'handOver', state, {
    definition: ['DatasetDefinitionInput!', dataset.definition],
  });
  await settle();
  const upload = await producer.upload(dataset.file, await readDemoFile(dataset.file));
  await producer.run(
    'mutation ($dataset: ID!, $upload: ID!) { loadRelease(dataset: $dataset, upload: $upload) { rows } }',
    {
      dataset: field,
      upload,
    },
  );
  if (dataset.until === 'AGREE') return;

  state = await agree(dataset, officials, state);
  await settle();
  state = await act(team, 'assessCase', state);
  state = await act(team, 'provisionCase', state, { account: ['ID!', account] });
  state = await act(team, 'deliverCase', state, { report: ['String!', `Laporan hasil integrasi ${field}.`] });
  if (dataset.until === 'ADOPT') return;

  state = await act(producer, 'adoptCase', state, {
    validation: ['String!', 'Sistem produsen sudah diperbarui.'],
  });
  state = await act(producer, 'acceptCase', state, { record: ['String!', 'Data sudah sesuai.'] });
  state = await act(team, 'prepareReport', state, { report: ['String!', `Laporan akhir ${field}.`] });
  state = await act(officials.divisionHead, 'forwardReport', state);
  await act(departmentHead, 'acknowledgeReport', state);
  if (!dataset.released) return;
  await settle();
  await producer.run('mutation ($dataset: ID!) { requestRelease(dataset: $dataset) { name } }', {
    dataset: field,
  });
  await officials.divisionHead.run(
    'mutation ($dataset: ID!) { decideRelease(dataset: $dataset, released: true) { name } }',
    { dataset: field },
  );
}

/** Step 3: every column agreed, then both sides sign the same content. */
async function agree(
  dataset: DemoDataset,
  { producer, team }: Officials,
  from: CaseState,
): Promise<CaseState> {
  const verdicts = dataset.definition.columns.map(({ name }) => ({ column: name, verdict: 'AGREED' }));
  let state = await act(team, 'judgeFields', from, { verdicts: ['[FieldVerdictInput!]!', verdicts] });
  const read = await team.run<{ case: { dossier: { contentHash: string } } }>(
    'query ($number: ID!) { case(number: $number) { dossier { contentHash } } }',
    { number: state.number },
  );
  const contentHash = ['String!', read.case.dossier.contentHash] as const;
  state = await act(team, 'signAgreement', state, { contentHash });
  return act(producer, 'signAgreement', state, { contentHash });
}
