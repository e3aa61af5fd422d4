import { Alert, Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { graphql } from '../../hub/graphql.js';
import { useFormats, useWords, type Words } from '../../language.js';
import { Answered } from '../../shell/states.js';

const VERIFIED = graphql(`
  query AuditVerified($month: String!) { auditVerified(month: $month) { intact entries brokenAt head } }
`);

const WORDS = {
  verify: { id: 'Periksa keutuhan bulan ini', en: 'Verify the month' },
  intact: { id: 'Utuh', en: 'Intact' },
  intactMore: {
    id: 'catatan, masing-masing seperti saat dicatat dan berurutan.',
    en: 'entries, each as it was recorded, each after the one before it.',
  },
  head: { id: 'Sidik catatan terakhir', en: 'Hash of the last entry' },
  broken: { id: 'Tidak utuh', en: 'Broken' },
  brokenMore: {
    id: 'Catatan pertama yang tidak cocok. Beri tahu pengelola server:',
    en: 'The first entry that does not fit. Tell the operator of the machine:',
  },
} as const satisfies Record<string, Words>;

/** Follows the month's chain; asked for by hand, since every entry is read for it. */
export function AuditChain({ month }: { readonly month: string }) {
  const say = useWords();
  const { number } = useFormats();
  const [asked, setAsked] = useState(false);
  const [result, again] = useQuery({
    query: VERIFIED,
    variables: { month },
    pause: !asked,
    requestPolicy: 'network-only',
  });
  if (!asked)
    return (
      <Group>
        <Button size="xs" variant="default" onClick={() => setAsked(true)}>
          {say(WORDS.verify)}
        </Button>
      </Group>
    );
  return (
    <Answered result={result} retry={again}>
      {({ auditVerified }) =>
        auditVerified &&
        (auditVerified.intact ? (
          <Alert color="teal" role="status" title={say(WORDS.intact)}>
            {number(auditVerified.entries)} {say(WORDS.intactMore)}
            {auditVerified.head && ` ${say(WORDS.head)}: ${auditVerified.head.slice(0, 16)}…`}
          </Alert>
        ) : (
          <Alert color="red" role="alert" title={say(WORDS.broken)}>
            {say(WORDS.brokenMore)} {auditVerified.brokenAt}
          </Alert>
        ))
      }
    </Answered>
  );
}
