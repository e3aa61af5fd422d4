import { Badge, Button, Card, Group, ScrollArea, Stack, Text, Textarea } from '@mantine/core';
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Refusal } from '../../hub/refusal.js';
import { useFormats, useWords, type Words } from '../../language.js';
import { Empty, Loading, PartHeading, Refused } from '../../shell/states.js';
import { ROLES } from '../../terms.js';
import { type Message, useConversation } from './conversation.js';
import type { OpenCase } from './open-case.js';

const MOST = 2000;
const HEIGHT_PX = 520;

const WORDS = {
  title: { id: 'Percakapan', en: 'Conversation' },
  lead: {
    id: 'Tempat bertanya dan menjelaskan antara produsen, tim teknis, dan para kepala. Tidak ada yang diputuskan di sini, dan tidak ada batas waktu yang bergeser karenanya.',
    en: 'Where the producer, the technical team and the heads ask and explain. Nothing is decided here, and no deadline moves by it.',
  },
  none: { id: 'Belum ada pesan.', en: 'There are no messages yet.' },
  noneMore: {
    id: 'Tanyakan hal yang belum jelas sebelum bertindak. Keputusan, alasan, dan dokumen tetap dicatat lewat tindakan permohonan.',
    en: 'Ask what is unclear before you act. Verdicts, reasons and documents are still recorded by the actions of the case.',
  },
  you: { id: 'Anda', en: 'you' },
  fresh: { id: 'baru', en: 'new' },
  for: { id: 'a.n.', en: 'for' },
  write: { id: 'Tulis pesan', en: 'Write a message' },
  hint: {
    id: 'Dibaca semua pihak permohonan ini dan tidak dapat ditarik; jangan menulis data pribadi. Ctrl+Enter mengirim.',
    en: 'All parties to this case read it, and it cannot be taken back; write no personal data. Ctrl+Enter sends.',
  },
  draft: {
    id: 'Permohonan masih draf: pihak lain membacanya setelah diajukan.',
    en: 'The case is still a draft: the other side reads this once it is submitted.',
  },
  send: { id: 'Kirim', en: 'Send' },
  ended: {
    id: 'Permohonan ini telah berakhir; percakapannya tidak ditambah lagi.',
    en: 'This case has ended; its conversation is not added to.',
  },
} as const satisfies Record<string, Words>;

/** What the parties to a case say to one another. */
export function Messages({
  one,
  again,
  written,
  write,
}: {
  readonly one: OpenCase;
  readonly again: () => void;
  /** What is written and not sent yet outlives a look at another part of the page. */
  readonly written: string;
  readonly write: (text: string) => void;
}) {
  const say = useWords();
  const { messages, refusal, send } = useConversation(one.number, again);
  const underWay = one.status === 'DRAFT' || one.status === 'OPEN';
  return (
    <Stack>
      <PartHeading title={say(WORDS.title)} lead={say(WORDS.lead)} />
      {refusal && <Refused refusal={refusal} />}
      {messages && messages.length > 0 && <Said messages={messages} />}
      {messages?.length === 0 && <Empty title={say(WORDS.none)}>{underWay && say(WORDS.noneMore)}</Empty>}
      {!messages && !refusal && <Loading />}
      {underWay ? (
        <Write isDraft={one.status === 'DRAFT'} written={written} write={write} send={send} />
      ) : (
        <Text c="dimmed">{say(WORDS.ended)}</Text>
      )}
    </Stack>
  );
}

function Said({ messages }: { readonly messages: readonly Message[] }) {
  const say = useWords();
  const shown = useRef<HTMLDivElement>(null);
  const count = messages.length;
  useEffect(() => {
    if (count > 0) shown.current?.scrollTo({ top: shown.current.scrollHeight });
  }, [count]);
  return (
    <Card padding={0}>
      <ScrollArea.Autosize mah={HEIGHT_PX} viewportRef={shown}>
        <Stack p="lg" gap="lg" role="log" aria-label={say(WORDS.title)}>
          {messages.map((message) => (
            <One key={message.id} message={message} />
          ))}
        </Stack>
      </ScrollArea.Autosize>
    </Card>
  );
}

function One({
  message: { author, role, actingKind, onBehalfOf, at, text, own, unread },
}: {
  readonly message: Message;
}) {
  const say = useWords();
  const { moment } = useFormats();
  const who = [
    say(ROLES[role]),
    onBehalfOf && `${actingKind ?? ''} ${say(WORDS.for)} ${onBehalfOf}`,
    moment(at),
  ];
  return (
    <article>
      <Group gap="xs">
        <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
          {author}
        </Text>
        {own && (
          <Badge variant="light" color="gray">
            {say(WORDS.you)}
          </Badge>
        )}
        {unread && <Badge variant="light">{say(WORDS.fresh)}</Badge>}
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {who.filter(Boolean).join(' · ')}
        </Text>
      </Group>
      <Text style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{text}</Text>
    </article>
  );
}

function Write({
  isDraft,
  written,
  write,
  send,
}: {
  readonly isDraft: boolean;
  readonly written: string;
  readonly write: (text: string) => void;
  readonly send: (text: string) => Promise<Refusal | null>;
}) {
  const say = useWords();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const isReady = written.trim() !== '' && !busy;

  async function submit(event: FormEvent | KeyboardEvent): Promise<void> {
    event.preventDefault();
    if (!isReady) return;
    setBusy(true);
    const refused = await send(written);
    setBusy(false);
    setRefusal(refused);
    if (!refused) write('');
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="sm" align="flex-start">
        <Textarea
          w="100%"
          label={say(WORDS.write)}
          description={say(WORDS.hint)}
          autosize
          minRows={2}
          maxRows={10}
          maxLength={MOST}
          value={written}
          onChange={(event) => write(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit(event);
          }}
        />
        {isDraft && (
          <Text size="sm" c="dimmed">
            {say(WORDS.draft)}
          </Text>
        )}
        {refusal && <Refused refusal={refusal} />}
        <Button type="submit" loading={busy} disabled={!isReady}>
          {say(WORDS.send)}
        </Button>
      </Stack>
    </form>
  );
}
