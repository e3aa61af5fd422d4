import { Anchor, Select, Stack, Text, TextInput } from '@mantine/core';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import { graphql } from '../../hub/graphql.js';
import { useWords, type Words } from '../../language.js';
import { paths } from '../../paths.js';
import type { OpenCase } from './open-case.js';

const ACCOUNT_KEYS = graphql(`query AccountKeys { serviceKeys { id name agency active } }`);

const WORDS = {
  known: { id: 'Kunci yang Anda kenal', en: 'Keys that you know' },
  choose: { id: 'Pilih kunci', en: 'Choose a key' },
  other: {
    id: 'Kunci milik orang lain: mintalah ID-nya kepada pemiliknya (tampil di halaman Kunci).',
    en: 'Another person’s key: ask its owner for the id (shown on the page Keys).',
  },
  make: { id: 'Buka halaman Kunci', en: 'Open the page Keys' },
} as const satisfies Record<string, Words>;

/** The service key that serves as the account of step 5: one of the viewer's, or any by its id. */
export function AccountField({
  one,
  value,
  onChange,
  label,
  required,
}: {
  readonly one: OpenCase;
  readonly value: string;
  readonly onChange: (id: string) => void;
  readonly label: string;
  readonly required: boolean;
}) {
  const say = useWords();
  const [{ data }] = useQuery({ query: ACCOUNT_KEYS });
  const keys = (data?.serviceKeys ?? []).filter(({ active }) => active);
  const own = (agency: string | null) => (agency === one.dossier.agency ? 0 : 1);
  const sorted = [...keys].sort((a, b) => own(a.agency) - own(b.agency));
  return (
    <Stack gap="sm">
      {sorted.length > 0 && (
        <Select
          label={say(WORDS.known)}
          placeholder={say(WORDS.choose)}
          data={sorted.map(({ id, name, agency }) => ({
            value: id,
            label: [name, agency].filter(Boolean).join(' · '),
          }))}
          value={keys.some(({ id }) => id === value) ? value : null}
          onChange={(id) => onChange(id ?? '')}
        />
      )}
      <TextInput
        label={label}
        description={say(WORDS.other)}
        required={required}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <Text size="sm">
        <Anchor component={Link} to={paths.keys()}>
          {say(WORDS.make)}
        </Anchor>
      </Text>
    </Stack>
  );
}
