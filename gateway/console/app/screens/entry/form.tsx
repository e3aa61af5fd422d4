import { Card, Stack, Text, Title } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useScreenTitle } from '../../shell/states.js';

/** A form that is all of its screen. */
export function EntryForm({
  title,
  lead,
  submit,
  children,
}: {
  readonly title: string;
  readonly lead: string;
  readonly submit: () => void;
  readonly children: ReactNode;
}) {
  useScreenTitle(title);
  return (
    <Card maw={420} mx="auto" mt="xl" p="xl">
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack>
          <div>
            <Title order={1} tabIndex={-1}>
              {title}
            </Title>
            <Text c="dimmed">{lead}</Text>
          </div>
          {children}
        </Stack>
      </form>
    </Card>
  );
}
