import { Table } from '@mantine/core';
import { useWords, type Words } from './language.js';
import { Sheet } from './shell/sheet.js';
import { called } from './terms.js';

const COORDINATE: Words = { id: 'Bagian skema', en: 'Part of the schema' };

const STANDINGS = {
  INSIDER: { id: 'Produsen, tim teknis, kepala', en: 'Producer, team, heads' },
  GRANTED: { id: 'Dengan izin', en: 'With a grant' },
  SIGNED_IN: { id: 'Masuk, tanpa izin', en: 'Signed in, no grant' },
  ANONYMOUS: { id: 'Tanpa masuk', en: 'Anonymous' },
} as const satisfies Record<string, Words>;

const VERDICTS = {
  VALUES: { id: 'Nilai', en: 'Values' },
  ABSENT: { id: 'Tidak ada', en: 'Absent' },
  FIELD_NOT_AGREED: { id: 'Ditahan: belum disepakati', en: 'Withheld: not agreed on' },
  FIELD_NOT_DELIVERED: { id: 'Ditahan: belum diserahkan', en: 'Withheld: not delivered' },
  FIELD_RESTRICTED: { id: 'Ditahan: perlu izin', en: 'Withheld: needs a grant' },
  FIELD_WITHDRAWN: { id: 'Ditahan sementara', en: 'Withdrawn for now' },
} as const satisfies Record<string, Words>;

/** What each kind of caller sees of parts of the schema. */
export function SightTable({
  rows,
}: {
  /** Of each part its name, and what each standing sees of it: VALUES, ABSENT, or a code. */
  readonly rows: readonly { readonly name: string; readonly seen: Readonly<Record<string, string>> }[];
}) {
  const say = useWords();
  return (
    <Sheet heads={[COORDINATE, ...Object.values(STANDINGS)]} width={640}>
      {rows.map(({ name, seen }) => (
        <Table.Tr key={name}>
          <Table.Th scope="row">{name}</Table.Th>
          {Object.keys(STANDINGS).map((standing) => {
            const verdict = seen[standing] ?? 'ABSENT';
            return (
              <Table.Td key={standing} {...(verdict === 'VALUES' ? { fw: 600 } : { c: 'dimmed' })}>
                {say(called(VERDICTS, verdict))}
              </Table.Td>
            );
          })}
        </Table.Tr>
      ))}
    </Sheet>
  );
}
