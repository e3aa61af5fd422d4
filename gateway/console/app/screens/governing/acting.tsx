import { Badge, Group, Stack, Table, Text } from '@mantine/core';
import { useMutation, useQuery } from 'urql';
import { graphql, type ResultOf } from '../../hub/graphql.js';
import { useFormats, useWords, type Words } from '../../language.js';
import { Ask } from '../../shell/dialog.js';
import { Sheet } from '../../shell/sheet.js';
import { Answered, Empty } from '../../shell/states.js';
import { ROLES } from '../../terms.js';
import { useSession } from '../../viewer.js';
import { Appoint } from './appoint.js';

const ACTING = graphql(`
  query ActingAppointments {
    actingAppointments(first: 200) {
      id kind role official replaced from to inForce reason appointedBy endedAt endedBy
    }
  }
`);
const END = graphql(`mutation EndActing($id: ID!) { endActing(id: $id) { id } }`);
type Appointment = NonNullable<ResultOf<typeof ACTING>['actingAppointments']>[number];

const WORDS = {
  lead: {
    id: 'Seorang kepala yang berhalangan digantikan Plt. atau Plh. untuk suatu masa. Yang menunjuk adalah yang digantikan atau atasannya.',
    en: 'A head who is away is replaced for a term. Who is replaced, or the superior, appoints.',
  },
  official: { id: 'Pelaksana', en: 'Acting official' },
  replaced: { id: 'Menggantikan', en: 'In the place of' },
  term: { id: 'Masa', en: 'Term' },
  state: { id: 'Keadaan', en: 'State' },
  action: { id: 'Tindakan', en: 'Action' },
  inForce: { id: 'berlaku', en: 'in force' },
  other: { id: 'tidak berlaku hari ini', en: 'not in force today' },
  ended: { id: 'diakhiri', en: 'ended' },
  by: { id: 'Ditunjuk oleh', en: 'Appointed by' },
  end: { id: 'Akhiri', en: 'End' },
  endLead: { id: 'Penunjukan ini berakhir seketika.', en: 'The appointment ends at once.' },
  endDone: { id: 'Penunjukan diakhiri.', en: 'The appointment is ended.' },
  over: { id: 'Sudah berakhir', en: 'Over' },
  forHeads: { id: 'Oleh kepala', en: 'By a head' },
  none: { id: 'Belum ada penunjukan.', en: 'Nobody is appointed.' },
  noneMore: {
    id: 'Kepala yang akan berhalangan menunjuk penggantinya di sini.',
    en: 'A head who will be away appoints a replacement here.',
  },
} as const satisfies Record<string, Words>;

/** Who acts in whose place, and until when. */
export function ActingAppointments() {
  const say = useWords();
  const [result, again] = useQuery({ query: ACTING });
  const refresh = () => again({ requestPolicy: 'network-only' });
  return (
    <Stack>
      <Group justify="space-between">
        <Text c="dimmed" maw={640}>
          {say(WORDS.lead)}
        </Text>
        <Appoint onDone={refresh} />
      </Group>
      <Answered result={result} retry={again}>
        {({ actingAppointments }) =>
          actingAppointments && actingAppointments.length > 0 ? (
            <Sheet
              width={640}
              heads={[WORDS.official, WORDS.replaced, WORDS.term, WORDS.state, WORDS.action]}
            >
              {actingAppointments.map((one) => (
                <Row key={one.id} appointment={one} refresh={refresh} />
              ))}
            </Sheet>
          ) : (
            <Empty title={say(WORDS.none)}>{say(WORDS.noneMore)}</Empty>
          )
        }
      </Answered>
    </Stack>
  );
}

function Row({ appointment, refresh }: { readonly appointment: Appointment; readonly refresh: () => void }) {
  const say = useWords();
  const { date } = useFormats();
  const { viewer, has } = useSession();
  const [, end] = useMutation(END);
  const { id, kind, role, official, replaced, from, to, inForce, reason, appointedBy, endedAt, endedBy } =
    appointment;
  const mayEnd = has('DIVISION_HEAD', 'DEPARTMENT_HEAD') || viewer.name === official;
  return (
    <Table.Tr>
      <Table.Td>
        {official}
        <Text size="sm" c="dimmed">
          {kind === 'PLT' ? 'Plt.' : 'Plh.'} {say(ROLES[role])}
        </Text>
      </Table.Td>
      <Table.Td>
        {replaced}
        <Text size="sm" c="dimmed">
          {reason}. {say(WORDS.by)} {appointedBy}.
        </Text>
      </Table.Td>
      <Table.Td>
        {date(from)} – {date(to)}
      </Table.Td>
      <Table.Td>
        <Badge color={inForce ? 'teal' : 'gray'} variant="light">
          {say(endedAt ? WORDS.ended : inForce ? WORDS.inForce : WORDS.other)}
        </Badge>
        {endedAt && (
          <Text size="sm" c="dimmed">
            {date(endedAt)}
            {endedBy && `, ${endedBy}`}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Ask
          label={say(WORDS.end)}
          about={`${official}, ${replaced}`}
          lead={say(WORDS.endLead)}
          done={say(WORDS.endDone)}
          danger
          quiet
          because={endedAt ? say(WORDS.over) : mayEnd ? null : say(WORDS.forHeads)}
          submit={() => end({ id })}
          onDone={refresh}
        />
      </Table.Td>
    </Table.Tr>
  );
}
