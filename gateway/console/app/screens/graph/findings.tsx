import { Alert, Badge, Group, List, Stack, Text } from '@mantine/core';
import { graphql, type ResultOf } from '../../hub/graphql.js';
import { useFormats, useWords, type Words } from '../../language.js';
import { SEVERITIES } from './severities.js';

/** What is shown of a finding. */
export const FINDING = graphql(`
  fragment FindingShown on Finding {
    rule severity subgraph coordinate line
    words { id en }
    accepted { reason signer }
    affected { client operation owner count versions }
  }
`);

const WORDS = {
  affected: { id: 'Terdampak', en: 'Affected' },
  times: { id: 'kali', en: 'times' },
  line: { id: 'baris', en: 'line' },
  accepted: { id: 'Diterima oleh', en: 'Accepted by' },
} as const satisfies Record<string, Words>;

export type FindingShown = ResultOf<typeof FINDING>;

/** Findings of a check, each with the clients that it would meet. */
export function Findings({ findings }: { readonly findings: readonly FindingShown[] }) {
  return (
    <Stack gap="xs">
      {findings.map((finding) => (
        <Finding key={`${finding.rule} ${finding.coordinate} ${finding.line}`} finding={finding} />
      ))}
    </Stack>
  );
}

export function Finding({ finding }: { readonly finding: FindingShown }) {
  const say = useWords();
  const { number } = useFormats();
  const { rule, severity, coordinate, line, words, accepted, affected } = finding;
  const kind = SEVERITIES[severity];
  const color = kind?.color ?? 'gray';
  return (
    <Alert color={color} p="sm" variant="light">
      <Group gap="xs" mb={4}>
        <Badge variant="light" color={color}>
          {kind ? say(kind.words) : severity}
        </Badge>
        <Text size="sm" c="dimmed">
          {[rule, coordinate, line !== null && `${say(WORDS.line)} ${number(line)}`]
            .filter(Boolean)
            .join(' · ')}
        </Text>
      </Group>
      <Text size="sm">{say(words)}</Text>
      {affected.length > 0 && (
        <>
          <Text size="sm" fw={600} mt="xs">
            {say(WORDS.affected)}
          </Text>
          <List size="sm">
            {affected.map(({ client, operation, owner, count, versions }) => (
              <List.Item key={`${client} ${operation} ${owner}`}>
                {[client, ...versions].join(' ')}, {operation}
                {owner && ` (${owner})`}: {number(count)} {say(WORDS.times)}
              </List.Item>
            ))}
          </List>
        </>
      )}
      {accepted && (
        <Text size="sm" mt="xs">
          {say(WORDS.accepted)} {accepted.signer}: {accepted.reason}
        </Text>
      )}
    </Alert>
  );
}
