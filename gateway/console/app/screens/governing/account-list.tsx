import { Accordion, Badge, Button, Card, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { useAgencyName } from '../../agency-name.js';
import { graphql, type ResultOf } from '../../hub/graphql.js';
import { useWords, type Words } from '../../language.js';
import { Answered, Empty } from '../../shell/states.js';
import { ROLES } from '../../terms.js';
import { AccountPanel } from './account-panel.js';
import { NewAccount } from './new-account.js';
import { type PasswordLink, PasswordLinkOnce } from './password-link.js';
import { ROLE_STATES } from './role-states.js';

const ACCOUNTS = graphql(`
  query Accounts($waiting: Boolean, $first: Int) {
    accounts(waiting: $waiting, first: $first) {
      username name agency position nip email passwordSet createdAt createdBy
      disabledAt disabledBy disabledReason
      roles { role state from to grantedBy grantedAt confirmedBy confirmedAt endedBy endedAt reason }
    }
  }
`);
export type AccountShown = NonNullable<ResultOf<typeof ACCOUNTS>['accounts']>[number];

const PAGE = 100;
/** As many as the hub gives at once. */
const MOST = 1000;

const WORDS = {
  search: { id: 'Cari akun', en: 'Search accounts' },
  by: { id: 'Nama, nama pengguna, atau instansi', en: 'Name, user name or agency' },
  none: { id: 'Tidak ada akun yang cocok.', en: 'No account matches.' },
  noneMore: {
    id: 'Hapus pencarian, atau buat akun baru.',
    en: 'Clear the search, or make a new account.',
  },
  nobody: { id: 'Tidak ada peran yang menunggu.', en: 'No role waits.' },
  nobodyMore: {
    id: 'Peran muncul di sini setelah pengelola memberikannya, dan berlaku setelah seorang kepala mengukuhkannya.',
    en: 'A role appears here once the administrator has granted it, and counts once a head has confirmed it.',
  },
  disabled: { id: 'dinonaktifkan', en: 'disabled' },
  noPassword: { id: 'belum ada kata sandi', en: 'no password yet' },
  noRole: { id: 'tanpa peran', en: 'no role' },
  more: { id: 'Tampilkan lebih banyak', en: 'Show more' },
} as const satisfies Record<string, Words>;

/** Accounts with their roles; each opens to what can be done about it. */
export function AccountList({ waiting }: { readonly waiting: boolean }) {
  const say = useWords();
  const [first, setFirst] = useState(PAGE);
  const [search, setSearch] = useState('');
  const [link, setLink] = useState<PasswordLink | null>(null);
  const [result, again] = useQuery({ query: ACCOUNTS, variables: { waiting, first } });
  const refresh = () => again({ requestPolicy: 'network-only' });
  const agencyName = useAgencyName();
  const wanted = search.trim().toLowerCase();
  const matches = ({ username, name, agency }: AccountShown): boolean =>
    [username, name, agency ?? '', agencyName(agency ?? '')].some((text) =>
      text.toLowerCase().includes(wanted),
    );
  return (
    <Stack>
      {!waiting && (
        <Group justify="space-between" align="flex-end">
          <TextInput
            label={say(WORDS.search)}
            placeholder={say(WORDS.by)}
            w={320}
            maw="100%"
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          <NewAccount
            onMade={(made) => {
              setLink(made);
              refresh();
            }}
          />
        </Group>
      )}
      <Answered result={result} retry={again}>
        {({ accounts }) => {
          const found = (accounts ?? []).filter(matches);
          if (found.length === 0)
            return (
              <Empty title={say(waiting ? WORDS.nobody : WORDS.none)}>
                {say(waiting ? WORDS.nobodyMore : WORDS.noneMore)}
              </Empty>
            );
          return (
            <>
              <Card p={0}>
                <Accordion order={2}>
                  {found.map((account) => (
                    <Accordion.Item key={account.username} value={account.username}>
                      <Accordion.Control>
                        <Summary account={account} />
                      </Accordion.Control>
                      <Accordion.Panel>
                        <AccountPanel account={account} refresh={refresh} onLink={setLink} />
                      </Accordion.Panel>
                    </Accordion.Item>
                  ))}
                </Accordion>
              </Card>
              {accounts?.length === first && first < MOST && (
                <Group>
                  <Button variant="default" onClick={() => setFirst(Math.min(MOST, first + PAGE * 3))}>
                    {say(WORDS.more)}
                  </Button>
                </Group>
              )}
            </>
          );
        }}
      </Answered>
      {link && <PasswordLinkOnce link={link} close={() => setLink(null)} />}
    </Stack>
  );
}

function Summary({ account }: { readonly account: AccountShown }) {
  const say = useWords();
  const agencyName = useAgencyName();
  const { username, name, agency, position, roles, disabledAt, passwordSet } = account;
  const held = roles.filter(({ state }) => state !== 'ENDED' && state !== 'EXPIRED');
  return (
    <Group justify="space-between" gap="xs" pr="sm">
      <div>
        <Text fw={600}>{name}</Text>
        <Text size="sm" c="dimmed">
          {[username, agency && agencyName(agency), position].filter(Boolean).join(' · ')}
        </Text>
      </div>
      <Group gap={4}>
        {disabledAt && (
          <Badge variant="light" color="red">
            {say(WORDS.disabled)}
          </Badge>
        )}
        {!passwordSet && (
          <Badge variant="light" color="gray">
            {say(WORDS.noPassword)}
          </Badge>
        )}
        {held.length === 0 && (
          <Badge color="gray" variant="light">
            {say(WORDS.noRole)}
          </Badge>
        )}
        {held.map(({ role, state, grantedAt }) => (
          <Badge key={`${role} ${grantedAt}`} color={ROLE_STATES[state].color} variant="light">
            {say(ROLES[role])}
            {state !== 'IN_FORCE' && `: ${say(ROLE_STATES[state].words)}`}
          </Badge>
        ))}
      </Group>
    </Group>
  );
}
