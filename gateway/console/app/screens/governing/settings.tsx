import { Tabs } from '@mantine/core';
import { useWords, type Words } from '../../language.js';
import { Heading } from '../../shell/states.js';
import { Addresses } from './addresses.js';
import { Holidays } from './holidays.js';
import { Webhooks } from './webhooks.js';

const WORDS = {
  title: { id: 'Pengaturan', en: 'Settings' },
  lead: {
    id: 'Hari libur, alamat luar yang boleh dihubungi hub, dan webhook.',
    en: 'Holidays, addresses outside that the hub may use, and webhooks.',
  },
  holidays: { id: 'Hari libur', en: 'Holidays' },
  addresses: { id: 'Alamat yang diizinkan', en: 'Allowed addresses' },
  webhooks: { id: 'Webhook', en: 'Webhooks' },
} as const satisfies Record<string, Words>;

/** What the administrator sets for the whole hub. */
export function Settings() {
  const say = useWords();
  return (
    <>
      <Heading title={say(WORDS.title)} lead={say(WORDS.lead)} />
      <Tabs defaultValue="holidays" keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="holidays">{say(WORDS.holidays)}</Tabs.Tab>
          <Tabs.Tab value="addresses">{say(WORDS.addresses)}</Tabs.Tab>
          <Tabs.Tab value="webhooks">{say(WORDS.webhooks)}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="holidays">
          <Holidays />
        </Tabs.Panel>
        <Tabs.Panel value="addresses">
          <Addresses />
        </Tabs.Panel>
        <Tabs.Panel value="webhooks">
          <Webhooks />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
