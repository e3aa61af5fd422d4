import { SimpleGrid, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords, type Words } from '../language.js';

const UNSAID: Words = { id: 'belum dinyatakan', en: 'not stated' };

/** What is known of something, each fact under its name; one that is not stated says so. */
export function FactList({
  facts,
  cols = 3,
}: {
  readonly facts: readonly (readonly [name: Words, value: ReactNode])[];
  readonly cols?: 3 | 4;
}) {
  const say = useWords();
  return (
    <SimpleGrid component="dl" m={0} cols={{ base: 1, xs: 2, md: cols }} spacing="sm">
      {facts.map(([name, value]) => (
        <div key={name.en}>
          <Text component="dt" size="sm" c="dimmed">
            {say(name)}
          </Text>
          <Text component="dd" m={0} size="sm" c={value ? 'dark' : 'dimmed'}>
            {value || say(UNSAID)}
          </Text>
        </div>
      ))}
    </SimpleGrid>
  );
}
