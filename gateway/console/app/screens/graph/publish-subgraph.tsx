import { Alert, Anchor, Button, FileButton, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { useClient, useMutation } from 'urql';
import { graphql, type ResultOf } from '../../hub/graphql.js';
import { type Refusal, refusalOf } from '../../hub/refusal.js';
import { useWords, type Words } from '../../language.js';
import { paths } from '../../paths.js';
import { PartHeading, Refused } from '../../shell/states.js';
import { useSession } from '../../viewer.js';
import { FINDING, Findings } from './findings.js';
import { SigningKey } from './own-list.js';
import type { OwnSubgraph } from './own-subgraphs.js';
import { SEVERITIES } from './severities.js';

const CHECKED = graphql(`fragment Checked on SchemaCheck { outcome findings { ...FindingShown } }`, [
  FINDING,
]);
const CHECK = graphql(
  `query CheckSubgraph($subgraphs: [SubgraphInput!]!) { checkSubgraphs(subgraphs: $subgraphs) { ...Checked } }`,
  [CHECKED],
);
const PUBLISH = graphql(
  `mutation PublishSubgraph($subgraphs: [SubgraphInput!]!) {
    publishSubgraphs(subgraphs: $subgraphs) { outcome supergraph proposal { id } check { ...Checked } }
  }`,
  [CHECKED],
);
type Check = NonNullable<ResultOf<typeof CHECK>['checkSubgraphs']>;
type Publication = ResultOf<typeof PUBLISH>['publishSubgraphs'];

const WORDS = {
  title: { id: 'Periksa dan terbitkan', en: 'Check and publish' },
  lead: {
    id: 'Pemeriksaan tidak menyimpan apa pun, dan sama dengan yang dijalankan saat menerbitkan. Perubahan yang dapat merusak kueri yang dipakai menunggu tinjauan tim teknis.',
    en: 'A check stores nothing, and is the same as the one that a publish meets. A change that could break queries in use waits for the technical team.',
  },
  name: { id: 'Nama subgraf', en: 'Name of the subgraph' },
  nameHint: { id: 'Diawali nama instansi, misalnya', en: 'It begins with the agency’s name, such as' },
  url: { id: 'Alamat layanan', en: 'Address of the service' },
  urlHint: { id: 'Dimulai dengan https.', en: 'Begins with https.' },
  sdl: { id: 'SDL', en: 'SDL' },
  sdlHint: {
    id: 'Bila kosong, hub menanyakannya kepada layanan itu sendiri.',
    en: 'If it is left empty, the hub asks the service itself.',
  },
  file: { id: 'Ambil dari berkas', en: 'Take it from a file' },
  check: { id: 'Periksa', en: 'Check' },
  publish: { id: 'Terbitkan', en: 'Publish' },
  PASSED: { id: 'Lolos; siap diterbitkan.', en: 'It passes, and can be published.' },
  REVIEW: {
    id: 'Dapat diajukan; tim teknis meninjaunya sebelum disajikan.',
    en: 'It can be handed in; the technical team reviews it before it is served.',
  },
  REFUSED: {
    id: 'Tidak dapat diterbitkan; perbaiki yang berikut.',
    en: 'It cannot be published; mend what follows.',
  },
  PUBLISHED: { id: 'Diterbitkan; disajikan dalam supergraf', en: 'Published; served in supergraph' },
  UNCHANGED: { id: 'Tidak ada yang berubah.', en: 'Nothing changes.' },
  WAITING: {
    id: 'Diajukan; menunggu tinjauan tim teknis.',
    en: 'Handed in; it waits for the technical team.',
  },
  proposal: { id: 'Lihat usulannya', en: 'See the proposal' },
} as const satisfies Record<string, Words>;

const COLOURS = {
  PASSED: 'teal',
  PUBLISHED: 'teal',
  UNCHANGED: 'gray',
  REVIEW: 'orange',
  WAITING: 'orange',
  REFUSED: 'red',
} as const;

/** Checks a subgraph as a publish would, then publishes it. */
export function PublishSubgraph({
  subgraphs,
  published,
}: {
  readonly subgraphs: readonly OwnSubgraph[];
  readonly published: () => void;
}) {
  const say = useWords();
  const client = useClient();
  const { viewer } = useSession();
  const [name, setName] = useState('');
  const [url, setUrl] = useState('');
  const [sdl, setSdl] = useState('');
  const [busy, setBusy] = useState(false);
  const [check, setCheck] = useState<Check | null>(null);
  const [publication, setPublication] = useState<Publication | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [publishing, publish] = useMutation(PUBLISH);
  const standing = subgraphs.find((one) => one.name === name.trim());
  const input = () => [
    {
      name: name.trim(),
      url: url.trim(),
      sdl: sdl.trim() === '' ? null : sdl,
      base: standing?.currentVersion ?? null,
    },
  ];

  /** What was found is about the text as it was. */
  function change(set: (value: string) => void): (value: string) => void {
    return (value) => {
      set(value);
      setCheck(null);
      setPublication(null);
    };
  }

  async function look(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    const { data, error } = await client
      .query(CHECK, { subgraphs: input() }, { requestPolicy: 'network-only' })
      .toPromise();
    setBusy(false);
    setPublication(null);
    setRefusal(error ? refusalOf(error) : null);
    setCheck(data?.checkSubgraphs ?? null);
  }

  async function send(): Promise<void> {
    const { data, error } = await publish({ subgraphs: input() });
    setRefusal(error ? refusalOf(error) : null);
    if (!data) return;
    setPublication(data.publishSubgraphs);
    setCheck(null);
    published();
  }

  return (
    <Stack>
      <PartHeading title={say(WORDS.title)} lead={say(WORDS.lead)} />
      <form onSubmit={look}>
        <Stack gap="sm">
          <TextInput
            label={say(WORDS.name)}
            description={`${say(WORDS.nameHint)} ${viewer.agency}_layanan.`}
            required
            value={name}
            onChange={(event) => {
              const typed = event.currentTarget.value;
              change(setName)(typed);
              const known = subgraphs.find((one) => one.name === typed.trim());
              if (known?.url && url === '') setUrl(known.url);
            }}
          />
          <TextInput
            label={say(WORDS.url)}
            description={say(WORDS.urlHint)}
            type="url"
            required
            value={url}
            onChange={(event) => change(setUrl)(event.currentTarget.value)}
          />
          <Textarea
            label={say(WORDS.sdl)}
            description={say(WORDS.sdlHint)}
            styles={{ input: { fontFamily: 'monospace' } }}
            autosize
            minRows={6}
            maxRows={24}
            spellCheck={false}
            value={sdl}
            onChange={(event) => change(setSdl)(event.currentTarget.value)}
          />
          <Group gap="xs">
            <FileButton
              accept=".graphql,.graphqls,.gql,text/plain"
              onChange={async (file) => file && change(setSdl)(await file.text())}
            >
              {(props) => (
                <Button {...props} variant="default">
                  {say(WORDS.file)}
                </Button>
              )}
            </FileButton>
            <Button type="submit" variant="light" loading={busy}>
              {say(WORDS.check)}
            </Button>
            <Button
              onClick={send}
              loading={publishing.fetching}
              disabled={check === null || check.outcome === 'REFUSED'}
            >
              {say(WORDS.publish)}
            </Button>
          </Group>
        </Stack>
      </form>
      {refusal && <Refused refusal={refusal} />}
      {check && <Verdict outcome={check.outcome} findings={check.findings} />}
      {publication && (
        <Verdict outcome={publication.outcome} findings={publication.check.findings}>
          {publication.outcome === 'PUBLISHED' && ` ${publication.supergraph ?? ''}.`}
          {publication.proposal && (
            <>
              {' '}
              <Anchor component={Link} to={paths.proposal(publication.proposal.id)} inherit>
                {say(WORDS.proposal)}
              </Anchor>
            </>
          )}
        </Verdict>
      )}
      {publication?.outcome === 'PUBLISHED' && <SigningKey subgraph={name.trim()} />}
    </Stack>
  );
}

const GRAVITY = Object.keys(SEVERITIES);
type Found = Check['findings'][number];
const byGravity = (one: Found, other: Found): number =>
  GRAVITY.indexOf(one.severity) - GRAVITY.indexOf(other.severity);

function Verdict({
  outcome,
  findings,
  children,
}: {
  readonly outcome: keyof typeof COLOURS;
  readonly findings: Check['findings'];
  readonly children?: ReactNode;
}) {
  const say = useWords();
  return (
    <Stack gap="sm">
      <Alert role="status" color={COLOURS[outcome]} variant="light">
        <Text size="sm">
          {say(WORDS[outcome])}
          {children}
        </Text>
      </Alert>
      <Findings findings={[...findings].sort(byGravity)} />
    </Stack>
  );
}
