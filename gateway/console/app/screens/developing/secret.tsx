import { Alert, Button, Code, CopyButton, Group, Stack, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useWords, type Words } from '../../language.js';

export interface Issued {
  readonly name: string;
  readonly key: string;
}

const WORDS = {
  title: { id: 'Kunci siap:', en: 'The key is ready:' },
  once: {
    id: 'Rahasia ini hanya ditampilkan sekarang. Salin dan simpan di pengaturan aplikasi, bukan di kode yang dibagikan. Bila hilang, ganti rahasianya.',
    en: 'This secret is shown now and never again. Copy it into the application’s settings, not into code that is shared. If it is lost, replace it.',
  },
  header: { id: 'Kirimkan sebagai header:', en: 'Send it as a header:' },
  copy: { id: 'Salin rahasia', en: 'Copy the secret' },
  copied: { id: 'Tersalin', en: 'Copied' },
  done: { id: 'Sudah saya simpan', en: 'I have kept it' },
} as const satisfies Record<string, Words>;

/** To be seen whole on a narrow screen. */
const WHOLE = { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' } as const;

/** A secret that has just been given, the only time that it is shown. */
export function Secret({ issued, done }: { readonly issued: Issued; readonly done: () => void }) {
  const say = useWords();
  const box = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new secret is what is read next
  useEffect(() => box.current?.focus(), [issued.key]);
  return (
    <Alert color="teal" title={`${say(WORDS.title)} ${issued.name}`} ref={box} tabIndex={-1}>
      <Stack gap="sm">
        <Text size="sm">{say(WORDS.once)}</Text>
        <Code block style={WHOLE}>
          {issued.key}
        </Code>
        <Text size="sm">
          {say(WORDS.header)} <Code style={WHOLE}>{'Authorization: Bearer <kunci>'}</Code>
        </Text>
        <Group gap="xs">
          <CopyButton value={issued.key}>
            {({ copied, copy }) => (
              <Button size="xs" onClick={copy}>
                {say(copied ? WORDS.copied : WORDS.copy)}
              </Button>
            )}
          </CopyButton>
          <Button size="xs" variant="default" onClick={done}>
            {say(WORDS.done)}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
