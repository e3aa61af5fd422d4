import { Alert, Badge, Button, Card, Code, Group, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { graphql } from '../../hub/graphql.js';
import { type Refusal, refusalOf } from '../../hub/refusal.js';
import { useFormats, useWords, type Words } from '../../language.js';
import { Empty, PartHeading, Refused } from '../../shell/states.js';
import { ROLES } from '../../terms.js';
import { DeskColumn, type Judgement } from './desk-column.js';
import { DeskRehearsal } from './desk-rehearsal.js';
import { availabilityOf, type OpenCase, stageOf } from './open-case.js';
import { useReason } from './reason.js';

const ATTRIBUTES = graphql(`
  query DeskColumns($dataset: ID!) {
    dataset(name: $dataset) {
      name
      columns {
        name description type unit key concept measure classification referenceTime validationRule values
        reference { entity field edition }
      }
    }
  }
`);
const JUDGE = graphql(`
  mutation JudgeFields($number: ID!, $version: Int!, $verdicts: [FieldVerdictInput!]!) {
    judgeFields(number: $number, version: $version, verdicts: $verdicts) { number version }
  }
`);
const SIGN = graphql(`
  mutation SignAgreement($number: ID!, $version: Int!, $contentHash: String!) {
    signAgreement(number: $number, version: $version, contentHash: $contentHash) { number version }
  }
`);

const WORDS = {
  title: { id: 'Meja evaluasi', en: 'Evaluation desk' },
  columns: { id: 'Kolom', en: 'Columns' },
  lead: {
    id: 'Kedua pihak memutuskan kolom demi kolom, lalu menandatangani isi yang sama. Setiap perubahan menggugurkan kedua tanda tangan.',
    en: 'Both sides judge column by column and sign the same content. Any change voids both signatures.',
  },
  none: { id: 'Struktur belum diserahkan.', en: 'The structure is not handed over yet.' },
  noneMore: {
    id: 'Kolom tampil di sini setelah produsen menyerahkan struktur pada langkah 2.',
    en: 'Columns appear here once the producer has handed over the structure in step 2.',
  },
  rest: { id: 'Sepakati yang belum diputuskan', en: 'Agree to what is not judged' },
  save: { id: 'Simpan keputusan', en: 'Save the verdicts' },
  saved: { id: 'Keputusan tersimpan', en: 'The verdicts are saved' },
  sign: { id: 'Tanda tangani', en: 'Sign' },
  signed: { id: 'Kesepakatan ditandatangani', en: 'The agreement is signed' },
  unsaved: { id: 'Simpan keputusan sebelum menandatangani.', en: 'Save the verdicts before signing.' },
  needsReason: { id: 'Tulis alasan untuk', en: 'Give the reason for' },
  hash: { id: 'Sidik isi (SHA-256)', en: 'Content hash (SHA-256)' },
  signatures: { id: 'Tanda tangan', en: 'Signatures' },
  waiting: { id: 'belum menandatangani', en: 'has not signed' },
  has: { id: 'menandatangani', en: 'signed' },
  drops: { id: 'Kolom yang dilepas', en: 'Columns that are dropped' },
} as const satisfies Record<string, Words>;

const SIDES = ['TECHNICAL_TEAM', 'PRODUCER'] as const;

/** The columns under evaluation; at step 3 where they are judged and signed. */
export function Desk({ one, again }: { readonly one: OpenCase; readonly again: () => void }) {
  const say = useWords();
  const reasonOf = useReason();
  const { dossier } = one;
  const [edited, setEdited] = useState<Readonly<Record<string, Judgement>>>({});
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [{ data }] = useQuery({
    query: ATTRIBUTES,
    variables: { dataset: dossier.dataset ?? '' },
    pause: dossier.dataset === null,
  });
  const [judging, judge] = useMutation(JUDGE);
  const [signing, sign] = useMutation(SIGN);
  const atDesk = one.step === 'AGREE' && one.status === 'OPEN';
  const mayJudge = availabilityOf(one, 'JUDGE');
  const maySign = availabilityOf(one, 'SIGN');

  const judged = dossier.fields.map((field) => ({
    field,
    judgement: edited[field.name] ?? { verdict: field.verdict, reason: field.reason ?? '' },
  }));
  const changed = judged.filter(({ field }) => edited[field.name]);
  const open = judged.filter(({ judgement }) => judgement.verdict === null);
  const unexplained = changed.filter(
    ({ judgement: { verdict, reason } }) => verdict !== null && verdict !== 'AGREED' && reason.trim() === '',
  );

  if (dossier.fields.length === 0 && dossier.drops.length === 0)
    return <Empty title={say(WORDS.none)}>{say(WORDS.noneMore)}</Empty>;

  async function save(): Promise<void> {
    const verdicts = changed.flatMap(({ field, judgement: { verdict, reason } }) =>
      verdict ? [{ column: field.name, verdict, reason: reason.trim() || null }] : [],
    );
    const { error } = await judge({ ...stageOf(one), verdicts });
    setRefusal(error ? refusalOf(error) : null);
    again();
    if (error) return;
    setEdited({});
    notifications.show({ message: say(WORDS.saved) });
  }

  async function put(contentHash: string): Promise<void> {
    const { error } = await sign({ ...stageOf(one), contentHash });
    setRefusal(error ? refusalOf(error) : null);
    again();
    if (!error) notifications.show({ message: say(WORDS.signed) });
  }

  return (
    <Stack>
      <PartHeading title={say(atDesk ? WORDS.title : WORDS.columns)} lead={atDesk ? say(WORDS.lead) : null} />
      {dossier.drops.length > 0 && (
        <Alert color="yellow.8" title={say(WORDS.drops)}>
          {dossier.drops.join(', ')}
        </Alert>
      )}
      {judged.map(({ field, judgement }) => (
        <DeskColumn
          key={field.name}
          field={field}
          attributes={data?.dataset?.columns.find(({ name }) => name === field.name)}
          suspended={dossier.suspended.includes(field.name)}
          judgement={judgement}
          profileOf={atDesk && field.accessClass !== 'CLOSED' ? dossier.dataset : null}
          {...(atDesk && mayJudge?.allowed
            ? { change: (next: Judgement) => setEdited((before) => ({ ...before, [field.name]: next })) }
            : {})}
        />
      ))}
      {atDesk && judged.length > 0 && <DeskRehearsal dossier={dossier} judged={judged} />}
      {refusal && <Refused refusal={refusal} />}
      {atDesk && (
        <Group gap="sm">
          <Button
            variant="light"
            disabled={!mayJudge?.allowed || open.length === 0}
            onClick={() =>
              setEdited((before) => ({
                ...before,
                ...Object.fromEntries(
                  open.map(({ field }) => [field.name, { verdict: 'AGREED', reason: '' }]),
                ),
              }))
            }
          >
            {say(WORDS.rest)} ({open.length})
          </Button>
          <Button
            disabled={!mayJudge?.allowed || changed.length === 0 || unexplained.length > 0}
            loading={judging.fetching}
            onClick={() => void save()}
          >
            {say(WORDS.save)} ({changed.length})
          </Button>
          {reasonOf(mayJudge) && (
            <Text size="sm" c="dimmed">
              {reasonOf(mayJudge)}
            </Text>
          )}
          {unexplained.length > 0 && (
            <Text size="sm" role="status">
              {say(WORDS.needsReason)}: {unexplained.map(({ field }) => field.title).join(', ')}.
            </Text>
          )}
        </Group>
      )}
      <Card>
        <Stack gap="sm">
          <Title order={3}>{say(WORDS.signatures)}</Title>
          {SIDES.map((side) => (
            <Signature key={side} one={one} side={side} />
          ))}
          {dossier.contentHash && (
            <div>
              <Text size="sm" c="dimmed">
                {say(WORDS.hash)}
              </Text>
              <Code style={{ overflowWrap: 'anywhere' }}>{dossier.contentHash}</Code>
            </div>
          )}
          {atDesk && (
            <Group gap="sm">
              <Button
                disabled={!maySign?.allowed || changed.length > 0 || dossier.contentHash === null}
                loading={signing.fetching}
                onClick={() => dossier.contentHash && void put(dossier.contentHash)}
              >
                {say(WORDS.sign)}
              </Button>
              <Text size="sm" c="dimmed">
                {changed.length > 0 ? say(WORDS.unsaved) : reasonOf(maySign)}
              </Text>
            </Group>
          )}
        </Stack>
      </Card>
    </Stack>
  );
}

function Signature({ one, side }: { readonly one: OpenCase; readonly side: (typeof SIDES)[number] }) {
  const say = useWords();
  const { moment } = useFormats();
  const { signedBy, events } = one.dossier;
  const event = signedBy.includes(side)
    ? events.findLast(({ action, role }) => action === 'SIGN' && role === side)
    : undefined;
  return (
    <Group gap="sm">
      <Text fw={600}>{say(ROLES[side])}</Text>
      {event ? (
        <>
          <Badge>{say(WORDS.has)}</Badge>
          <Text size="sm">
            {event.actor} · {moment(event.at)}
          </Text>
        </>
      ) : (
        <Badge color="gray" variant="light">
          {say(WORDS.waiting)}
        </Badge>
      )}
    </Group>
  );
}
