import { Alert, Button, Group, Stack } from '@mantine/core';
import type { ComponentType } from 'react';
import { Link, useParams } from 'react-router';
import { useLanguage, useWords, type Words } from '../../language.js';
import { paths } from '../../paths.js';
import { Broken } from '../../shell/broken.js';
import { Heading } from '../../shell/states.js';
import { AdminGuide } from './admin.js';
import { ConsumerGuide } from './consumer.js';
import { HeadGuide } from './head.js';
import { ProducerGuide } from './producer.js';
import { TeamGuide } from './team.js';

interface Told {
  readonly words: Words;
  readonly lead: Words;
  readonly Text: ComponentType;
}

/** By what stands in the address. */
const GUIDES: Readonly<Record<string, Told>> = {
  produsen: {
    words: { id: 'Produsen', en: 'Producer' },
    lead: {
      id: 'Dari berkas di meja Anda sampai dataset yang dipakai orang, tanpa pengembang.',
      en: 'From a file on your desk to a dataset that people use, without a developer.',
    },
    Text: ProducerGuide,
  },
  'tim-teknis': {
    words: { id: 'Tim teknis', en: 'Technical team' },
    lead: {
      id: 'Menyepakati kolom, menyiapkan API, menyerahkan hasil, dan menjaga graf.',
      en: 'Agree the columns, prepare the API, deliver the result, and keep the graph.',
    },
    Text: TeamGuide,
  },
  kepala: {
    words: { id: 'Kepala', en: 'Heads' },
    lead: {
      id: 'Disposisi, laporan, penyimpangan, dan keputusan yang hanya dapat diambil oleh Kepala Dinas dan Kepala Bidang.',
      en: 'Dispositions, reports, deviations, and the decisions that only the heads can take.',
    },
    Text: HeadGuide,
  },
  pengguna: {
    words: { id: 'Pengguna data', en: 'Consumer' },
    lead: {
      id: 'Menemukan dataset, menanyakannya, dan memakainya di dasbor atau aplikasi.',
      en: 'Find a dataset, ask it, and use it in a dashboard or an application.',
    },
    Text: ConsumerGuide,
  },
  pengelola: {
    words: { id: 'Pengelola', en: 'Administrator' },
    lead: {
      id: 'Akun, peran, alamat yang diizinkan, hari libur, dan catatan audit.',
      en: 'Accounts, roles, allowed addresses, holidays, and the audit.',
    },
    Text: AdminGuide,
  },
};

const WORDS = {
  title: { id: 'Panduan', en: 'Guide' },
  others: { id: 'Panduan menurut peran', en: 'Guides by role' },
  note: {
    id: '',
    en: 'The guides are written in Indonesian, the language of the office that uses them. Screens, refusals and the README are in English, too.',
  },
} as const satisfies Record<string, Words>;

/** The guide of one role, and the way to the others. */
export function Guide() {
  const say = useWords();
  const { language } = useLanguage();
  const { role = '' } = useParams();
  const told = Object.hasOwn(GUIDES, role) ? GUIDES[role] : undefined;
  if (!told) return <Broken />;
  return (
    <>
      <Heading title={`${say(WORDS.title)}: ${say(told.words)}`} lead={say(told.lead)} />
      <Stack gap="lg">
        <Group component="nav" gap="xs" aria-label={say(WORDS.others)} className="no-print">
          {Object.entries(GUIDES).map(([name, { words }]) => (
            <Button
              key={name}
              component={Link}
              to={paths.guide(name)}
              size="xs"
              variant={name === role ? 'filled' : 'default'}
              aria-current={name === role ? 'page' : undefined}
            >
              {say(words)}
            </Button>
          ))}
        </Group>
        {language === 'en' && <Alert>{say(WORDS.note)}</Alert>}
        <Stack gap="lg" lang="id">
          <told.Text />
        </Stack>
      </Stack>
    </>
  );
}
