import { Button, FileInput, Group, Progress, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { upload } from '../../hub/files.js';
import type { Refusal } from '../../hub/refusal.js';
import { useFormats, useWords, type Words } from '../../language.js';
import { Refused } from '../../shell/states.js';

const WORDS = {
  choose: { id: 'Pilih berkas', en: 'Choose a file' },
  send: { id: 'Unggah dan pahami', en: 'Upload and understand' },
  first: { id: 'Pilih berkas dahulu.', en: 'Choose a file first.' },
  sending: { id: 'Mengunggah', en: 'Uploading' },
  reading: { id: 'Membaca setiap baris…', en: 'Reading every row…' },
} as const satisfies Record<string, Words>;

/** Sends a file to the hub and has something done with it; the file itself changes nothing. */
export function SendFile({
  label,
  kinds,
  onSent,
}: {
  readonly label: string;
  /** Which files are taken. */
  readonly kinds: string;
  /** Told the upload; why it cannot be used, if it cannot. */
  readonly onSent: (upload: string) => Promise<Refusal | null>;
}) {
  const say = useWords();
  const { number } = useFormats();
  const [file, setFile] = useState<File | null>(null);
  /** Null while nothing goes out. */
  const [share, setShare] = useState<number | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  async function send(): Promise<void> {
    if (!file) return;
    setRefusal(null);
    setShare(0);
    const sent = await upload(file, setShare);
    if (!sent.ok) {
      setShare(null);
      return setRefusal(sent.refusal);
    }
    setShare(1);
    setRefusal(await onSent(sent.value.id));
    setShare(null);
  }

  const percent = Math.round((share ?? 0) * 100);
  return (
    <Stack gap="sm">
      {refusal && <Refused refusal={refusal} />}
      <FileInput
        label={label}
        description={kinds}
        placeholder={say(WORDS.choose)}
        value={file}
        onChange={setFile}
        disabled={share !== null}
        clearable
      />
      {share !== null && (
        <div role="status">
          <Text size="sm">
            {share < 1 ? `${say(WORDS.sending)}: ${number(percent)} %` : say(WORDS.reading)}
          </Text>
          <Progress value={percent} animated={share === 1} aria-label={say(WORDS.sending)} />
        </div>
      )}
      <Group>
        <Button onClick={send} disabled={!file} loading={share !== null}>
          {say(WORDS.send)}
        </Button>
        {!file && (
          <Text size="sm" c="dimmed">
            {say(WORDS.first)}
          </Text>
        )}
      </Group>
    </Stack>
  );
}
