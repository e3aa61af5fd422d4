import { Alert, Button, CopyButton, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useWords, type Words } from '../../language.js';

const WORDS = {
  copy: { id: 'Salin', en: 'Copy' },
  copied: { id: 'Tersalin', en: 'Copied' },
  once: {
    id: 'Hanya ditampilkan sekali ini. Salin sebelum menutup.',
    en: 'It is shown this once. Copy it before you close.',
  },
  close: { id: 'Sudah saya simpan', en: 'I have kept it' },
} as const satisfies Record<string, Words>;

interface Props {
  readonly title: string;
  /** What the shown text is. */
  readonly label: string;
  readonly lead: string;
  readonly value: string;
  readonly close: () => void;
}

/** Something that is shown once: a link or a secret. It closes by its button alone, so that no stray click loses it. */
export function Once({ title, label, lead, value, close }: Props) {
  const say = useWords();
  return (
    <Modal
      opened
      onClose={close}
      title={title}
      centered
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      <Stack>
        <Text size="sm">{lead}</Text>
        <TextInput label={label} value={value} readOnly onFocus={(event) => event.currentTarget.select()} />
        <Alert color="orange">{say(WORDS.once)}</Alert>
        <Group justify="flex-end">
          <CopyButton value={value}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {say(copied ? WORDS.copied : WORDS.copy)}
              </Button>
            )}
          </CopyButton>
          <Button onClick={close}>{say(WORDS.close)}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
