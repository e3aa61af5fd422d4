import { Alert, Button, Card, Center, Group, Loader, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import type { CombinedError } from 'urql';
import { type Refusal, refusalOf } from '../hub/refusal.js';
import { useWords, type Words } from '../language.js';

const WORDS = {
  loading: { id: 'Memuat…', en: 'Loading…' },
  next: { id: 'Giliran berikutnya', en: 'Who acts next' },
  again: { id: 'Coba lagi', en: 'Try again' },
  code: { id: 'Kode', en: 'Code' },
} as const satisfies Record<string, Words>;

const ACTORS: Readonly<Record<string, Words>> = {
  CALLER: { id: 'Anda', en: 'you' },
  PRODUCER: { id: 'produsen data', en: 'the producer' },
  TECHNICAL_TEAM: { id: 'tim teknis', en: 'the technical team' },
  DIVISION_HEAD: { id: 'kepala bidang', en: 'the division head' },
  DEPARTMENT_HEAD: { id: 'kepala dinas', en: 'the department head' },
  ADMIN: { id: 'pengelola', en: 'the administrator' },
  OPERATOR: { id: 'pengelola server', en: 'the operator' },
};

/** Says who acts next; null where the hub names nobody whom the console knows. */
export function useNextActor(): (actor: string | null) => string | null {
  const say = useWords();
  return (actor) => {
    const words = actor ? ACTORS[actor] : undefined;
    return words ? `${say(WORDS.next)}: ${say(words)}` : null;
  };
}

/** The browser's tab, and a screen reader, say which screen this is. */
export function useScreenTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · SatuGraf`;
    return () => {
      document.title = 'SatuGraf';
    };
  }, [title]);
}

/** The head of a screen: its title, what it is for, and what can be done at once. */
export function Heading({
  title,
  lead,
  children,
}: {
  readonly title: string;
  readonly lead?: string;
  readonly children?: ReactNode;
}) {
  useScreenTitle(title);
  return (
    <Group justify="space-between" align="flex-end" mb="lg">
      <Stack gap={4}>
        <Title order={1} tabIndex={-1}>
          {title}
        </Title>
        {lead && <Text c="dimmed">{lead}</Text>}
      </Stack>
      {children && <Group className="no-print">{children}</Group>}
    </Group>
  );
}

/** The head of a part of a screen: its title, and what it is for. */
export function PartHeading({ title, lead }: { readonly title: string; readonly lead?: string | null }) {
  return (
    <div>
      <Title order={2}>{title}</Title>
      {lead && <Text c="dimmed">{lead}</Text>}
    </div>
  );
}

export function Loading() {
  const say = useWords();
  return (
    <Center py="xl" role="status" aria-label={say(WORDS.loading)}>
      <Loader />
    </Center>
  );
}

/** Why something was refused, and who acts next. */
export function Refused({ refusal, retry }: { readonly refusal: Refusal; readonly retry?: () => void }) {
  const say = useWords();
  const next = useNextActor()(refusal.nextActor);
  return (
    <Alert color="red" role="alert" title={say(refusal.words)} my="sm">
      <Text size="sm">
        {next && `${next}. `}
        {say(WORDS.code)}: {refusal.code}
      </Text>
      {retry && (
        <Button mt="sm" size="xs" variant="light" color="red" onClick={retry}>
          {say(WORDS.again)}
        </Button>
      )}
    </Alert>
  );
}

/** Nothing is here yet, and what to do next. */
export function Empty({
  title,
  children,
  action,
}: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <Card py="xl">
      <Stack align="center" gap="xs" ta="center">
        <Text fw={600}>{title}</Text>
        {children && (
          <Text c="dimmed" maw={480}>
            {children}
          </Text>
        )}
        {action}
      </Stack>
    </Card>
  );
}

/** What a query has come to: loading, refused, or what `children` make of its answer. */
export function Answered<Data>({
  result,
  retry,
  children,
}: {
  readonly result: {
    readonly data?: Data | undefined;
    readonly error?: CombinedError | undefined;
    readonly fetching: boolean;
  };
  readonly retry?: () => void;
  readonly children: (data: Data) => ReactNode;
}) {
  const { data, error, fetching } = result;
  return (
    <>
      {error && <Refused refusal={refusalOf(error)} {...(retry ? { retry } : {})} />}
      {data !== undefined && data !== null ? children(data) : fetching && <Loading />}
    </>
  );
}
