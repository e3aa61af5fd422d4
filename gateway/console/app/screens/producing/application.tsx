import {
  Alert,
  Button,
  Card,
  Checkbox,
  Group,
  Select,
  SimpleGrid,
  Stack,
  Textarea,
  TextInput,
} from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useMutation } from 'urql';
import { graphql, type VariablesOf } from '../../hub/graphql.js';
import { type Refusal, refusalOf } from '../../hub/refusal.js';
import { useWords, type Words } from '../../language.js';
import { PartHeading, Refused } from '../../shell/states.js';
import type { OwnCase } from './case.js';
import type { Changed } from './changing.js';

const DRAFT = graphql(`
  mutation DraftCase(
    $title: String, $purpose: String, $direction: CaseDirection, $contacts: [ContactInput!], $profile: String
    $changes: ID
  ) {
    draftCase(
      title: $title, purpose: $purpose, direction: $direction, contacts: $contacts, profile: $profile
      changes: $changes
    ) { number version status step nextActor }
  }
`);
const EDIT = graphql(`
  mutation EditDraft(
    $number: ID!, $version: Int!
    $title: String, $purpose: String, $direction: CaseDirection, $contacts: [ContactInput!], $profile: String
  ) {
    editDraft(
      number: $number, version: $version
      title: $title, purpose: $purpose, direction: $direction, contacts: $contacts, profile: $profile
    ) { number version status step nextActor }
  }
`);
const SUBMIT = graphql(`
  mutation SubmitCase($number: ID!, $version: Int!, $waiver: String) {
    submitCase(number: $number, version: $version, waiver: $waiver) { number version status step nextActor }
  }
`);
type Direction = NonNullable<VariablesOf<typeof DRAFT>['direction']>;

const WORDS = {
  title: { id: 'Permohonan integrasi data', en: 'Application for the integration of data' },
  changeTitle: { id: 'Permohonan perubahan', en: 'Application for a change' },
  changeOf: { id: 'Perubahan', en: 'Change of' },
  lead: {
    id: 'Diajukan kepada kepala dinas, yang menerbitkan disposisi.',
    en: 'It goes to the department head, who issues the disposition.',
  },
  about: { id: 'Judul permohonan', en: 'Title of the application' },
  aboutMore: {
    id: 'Misalnya: Integrasi data tenaga kesehatan',
    en: 'Such as: Integration of health workers',
  },
  purpose: { id: 'Tujuan', en: 'Purpose' },
  direction: { id: 'Arah', en: 'Direction' },
  SHARES: { id: 'Kami membagikan data', en: 'We share data' },
  USES: { id: 'Kami memakai data', en: 'We use data' },
  BOTH: { id: 'Keduanya', en: 'Both' },
  contact: { id: 'Narahubung', en: 'Contact' },
  name: { id: 'Nama narahubung', en: 'Name of the contact' },
  position: { id: 'Jabatan', en: 'Position' },
  reach: { id: 'Telepon atau surel', en: 'Telephone or e-mail' },
  more: { id: 'Tambah narahubung', en: 'Add a contact' },
  drop: { id: 'Hapus', en: 'Remove' },
  profile: { id: 'Dokumen data dan informasi aplikasi', en: 'Document on the data and the application' },
  profileMore: {
    id: 'Data apa, dari aplikasi apa, seberapa sering diperbarui, dan siapa pengelolanya.',
    en: 'Which data, from which application, how often it is renewed, and who runs it.',
  },
  without: {
    id: 'Dokumen ini belum dapat kami berikan',
    en: 'We cannot give this document yet',
  },
  waiver: { id: 'Mengapa belum dapat diberikan', en: 'Why it cannot be given' },
  waiverMore: {
    id: 'Kepala bidang memutuskan; ketiadaannya dicatat sebagai penyimpangan, dan waktu belum berjalan.',
    en: 'The division head decides; its lack is recorded as a deviation, and the clock waits.',
  },
  save: { id: 'Simpan draf', en: 'Save the draft' },
  submit: { id: 'Ajukan permohonan', en: 'Submit the application' },
  saved: { id: 'Draf tersimpan.', en: 'The draft is saved.' },
  submitted: { id: 'Permohonan diajukan.', en: 'The application is submitted.' },
  returned: { id: 'Dikembalikan oleh kepala dinas', en: 'Returned by the department head' },
} as const satisfies Record<string, Words>;

const NO_CONTACT = { name: '', position: '', reach: '' };

/** The application of step 1, drafted and submitted. */
export function Application({
  known,
  changed,
  onChanged,
}: {
  readonly known: OwnCase | null;
  /** The dataset that the case is to change. */
  readonly changed: Changed | null;
  readonly onChanged: (number: string, submitted: boolean) => void;
}) {
  const say = useWords();
  const dossier = known?.dossier;
  const [title, setTitle] = useState(
    dossier?.title ?? (changed ? `${say(WORDS.changeOf)} ${changed.title}` : ''),
  );
  const [purpose, setPurpose] = useState(dossier?.purpose ?? '');
  const [direction, setDirection] = useState<Direction>(dossier?.direction ?? 'SHARES');
  const [contacts, setContacts] = useState(
    dossier && dossier.contacts.length > 0
      ? dossier.contacts.map(({ name, position, reach }) => ({ name, position, reach }))
      : [NO_CONTACT],
  );
  const [profile, setProfile] = useState(
    dossier?.documents.findLast(({ kind }) => kind === 'APPLICATION_PROFILE')?.body ?? '',
  );
  /** Null where the document is given. */
  const [waiver, setWaiver] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [drafting, draft] = useMutation(DRAFT);
  const [editing, edit] = useMutation(EDIT);
  const [submitting, submit] = useMutation(SUBMIT);
  const busy = drafting.fetching || editing.fetching || submitting.fetching;

  async function save(): Promise<{ number: string; version: number } | null> {
    setRefusal(null);
    const content = {
      title,
      purpose,
      direction,
      contacts: contacts.filter(({ name, position, reach }) => `${name}${position}${reach}`.trim() !== ''),
      ...(profile.trim() !== '' && waiver === null ? { profile } : {}),
    };
    const { data, error } =
      known?.version != null
        ? await edit({ number: known.number, version: known.version, ...content })
        : await draft({ ...content, changes: changed?.name ?? null });
    if (error) setRefusal(refusalOf(error));
    const saved = data && ('draftCase' in data ? data.draftCase : data.editDraft);
    return saved?.version != null ? { number: saved.number, version: saved.version } : null;
  }

  async function keep(): Promise<void> {
    const saved = await save();
    if (!saved) return;
    notifications.show({ message: say(WORDS.saved), color: 'teal' });
    onChanged(saved.number, false);
  }

  async function send(): Promise<void> {
    const saved = await save();
    if (!saved) return;
    const { error } = await submit({ ...saved, waiver });
    if (error) setRefusal(refusalOf(error));
    else notifications.show({ message: say(WORDS.submitted), color: 'teal' });
    // Refused or not, the draft is there now.
    onChanged(saved.number, !error);
  }

  const returned = dossier?.events.findLast(({ action }) => action === 'RETURN');
  return (
    <Card component="form" onSubmit={(event) => event.preventDefault()}>
      <Stack>
        <PartHeading title={say(changed ? WORDS.changeTitle : WORDS.title)} lead={say(WORDS.lead)} />
        {returned?.reason && (
          <Alert color="blue" title={say(WORDS.returned)}>
            {returned.reason}
          </Alert>
        )}
        <TextInput
          label={say(WORDS.about)}
          description={say(WORDS.aboutMore)}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <Textarea
          label={say(WORDS.purpose)}
          autosize
          minRows={2}
          value={purpose}
          onChange={(event) => setPurpose(event.currentTarget.value)}
        />
        <Select
          label={say(WORDS.direction)}
          data={(['SHARES', 'USES', 'BOTH'] as const).map((value) => ({ value, label: say(WORDS[value]) }))}
          allowDeselect={false}
          value={direction}
          onChange={(value) => value && setDirection(value as Direction)}
        />
        {contacts.map((contact, at) => (
          <ContactFields
            // biome-ignore lint/suspicious/noArrayIndexKey: an unwritten contact has nothing else to be known by
            key={at}
            contact={contact}
            change={(facts) => setContacts(contacts.with(at, { ...contact, ...facts }))}
            {...(contacts.length > 1 ? { drop: () => setContacts(contacts.toSpliced(at, 1)) } : {})}
          />
        ))}
        <Group>
          <Button variant="subtle" size="xs" onClick={() => setContacts([...contacts, NO_CONTACT])}>
            {say(WORDS.more)}
          </Button>
        </Group>
        <Textarea
          label={say(WORDS.profile)}
          description={say(WORDS.profileMore)}
          autosize
          minRows={4}
          disabled={waiver !== null}
          value={profile}
          onChange={(event) => setProfile(event.currentTarget.value)}
        />
        <Checkbox
          label={say(WORDS.without)}
          checked={waiver !== null}
          onChange={(event) => setWaiver(event.currentTarget.checked ? '' : null)}
        />
        {waiver !== null && (
          <Textarea
            label={say(WORDS.waiver)}
            description={say(WORDS.waiverMore)}
            autosize
            minRows={2}
            value={waiver}
            onChange={(event) => setWaiver(event.currentTarget.value)}
          />
        )}
        {refusal && <Refused refusal={refusal} />}
        <Group>
          <Button type="submit" onClick={send} loading={busy}>
            {say(WORDS.submit)}
          </Button>
          <Button variant="default" onClick={keep} disabled={busy}>
            {say(WORDS.save)}
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}

type ContactDraft = typeof NO_CONTACT;

function ContactFields({
  contact,
  change,
  drop,
}: {
  readonly contact: ContactDraft;
  readonly change: (facts: Partial<ContactDraft>) => void;
  readonly drop?: () => void;
}) {
  const say = useWords();
  return (
    <Group align="flex-end">
      <SimpleGrid cols={{ base: 1, sm: 3 }} flex={1}>
        {(['name', 'position', 'reach'] as const).map((fact) => (
          <TextInput
            key={fact}
            label={say(WORDS[fact])}
            value={contact[fact]}
            onChange={(event) => change({ [fact]: event.currentTarget.value })}
          />
        ))}
      </SimpleGrid>
      {drop && (
        <Button variant="subtle" color="red" onClick={drop}>
          {say(WORDS.drop)}
        </Button>
      )}
    </Group>
  );
}
