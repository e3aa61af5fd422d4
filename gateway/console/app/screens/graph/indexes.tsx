import { Anchor, Table } from '@mantine/core';
import { Link } from 'react-router';
import { useMutation, useQuery } from 'urql';
import { useAgencyName } from '../../agency-name.js';
import { graphql } from '../../hub/graphql.js';
import { useFormats, useWords, type Words } from '../../language.js';
import { paths } from '../../paths.js';
import { Ask } from '../../shell/dialog.js';
import { Sheet } from '../../shell/sheet.js';
import { Answered, Empty } from '../../shell/states.js';

const SUGGESTIONS = graphql(`
  query IndexSuggestions { indexSuggestions(first: 100) { agency dataset column uses meanMilliseconds since } }
`);
const INDEX = graphql(`
  mutation IndexColumn($dataset: ID!, $column: String!) { indexColumn(dataset: $dataset, column: $column) }
`);

const WORDS = {
  column: { id: 'Kolom', en: 'Column' },
  agency: { id: 'Instansi', en: 'Agency' },
  uses: { id: 'Kueri lambat', en: 'Slow queries' },
  mean: { id: 'Rata-rata', en: 'On average' },
  since: { id: 'Sejak', en: 'Since' },
  action: { id: 'Tindakan', en: 'Action' },
  index: { id: 'Buat indeks', en: 'Index it' },
  lead: {
    id: 'Indeks dibuat pada rilis yang dilayani dan setiap rilis berikutnya. Pada data besar ini dapat memakan waktu.',
    en: 'It is made on the live release and every later one. On large data it can take a while.',
  },
  done: { id: 'Indeks dibuat.', en: 'The index is made.' },
  none: { id: 'Tidak ada kolom yang memerlukan indeks.', en: 'No column needs an index.' },
  noneMore: {
    id: 'Usulan muncul bila kueri yang lambat memilih atau mengurutkan menurut kolom tanpa indeks.',
    en: 'Suggestions appear when slow queries choose or sort by a column without one.',
  },
} as const satisfies Record<string, Words>;

/** Columns by which slow queries go. */
export function IndexSuggestions() {
  const say = useWords();
  const { number, moment } = useFormats();
  const agencyName = useAgencyName();
  const [result, again] = useQuery({ query: SUGGESTIONS });
  const [, index] = useMutation(INDEX);
  return (
    <Answered result={result} retry={again}>
      {({ indexSuggestions }) =>
        indexSuggestions && indexSuggestions.length > 0 ? (
          <Sheet
            width={640}
            heads={[WORDS.column, WORDS.agency, WORDS.uses, WORDS.mean, WORDS.since, WORDS.action]}
          >
            {indexSuggestions.map(({ agency, dataset, column, uses, meanMilliseconds, since }) => (
              <Table.Tr key={`${dataset} ${column}`}>
                <Table.Td>
                  <Anchor component={Link} to={paths.dataset(dataset)}>
                    {dataset}
                  </Anchor>
                  .{column}
                </Table.Td>
                <Table.Td>{agencyName(agency)}</Table.Td>
                <Table.Td>{number(uses)}</Table.Td>
                <Table.Td>{number(meanMilliseconds)} ms</Table.Td>
                <Table.Td>{moment(since)}</Table.Td>
                <Table.Td>
                  <Ask
                    label={say(WORDS.index)}
                    about={`${dataset}.${column}`}
                    title={`${say(WORDS.index)}: ${dataset}.${column}`}
                    lead={say(WORDS.lead)}
                    done={say(WORDS.done)}
                    quiet
                    submit={() => index({ dataset, column })}
                    onDone={() => again({ requestPolicy: 'network-only' })}
                  />
                </Table.Td>
              </Table.Tr>
            ))}
          </Sheet>
        ) : (
          <Empty title={say(WORDS.none)}>{say(WORDS.noneMore)}</Empty>
        )
      }
    </Answered>
  );
}
