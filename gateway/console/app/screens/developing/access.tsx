import { Alert, Button, Stack, Text } from '@mantine/core';
import { Link } from 'react-router';
import { useWords, type Words } from '../../language.js';
import { paths } from '../../paths.js';
import type { Choice } from './choices.js';

const WORDS = {
  open: {
    id: 'Dataset ini terbuka bagi publik: contoh di bawah tidak memerlukan kunci.',
    en: 'This dataset is public: the starters below need no key.',
  },
  key: {
    id: 'Contoh di bawah memerlukan kunci. Ganti KUNCI_ANDA dengan rahasia kunci aplikasi Anda.',
    en: 'The starters below need a key. Put your application’s secret in the place of KUNCI_ANDA.',
  },
  makeKey: { id: 'Buat kunci', en: 'Make a key' },
  restricted: {
    id: 'Kolom terbatas tidak dimasukkan; mintalah izin akses, lalu tambahkan kolomnya ke kueri:',
    en: 'Restricted columns are left out; ask for access, then add them to the query:',
  },
  waiting: {
    id: 'Belum ada kolom yang diserahkan. Kueri ini sah, tetapi nilainya kosong sampai langkah 6 selesai.',
    en: 'No column has been delivered yet. The query is valid, but its values are empty until step 6 is done.',
  },
} as const satisfies Record<string, Words>;

/** Whether the starters need a key, and what they leave out. */
export function Access({ chosen }: { readonly chosen: Choice }) {
  const say = useWords();
  return (
    <Alert color={chosen.isDelivered ? 'teal' : 'gray'}>
      <Stack gap="xs" align="flex-start">
        {!chosen.isDelivered && <Text size="sm">{say(WORDS.waiting)}</Text>}
        <Text size="sm">{say(chosen.needsKey ? WORDS.key : WORDS.open)}</Text>
        {chosen.restricted.length > 0 && (
          <Text size="sm">
            {say(WORDS.restricted)} {chosen.restricted.join(', ')}.
          </Text>
        )}
        {chosen.needsKey && (
          <Button component={Link} to={paths.keys()} size="xs">
            {say(WORDS.makeKey)}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
