import './sdl-diff.css';
import { Table, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Fragment, useMemo } from 'react';
import { useFormats, useWords, type Words } from '../../language.js';
import { Finding, type FindingShown } from './findings.js';
import { diffLines, folded, type Line, type Row } from './line-diff.js';

const WORDS = {
  before: { id: 'Sekarang', en: 'Now' },
  after: { id: 'Diusulkan', en: 'Proposed' },
  line: { id: 'Baris', en: 'Line' },
  removed: { id: 'dihapus', en: 'removed' },
  added: { id: 'ditambah', en: 'added' },
  skipped: { id: 'baris tidak berubah', en: 'unchanged lines' },
  same: { id: 'Teksnya tidak berubah.', en: 'Its text does not change.' },
} as const satisfies Record<string, Words>;

interface Props {
  readonly before: string;
  readonly after: string;
  readonly findings: readonly FindingShown[];
}

/** Two texts beside each other, on a narrow screen below each other, with findings at the lines they are about. */
export function SdlDiff({ before, after, findings }: Props) {
  const say = useWords();
  const { number } = useFormats();
  const isNarrow = useMediaQuery('(max-width: 62em)') ?? false;
  const parts = useMemo(
    () => folded(diffLines(before, after), new Set(findings.map(({ line }) => line ?? 0))),
    [before, after, findings],
  );
  const width = isNarrow ? 2 : 4;
  return (
    <Table verticalSpacing={2} highlightOnHover={false} withRowBorders={false} layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th w={56}>{say(WORDS.line)}</Table.Th>
          <Table.Th>{isNarrow ? `${say(WORDS.before)} / ${say(WORDS.after)}` : say(WORDS.before)}</Table.Th>
          {!isNarrow && (
            <>
              <Table.Th w={56}>{say(WORDS.line)}</Table.Th>
              <Table.Th>{say(WORDS.after)}</Table.Th>
            </>
          )}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {parts.every((part) => 'skipped' in part) && (
          <Table.Tr>
            <Table.Td colSpan={width}>{say(WORDS.same)}</Table.Td>
          </Table.Tr>
        )}
        {parts.map((part, index) =>
          'skipped' in part ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no other name
            <Table.Tr key={index} bg="gray.0">
              <Table.Td colSpan={width}>
                <Text size="xs" c="dimmed" ta="center">
                  {number(part.skipped)} {say(WORDS.skipped)}
                </Text>
              </Table.Td>
            </Table.Tr>
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no other name
            <Fragment key={index}>
              {isNarrow ? <Below row={part} /> : <Beside row={part} />}
              {findings
                .filter(({ line }) => line !== null && line === part.after?.no)
                .map((finding) => (
                  <Table.Tr key={`${finding.rule} ${finding.coordinate}`}>
                    <Table.Td colSpan={width}>
                      <Finding finding={finding} />
                    </Table.Td>
                  </Table.Tr>
                ))}
            </Fragment>
          ),
        )}
      </Table.Tbody>
    </Table>
  );
}

function Beside({ row: { same, before, after } }: { readonly row: Row }) {
  return (
    <Table.Tr>
      <Side line={before} change={same ? null : 'removed'} />
      <Side line={after} change={same ? null : 'added'} />
    </Table.Tr>
  );
}

function Below({ row: { same, before, after } }: { readonly row: Row }) {
  if (same)
    return (
      <Table.Tr>
        <Side line={after} change={null} />
      </Table.Tr>
    );
  return (
    <>
      {before && (
        <Table.Tr>
          <Side line={before} change="removed" />
        </Table.Tr>
      )}
      {after && (
        <Table.Tr>
          <Side line={after} change="added" />
        </Table.Tr>
      )}
    </>
  );
}

const SIGNS = { removed: '−', added: '+' } as const;
const TINTS = { removed: 'red.0', added: 'green.0' } as const;

function Side({ line, change }: { readonly line: Line | null; readonly change: keyof typeof SIGNS | null }) {
  const say = useWords();
  const tint = line && change ? { bg: TINTS[change] } : {};
  return (
    <>
      <Table.Td ta="right" {...tint}>
        <Text size="xs" c="dimmed">
          {line?.no}
        </Text>
      </Table.Td>
      <Table.Td {...tint}>
        {line && (
          <Text size="xs" ff="monospace" className="sdl-line">
            {change && <span title={say(WORDS[change])}>{SIGNS[change]} </span>}
            {line.text}
          </Text>
        )}
      </Table.Td>
    </>
  );
}
