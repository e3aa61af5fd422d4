import { Alert, Box, Button, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { download } from '../../hub/files.js';
import { graphql, type ResultOf } from '../../hub/graphql.js';
import type { Refusal } from '../../hub/refusal.js';
import { useFormats, useWords, type Words } from '../../language.js';
import { Sheet } from '../../shell/sheet.js';
import { Refused } from '../../shell/states.js';

export const REPORT = graphql(`
  fragment Report on LoadReport {
    id at mode outcome rowsRead rowsLoaded rowsRejected rejectsPath
    problems { row column id en }
    notes { column id en }
  }
`);
export type Report = ResultOf<typeof REPORT>;

const WORDS = {
  LOADED: { id: 'Dimuat', en: 'Loaded' },
  REFUSED: { id: 'Tidak dimuat', en: 'Not loaded' },
  read: { id: 'dibaca', en: 'read' },
  loaded: { id: 'dimuat', en: 'loaded' },
  rejected: { id: 'ditolak', en: 'rejected' },
  rows: { id: 'Baris', en: 'Rows' },
  row: { id: 'Baris', en: 'Row' },
  column: { id: 'Kolom', en: 'Column' },
  problem: { id: 'Masalah', en: 'Problem' },
  rejects: { id: 'Unduh baris yang ditolak (CSV)', en: 'Download the rejected rows (CSV)' },
} as const satisfies Record<string, Words>;

/** What became of a load: how many rows, what was rejected and why, and what was noticed. */
export function LoadReport({ report }: { readonly report: Report }) {
  const say = useWords();
  const { number, moment } = useFormats();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const { outcome, rowsRead, rowsLoaded, rowsRejected, problems, notes, rejectsPath } = report;
  const counts = [
    [WORDS.read, rowsRead],
    [WORDS.loaded, rowsLoaded],
    [WORDS.rejected, rowsRejected],
  ] as const;
  return (
    <Alert
      color={outcome === 'LOADED' ? 'teal' : 'red'}
      role="status"
      title={`${say(WORDS[outcome])}, ${moment(report.at)}`}
    >
      <Stack gap="sm" align="flex-start">
        <Text>
          {say(WORDS.rows)}: {counts.map(([words, count]) => `${number(count)} ${say(words)}`).join(', ')}
        </Text>
        {notes.map((note) => (
          <Text key={`${note.column} ${note.id}`} size="sm">
            {note.column ? `${note.column}: ` : ''}
            {say(note)}
          </Text>
        ))}
        {problems.length > 0 && (
          <Box w="100%">
            <Sheet width={420} mah={320} heads={[WORDS.row, WORDS.column, WORDS.problem]}>
              {problems.map((problem) => (
                <Table.Tr key={`${problem.row} ${problem.column} ${problem.id}`}>
                  <Table.Td>{problem.row === null ? '–' : number(problem.row)}</Table.Td>
                  <Table.Td>{problem.column ?? '–'}</Table.Td>
                  <Table.Td>{say(problem)}</Table.Td>
                </Table.Tr>
              ))}
            </Sheet>
          </Box>
        )}
        {rejectsPath && (
          <Button
            size="xs"
            variant="default"
            onClick={async () => {
              const got = await download(rejectsPath);
              setRefusal(got.ok ? null : got.refusal);
            }}
          >
            {say(WORDS.rejects)}
          </Button>
        )}
        {refusal && <Refused refusal={refusal} />}
      </Stack>
    </Alert>
  );
}
