import { Button, Card, Group, Stack } from '@mantine/core';
import { useQuery } from 'urql';
import { graphql } from '../../hub/graphql.js';
import { useWords, type Words } from '../../language.js';
import { Answered, PartHeading } from '../../shell/states.js';
import { SendFile } from './send-file.js';
import type { TableName } from './source.js';
import { SourceTables, TABLES } from './source-tables.js';

const STRUCTURE = graphql(
  `query StructureTables($upload: ID!) { structure(upload: $upload) { ...Tables } }`,
  [TABLES],
);

const WORDS = {
  title: { id: 'Dump atau struktur basis data', en: 'A dump or structure of a database' },
  lead: {
    id: 'Hub membaca tabel dan kolomnya. Isi barisnya tidak disimpan ke graf dari sini.',
    en: 'The hub reads its tables and columns. No row of it goes into the graph.',
  },
  file: { id: 'Berkas dump atau struktur', en: 'Dump or structure file' },
  kinds: {
    id: 'Berkas .sql dari mysqldump, phpMyAdmin, atau pg_dump; atau struktur tabel sebagai JSON.',
    en: 'An .sql file of mysqldump, phpMyAdmin or pg_dump; or the tables’ structure as JSON.',
  },
  whenNone: {
    id: 'Ekspor lagi dengan perintah CREATE TABLE (“struktur dan data”), lalu unggah berkasnya.',
    en: 'Export it again with its CREATE TABLE statements (“structure and data”) and upload that file.',
  },
  another: { id: 'Unggah yang lain', en: 'Upload another' },
} as const satisfies Record<string, Words>;

/** A dump is sent, and one of its tables chosen. */
export function StructureStep({
  upload,
  onUpload,
  onTable,
}: {
  readonly upload: string | null;
  readonly onUpload: (upload: string | null) => void;
  readonly onTable: (table: TableName) => void;
}) {
  const say = useWords();
  const [result, again] = useQuery({
    query: STRUCTURE,
    variables: { upload: upload ?? '' },
    // What is in an upload stays.
    requestPolicy: 'cache-first',
    pause: upload === null,
  });
  if (upload === null)
    return (
      <Card>
        <Stack>
          <PartHeading title={say(WORDS.title)} lead={say(WORDS.lead)} />
          <SendFile
            label={say(WORDS.file)}
            kinds={say(WORDS.kinds)}
            onSent={async (id) => {
              onUpload(id);
              return null;
            }}
          />
        </Stack>
      </Card>
    );
  return (
    <Stack>
      <Answered result={result} retry={again}>
        {({ structure }) =>
          structure && (
            <SourceTables structure={structure} whenNone={say(WORDS.whenNone)} onChosen={onTable} />
          )
        }
      </Answered>
      <Group>
        <Button variant="default" onClick={() => onUpload(null)}>
          {say(WORDS.another)}
        </Button>
      </Group>
    </Stack>
  );
}
