import { Anchor, Group, Select, Stack } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import { graphql } from '../../hub/graphql.js';
import { useWords, type Words } from '../../language.js';
import { paths } from '../../paths.js';
import { Answered, Empty, Heading } from '../../shell/states.js';
import { useSession } from '../../viewer.js';
import { Access } from './access.js';
import { asChoice, asColumn, type Choice, hasColumns, rank } from './choices.js';
import { GoodToKnow } from './good-to-know.js';
import { Snippet } from './snippet.js';
import { type Asked, apolloStarter, curlStarter, excelStarter, fetchStarter, queryOf } from './starters.js';

const PUBLIC = graphql(
  `query PublicStarters { datasets { name title columns { name reference { field } } } }`,
);
/** What a stranger's schema lacks. */
export const KNOWN = graphql(`
  query Starters {
    datasets { name title released columns { name status accessClass reference { field } } }
  }
`);

const WORDS = {
  title: { id: 'Mulai memakai', en: 'Getting started' },
  lead: {
    id: 'Pilih dataset, salin contoh, tempel di aplikasi Anda. Contoh langsung berjalan di hub ini.',
    en: 'Choose a dataset, copy a starter, paste it into your application. It works on this hub as it is.',
  },
  dataset: { id: 'Dataset', en: 'Dataset' },
  nothing: { id: 'Tidak ada yang cocok', en: 'Nothing matches' },
  about: { id: 'Tentang dataset ini', en: 'About this dataset' },
  explore: { id: 'Coba di penjelajah kueri', en: 'Try it in the query explorer' },
  none: {
    id: 'Belum ada dataset yang dapat Anda tanyakan.',
    en: 'There is no dataset yet that you can ask.',
  },
  noneMore: {
    id: 'Masuk dengan akun Anda untuk melihat dataset yang belum dirilis ke publik.',
    en: 'Sign in to see the datasets that are not released to the public.',
  },
} as const satisfies Record<string, Words>;

const STARTERS = [
  {
    title: 'fetch',
    make: fetchStarter,
    note: {
      id: 'Untuk peramban dan Node.js 18 ke atas. Halaman dari alamat lain harus didaftarkan oleh pengelola server (HUB_ORIGINS).',
      en: 'For browsers and Node.js 18 or newer. Pages of another address have to be allowed by the operator (HUB_ORIGINS).',
    },
  },
  {
    title: 'Apollo Client (React)',
    make: apolloStarter,
    note: {
      id: 'Satu berkas App.jsx. errorPolicy "all" membuat kolom lain tetap tampil bila satu kolom ditahan.',
      en: 'One file, App.jsx. The errorPolicy "all" keeps other columns shown where one is withheld.',
    },
  },
  {
    title: 'curl',
    make: curlStarter,
    note: {
      id: 'Untuk terminal Linux, macOS, atau Git Bash di Windows.',
      en: 'For a terminal of Linux, macOS, or Git Bash on Windows.',
    },
  },
  {
    title: 'Excel (Power Query)',
    make: excelStarter,
    note: {
      id: 'Data › Ambil Data › Kueri Kosong › Editor Lanjutan, lalu tempel. Bila ditanya cara masuk, pilih Anonim. Satu halaman memuat 1.000 baris.',
      en: 'Data › Get Data › Blank Query › Advanced Editor, then paste. Where it asks how to sign in, choose Anonymous. One page holds 1,000 rows.',
    },
  },
] as const satisfies readonly { title: string; make: (hub: string, asked: Asked) => string; note: Words }[];

/** Starters that work when they are pasted, for a dataset of the catalogue. */
export function Starter() {
  const { isSignedIn } = useSession();
  return isSignedIn ? <ForKnown /> : <ForPublic />;
}

function ForPublic() {
  const [result, again] = useQuery({ query: PUBLIC });
  return (
    <Screen>
      <Answered result={result} retry={again}>
        {({ datasets }) => (
          <Choosing
            choices={(datasets ?? []).map(({ name, title, columns }) => ({
              name,
              title,
              columns: columns.map(asColumn),
              needsKey: false,
              restricted: [],
              isDelivered: true,
            }))}
          />
        )}
      </Answered>
    </Screen>
  );
}

function ForKnown() {
  const [result, again] = useQuery({ query: KNOWN });
  return (
    <Screen>
      <Answered result={result} retry={again}>
        {({ datasets }) => <Choosing choices={(datasets ?? []).map(asChoice).filter(hasColumns)} />}
      </Answered>
    </Screen>
  );
}

function Screen({ children }: { readonly children: ReactNode }) {
  const say = useWords();
  return (
    <>
      <Heading title={say(WORDS.title)} lead={say(WORDS.lead)} />
      <Stack gap="lg">
        {children}
        <GoodToKnow />
      </Stack>
    </>
  );
}

function Choosing({ choices }: { readonly choices: readonly Choice[] }) {
  const say = useWords();
  const [name, setName] = useState<string | null>(null);
  const sorted = choices.toSorted((one, other) => rank(one) - rank(other));
  const chosen = sorted.find((one) => one.name === name) ?? sorted[0];
  if (!chosen) return <Empty title={say(WORDS.none)}>{say(WORDS.noneMore)}</Empty>;
  return (
    <>
      <Stack gap="sm">
        <Select
          maw={520}
          label={say(WORDS.dataset)}
          data={sorted.map((one) => ({ value: one.name, label: `${one.title} (${one.name})` }))}
          searchable
          allowDeselect={false}
          nothingFoundMessage={say(WORDS.nothing)}
          value={chosen.name}
          onChange={setName}
        />
        <Group gap="lg">
          <Anchor component={Link} to={paths.dataset(chosen.name)}>
            {say(WORDS.about)}
          </Anchor>
          <Anchor href={`/explorer/?query=${encodeURIComponent(queryOf(chosen))}`}>
            {say(WORDS.explore)}
          </Anchor>
        </Group>
      </Stack>
      <Access chosen={chosen} />
      {STARTERS.map(({ title, note, make }) => (
        <Snippet key={title} title={title} note={say(note)} code={make(location.origin, chosen)} />
      ))}
    </>
  );
}
