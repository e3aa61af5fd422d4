import { Anchor, Card, List, Stack, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';

/** A part of a guide, under its own heading. */
export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Card component="section" aria-label={title}>
      <Stack gap="sm" maw={760}>
        <Title order={2}>{title}</Title>
        {children}
      </Stack>
    </Card>
  );
}

/** What one does, in this order. */
export const Steps = ({ children }: { readonly children: ReactNode }) => (
  <List type="ordered" spacing="sm" pr="md">
    {children}
  </List>
);

export const Points = ({ children }: { readonly children: ReactNode }) => (
  <List spacing="xs" pr="md">
    {children}
  </List>
);

export const Item = List.Item;

/** A way to the screen that is spoken of. */
export const To = ({ to, children }: { readonly to: string; readonly children: ReactNode }) => (
  <Anchor component={Link} to={to} underline="always">
    {children}
  </Anchor>
);
