import { Tabs } from '@mantine/core';
import { useWords, type Words } from '../../language.js';
import { Heading } from '../../shell/states.js';
import { useSession } from '../../viewer.js';
import { AccountList } from './account-list.js';
import { ActingAppointments } from './acting.js';
import { Agencies } from './agencies.js';

const WORDS = {
  title: { id: 'Akun dan peran', en: 'Accounts and roles' },
  lead: {
    id: 'Pengelola membuat akun dan memberikan peran; kepala mengukuhkan peran prosedur.',
    en: 'The administrator makes accounts and grants roles; a head confirms roles of the procedure.',
  },
  all: { id: 'Semua akun', en: 'All accounts' },
  waiting: { id: 'Menunggu pengukuhan', en: 'Waiting for a head' },
  acting: { id: 'Plt. dan Plh.', en: 'Acting officials' },
  agencies: { id: 'Instansi', en: 'Agencies' },
} as const satisfies Record<string, Words>;

/** Who may do what here, and since when; a head begins with what waits on heads. */
export function Accounts() {
  const say = useWords();
  const { has } = useSession();
  return (
    <>
      <Heading title={say(WORDS.title)} lead={say(WORDS.lead)} />
      <Tabs defaultValue={has('ADMIN') ? 'all' : 'waiting'} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="all">{say(WORDS.all)}</Tabs.Tab>
          <Tabs.Tab value="waiting">{say(WORDS.waiting)}</Tabs.Tab>
          <Tabs.Tab value="acting">{say(WORDS.acting)}</Tabs.Tab>
          <Tabs.Tab value="agencies">{say(WORDS.agencies)}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="all">
          <AccountList waiting={false} />
        </Tabs.Panel>
        <Tabs.Panel value="waiting">
          <AccountList waiting />
        </Tabs.Panel>
        <Tabs.Panel value="acting">
          <ActingAppointments />
        </Tabs.Panel>
        <Tabs.Panel value="agencies">
          <Agencies />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
