import {
  Button,
  Card,
  Checkbox,
  Group,
  MultiSelect,
  Select,
  Stack,
  Switch,
  TextInput,
  Title,
} from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { dayInJakarta } from '../../days.js';
import { graphql } from '../../hub/graphql.js';
import { refusalOf } from '../../hub/refusal.js';
import { useWords, type Words } from '../../language.js';
import { Refused } from '../../shell/states.js';
import { useSession } from '../../viewer.js';
import { scopesOf } from './scopes.js';
import type { Issued } from './secret.js';

const PLACES = graphql(`query KeyPlaces { agencies { slug name } datasets { name title } }`);
const CREATE = graphql(`
  mutation CreateServiceKey($name: String!, $scopes: [String!]!, $expiresOn: String!, $agency: ID, $trustedOnly: Boolean) {
    createServiceKey(name: $name, scopes: $scopes, expiresOn: $expiresOn, agency: $agency, trustedOnly: $trustedOnly) {
      key
      serviceKey { name }
    }
  }
`);

const WORDS = {
  title: { id: 'Kunci baru', en: 'A new key' },
  name: { id: 'Nama aplikasi', en: 'Name of the application' },
  nameHint: {
    id: 'Dilihat produsen saat mereka memeriksa siapa yang membaca datanya.',
    en: 'Producers see it when they look who reads their data.',
  },
  may: { id: 'Boleh', en: 'It may' },
  read: { id: 'Membaca lewat graf', en: 'Read through the graph' },
  export: { id: 'Mengunduh berkas CSV, XLSX, NDJSON', en: 'Export CSV, XLSX, NDJSON files' },
  publish: { id: 'Menerbitkan subgraf instansi', en: 'Publish subgraphs of its agency' },
  publishWhy: {
    id: 'Hanya produsen (untuk instansinya) dan tim teknis yang dapat memberikannya.',
    en: 'Given by a producer (for its own agency) and the technical team alone.',
  },
  within: { id: 'Persempit menjadi', en: 'Narrow it to' },
  withinHint: {
    id: 'Kosongkan untuk semua dataset yang boleh Anda baca.',
    en: 'Leave empty for every dataset that you may read.',
  },
  withinNone: { id: 'Tidak ada yang cocok', en: 'Nothing matches' },
  clear: { id: 'Kosongkan', en: 'Clear' },
  agencies: { id: 'Instansi', en: 'Agencies' },
  datasets: { id: 'Dataset', en: 'Datasets' },
  agency: { id: 'Atas nama instansi', en: 'In the name of the agency' },
  agencyHint: { id: 'Kosongkan untuk instansi Anda sendiri.', en: 'Leave empty for your own.' },
  expires: { id: 'Hari terakhir berlaku', en: 'Last day' },
  expiresHint: { id: 'Paling lama satu tahun.', en: 'A year at most.' },
  trusted: { id: 'Hanya operasi tepercaya', en: 'Trusted operations alone' },
  trustedHint: {
    id: 'Kunci tidak dapat mengirim apa pun selain kueri yang Anda daftarkan untuknya. Baik untuk aplikasi di peramban.',
    en: 'The key can send nothing but the queries that you register for it. Good for applications in a browser.',
  },
  make: { id: 'Buat kunci ini', en: 'Make this key' },
  choose: { id: 'Pilih sedikitnya satu kewenangan.', en: 'Choose one thing that it may, at least.' },
  made: { id: 'Kunci dibuat', en: 'The key was made' },
} as const satisfies Record<string, Words>;

export function NewKey({ made }: { readonly made: (issued: Issued) => void }) {
  const say = useWords();
  const { has } = useSession();
  const isTeam = has('TECHNICAL_TEAM');
  const mayPublish = isTeam || has('PRODUCER');
  const [{ data: places }] = useQuery({ query: PLACES });
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<string[]>(['read']);
  const [within, setWithin] = useState<string[]>([]);
  const [agency, setAgency] = useState<string | null>(null);
  const [expiresOn, setExpiresOn] = useState(() => dayInJakarta(180));
  const [trustedOnly, setTrustedOnly] = useState(false);
  const [result, create] = useMutation(CREATE);
  const agencies = places?.agencies?.map((one) => ({ value: one.slug, label: one.name })) ?? [];
  const datasets = places?.datasets?.map((one) => ({ value: one.name, label: one.title })) ?? [];

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    const { data } = await create({
      name,
      scopes: scopesOf({ scopes, within }),
      expiresOn,
      agency,
      trustedOnly,
    });
    if (!data?.createServiceKey) return;
    notifications.show({ message: say(WORDS.made) });
    made({ name: data.createServiceKey.serviceKey.name, key: data.createServiceKey.key });
  }

  return (
    <Card>
      <form onSubmit={submit}>
        <Stack maw={640}>
          <Title order={2}>{say(WORDS.title)}</Title>
          {result.error && <Refused refusal={refusalOf(result.error)} />}
          <TextInput
            label={say(WORDS.name)}
            description={say(WORDS.nameHint)}
            required
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Checkbox.Group
            label={say(WORDS.may)}
            value={scopes}
            onChange={setScopes}
            error={scopes.length === 0 && say(WORDS.choose)}
          >
            <Stack gap="xs" mt="xs">
              <Checkbox value="read" label={say(WORDS.read)} />
              <Checkbox value="export" label={say(WORDS.export)} />
              <Checkbox
                value="publish"
                label={say(WORDS.publish)}
                description={say(WORDS.publishWhy)}
                disabled={!mayPublish}
              />
            </Stack>
          </Checkbox.Group>
          <MultiSelect
            label={say(WORDS.within)}
            description={say(WORDS.withinHint)}
            data={[
              { group: say(WORDS.agencies), items: agencies },
              { group: say(WORDS.datasets), items: datasets },
            ]}
            searchable
            maxValues={25}
            nothingFoundMessage={say(WORDS.withinNone)}
            value={within}
            onChange={setWithin}
          />
          {isTeam && (
            <Select
              label={say(WORDS.agency)}
              description={say(WORDS.agencyHint)}
              data={agencies}
              searchable
              clearable
              clearButtonProps={{ 'aria-label': say(WORDS.clear) }}
              nothingFoundMessage={say(WORDS.withinNone)}
              value={agency}
              onChange={setAgency}
            />
          )}
          <TextInput
            type="date"
            label={say(WORDS.expires)}
            description={say(WORDS.expiresHint)}
            required
            min={dayInJakarta()}
            max={dayInJakarta(364)}
            value={expiresOn}
            onChange={(event) => setExpiresOn(event.currentTarget.value)}
          />
          <Switch
            label={say(WORDS.trusted)}
            description={say(WORDS.trustedHint)}
            checked={trustedOnly}
            onChange={(event) => setTrustedOnly(event.currentTarget.checked)}
          />
          <Group>
            <Button type="submit" loading={result.fetching} disabled={scopes.length === 0}>
              {say(WORDS.make)}
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}
